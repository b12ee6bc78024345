package script

import (
	"regexp"
	"strings"
)

// Credentials are the tokens and passwords that stand in a call.
func (c Call) Credentials() (tokens, passwords []string) {
	sealed := regexp.MustCompile(`[0-9A-Za-z+/][0-9A-Za-z+/_.=-]{23,}`)
	for _, h := range c.Headers {
		value := h.Value.String()
		switch {
		case strings.EqualFold(h.Name, "Cookie"):
			passwords = append(passwords, value)
		case !strings.EqualFold(h.Name, "Authorization"):
		case h.Value.Known():
			tokens = append(tokens, strings.TrimSpace(value))
		}
		if strings.EqualFold(h.Name, "Authorization") {
			// One may stand behind "Bearer ", or in ${TOKEN:-...}.
			tokens = append(tokens, sealed.FindAllString(value, -1)...)
		}
	}
	for _, f := range c.Fields {
		if strings.Contains(strings.ToLower(f.Name), "password") && f.Value.Known() {
			passwords = append(passwords, f.Value.String(), f.Plain())
		}
	}
	for _, secret := range c.Secrets {
		if secret.Known() {
			passwords = append(passwords, secret.String())
		}
	}
	// Without a "=" it is the name of a file.
	if _, value, said := c.Cookie.Cut("="); said && value.Known() {
		passwords = append(passwords, value.String())
	}
	return tokens, passwords
}
