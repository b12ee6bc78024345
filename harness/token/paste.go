package token

import (
	"net/url"
	"regexp"
	"strings"
)

var (
	header3   = regexp.MustCompile(`(?is)authorization\s*[:=]\s*(.*)`)
	encodedOf = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)
	sealedOf  = regexp.MustCompile(`[A-Za-z0-9+/]{16,}={0,2}`)
)

// Clean takes the token out of what a person pasted: the header, a whole curl
// command, quotes, "Bearer ", URL-encoding, line breaks of a terminal. It also
// says what it had to remove, because StreamPark removes nothing of it.
func Clean(pasted string) (text string, removed []string) {
	text = strings.TrimSpace(pasted)
	if m := header3.FindStringSubmatch(text); m != nil {
		removed = append(removed, "what stood around the Authorization header")
		text = m[1]
		// In a curl command the header ends with the quote it began before.
		if end := strings.IndexAny(text, `'"`); end > 0 {
			text = text[:end]
		}
	}
	if trimmed := strings.Trim(strings.TrimSpace(text), `'"`); trimmed != strings.TrimSpace(text) {
		removed = append(removed, "quotes")
		text = trimmed
	}
	if rest, ok := cutPrefixFold(strings.TrimSpace(text), "bearer "); ok {
		removed = append(removed, `"Bearer "`)
		text = rest
	}
	if encodedOf.MatchString(text) {
		if decoded, err := url.QueryUnescape(strings.ReplaceAll(text, "+", "%2B")); err == nil {
			removed = append(removed, "URL-encoding")
			text = decoded
		}
	}
	if joined := strings.Join(strings.Fields(text), ""); joined != text {
		if strings.TrimSpace(text) != text || strings.ContainsAny(strings.TrimSpace(text), " \t\r\n") {
			removed = append(removed, "spaces and line breaks")
		}
		text = joined
	}
	if found := sealedOf.FindString(text); found != "" && found != text {
		removed = append(removed, "characters that belong to no token")
		text = found
	}
	return text, removed
}

// Header is the value of the Authorization header that a pasted text would
// send: what it holds is left as it is, because the server sees it like that.
func Header(pasted string) string {
	text := strings.TrimSpace(pasted)
	if m := header3.FindStringSubmatch(text); m != nil {
		text = m[1]
		if end := strings.IndexAny(text, `'"`); end > 0 {
			text = text[:end]
		}
	}
	return strings.TrimSpace(strings.Split(text, "\n")[0])
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
		return s[len(prefix):], true
	}
	return s, false
}
