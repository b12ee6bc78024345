package streampark

import (
	"net/http"
	"net/url"
)

// Garbage is a text that no release takes for a token.
const Garbage = "garbage"

// Bearer is a token as other services want it, and StreamPark does not.
func Bearer(token string) string { return "Bearer " + token }

// Behind is a token behind the word of another scheme, such as "Basic".
func Behind(scheme, token string) string { return scheme + " " + token }

// Half is the first half of a token.
func Half(token string) string { return token[:len(token)/2] }

// Changed is a token with the character at an index changed into A, or into B
// where it is A. At the beginning nothing can be opened any more; in the last
// third header and claims can still be read.
func Changed(token string, at int) string {
	other := "A"
	if token[at] == 'A' {
		other = "B"
	}
	return token[:at] + other + token[at+1:]
}

// InHeaders is the call with a token in headers that others take one from.
func (c Call) InHeaders(token string) Call {
	c.Raw = http.Header{"X-Access-Token": {token}, "X-Auth-Token": {token}, "Token": {token}}
	return c
}

// InCookies is the call with a token in cookies.
func (c Call) InCookies(token string) Call {
	c.Raw = http.Header{"Cookie": {"Authorization=" + token + "; token=" + token}}
	return c
}

// InQuery is the call with a token as a parameter of its address, where
// StreamPark does not look for one.
func (c Call) InQuery(token string) Call {
	c.Path += "?Authorization=" + url.QueryEscape(token)
	return c
}
