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
	// known are the secrets by their last characters, in which tokens differ, and short
	// those that have fewer: a thousand tokens are not looked for in each text of a run.
	known map[tail][]secret
	short []secret
}

// tail is the end of a secret.
type tail [8]byte

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
		if len(s.text) < len(tail{}) {
			r.short = with(r.short, s)
			continue
		}
		if r.known == nil {
			r.known = map[tail][]secret{}
		}
		end := tail([]byte(s.text[len(s.text)-len(tail{}):]))
		r.known[end] = with(r.known[end], s)
	}
}

// with puts a secret among others, in the place of the same text.
func with(all []secret, s secret) []secret {
	for n := range all {
		if all[n].text == s.text {
			all[n] = s
			return all
		}
	}
	return append(all, s)
}

// Redact replaces every secret it was told of in a text; one that contains another is
// replaced before it.
func (r *Redactor) Redact(text string) string {
	if r.Show {
		return text
	}
	found := r.candidates(text)
	slices.SortFunc(found, secret.compare)
	for _, s := range found {
		text = strings.ReplaceAll(text, s.text, s.name)
	}
	return text
}

// candidates are the secrets that may be in a text: their ends are.
func (r *Redactor) candidates(text string) []secret {
	r.mu.RLock()
	defer r.mu.RUnlock()
	found := slices.Clone(r.short)
	var end tail
	for at := len(end); at <= len(text); at++ {
		copy(end[:], text[at-len(end):at])
		for _, s := range r.known[end] {
			if at >= len(s.text) {
				found = append(found, s)
			}
		}
	}
	return found
}

func digest(secret string) string {
	return fmt.Sprintf("%x", sha256.Sum256([]byte(secret)))[:8]
}
