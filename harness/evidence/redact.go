package evidence

import (
	"crypto/sha256"
	"fmt"
	"net/url"
	"sort"
	"strings"
	"sync"
)

// Redactor replaces secrets in whatever leaves the program. It is the only
// place that does. The zero value redacts nothing until it is told a secret.
type Redactor struct {
	// Show lifts redaction: --show-secrets.
	Show bool

	mu    sync.RWMutex
	names map[string]string
}

// Token remembers a token: it is shown as its first 8 characters and a short
// hash, so that two tokens can be told apart.
func (r *Redactor) Token(secret string) {
	if len(secret) > 8 {
		r.remember(secret, fmt.Sprintf("%s...[%s]", secret[:8], digest(secret)))
	}
}

// Password remembers a password, salt or cookie: nothing of it is shown.
func (r *Redactor) Password(secret string) {
	if secret != "" {
		r.remember(secret, fmt.Sprintf("[secret %s]", digest(secret)))
	}
}

func (r *Redactor) remember(secret, name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.names == nil {
		r.names = map[string]string{}
	}
	r.names[secret] = name
	r.names[url.QueryEscape(secret)] = name
}

// Redact replaces every secret it was told of in a text.
func (r *Redactor) Redact(text string) string {
	if r.Show {
		return text
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	secrets := make([]string, 0, len(r.names))
	for s := range r.names {
		secrets = append(secrets, s)
	}
	// A secret that contains another goes first.
	sort.Slice(secrets, func(i, j int) bool { return len(secrets[i]) > len(secrets[j]) })
	for _, s := range secrets {
		text = strings.ReplaceAll(text, s, r.names[s])
	}
	return text
}

func digest(secret string) string {
	return fmt.Sprintf("%x", sha256.Sum256([]byte(secret)))[:8]
}
