package evidence

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// Redactor replaces secrets in whatever leaves the program. It is the only
// place that does. The zero value redacts nothing until it is told a secret.
type Redactor struct {
	// Show lifts redaction: --show-secrets.
	Show bool

	mu sync.RWMutex
	// known are the secrets, sorted: one that contains another comes before it.
	known []secret
}

// secret is a text that does not leave the program, and what is shown in its place.
type secret struct{ text, name string }

// compare puts the longer one first.
func (s secret) compare(o secret) int {
	return cmp.Or(cmp.Compare(len(o.text), len(s.text)), strings.Compare(s.text, o.text))
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

func (r *Redactor) remember(text, name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range []secret{{text, name}, {url.QueryEscape(text), name}} {
		at, there := slices.BinarySearchFunc(r.known, s, secret.compare)
		if there {
			r.known[at] = s
			continue
		}
		r.known = slices.Insert(r.known, at, s)
	}
}

// Redact replaces every secret it was told of in a text.
func (r *Redactor) Redact(text string) string {
	if r.Show {
		return text
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	// Most texts are shorter than a token, and there are a thousand tokens in a run.
	fits, _ := slices.BinarySearchFunc(r.known, len(text), func(s secret, most int) int { return cmp.Compare(most, len(s.text)) })
	for _, s := range r.known[fits:] {
		text = strings.ReplaceAll(text, s.text, s.name)
	}
	return text
}

func digest(secret string) string {
	return fmt.Sprintf("%x", sha256.Sum256([]byte(secret)))[:8]
}
