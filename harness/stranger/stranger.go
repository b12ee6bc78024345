// Package stranger says what is at an address at which StreamPark should be, where no
// answer of StreamPark's was seen: by the answer, or by why there was none. It only
// names; what to do about it is in package words.
package stranger

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"streampark-regress/harness/outcome"
)

// Kind names what is there; the zero value is nobody who is no StreamPark.
type Kind string

// What can be there. The first are about connections and hold no answer.
const (
	None Kind = ""
	// UnknownHost: no address is known of the name.
	UnknownHost Kind = "unknown-host"
	// Refused: nothing listens there.
	Refused Kind = "refused"
	// NoRoute: there is no way to the machine.
	NoRoute Kind = "no-route"
	// TimedOut: there was no answer in time.
	TimedOut Kind = "timed-out"
	// BrokenOff: the connection was closed before there was an answer.
	BrokenOff Kind = "broken-off"
	// NoTLS: http is spoken at an https:// address.
	NoTLS Kind = "no-tls"
	// Untrusted: the certificate is of an authority that is not trusted, of another
	// host, or out of date.
	Untrusted Kind = "untrusted-certificate"
	// TLSFailed: the two sides found no way to speak TLS.
	TLSFailed Kind = "tls-failed"
	// NotHTTP: what came was no HTTP.
	NotHTTP Kind = "not-http"
	// Unanswered is any other reason.
	Unanswered Kind = "unanswered"

	// WantsTLS: https is spoken at an http:// address.
	WantsTLS Kind = "wants-tls"
	// Challenge: a 401 that asks for a sign-in of its own.
	Challenge Kind = "gateway-sign-in"
	// Bare: a 401 that says nothing, and that is no answer to what was sent.
	Bare Kind = "bare-401"
	// ToSignIn: a redirect to a page to sign in at.
	ToSignIn Kind = "redirect-to-sign-in"
	// ToTLS: a redirect to the same host by https.
	ToTLS Kind = "redirect-to-https"
	// Elsewhere is any other redirect.
	Elsewhere Kind = "redirect"
	// Denied: 403, of a proxy or a firewall.
	Denied Kind = "denied"
	// NotFound: 404.
	NotFound Kind = "not-found"
	// NotAllowed: 405, of what serves files.
	NotAllowed Kind = "not-allowed"
	// TooMany: 429.
	TooMany Kind = "too-many-calls"
	// Gateway: 502, 503 or 504, of a proxy that does not reach what is behind it.
	Gateway Kind = "gateway-error"
	// ServerError: any other 5xx.
	ServerError Kind = "server-error"
	// Page: a web page in place of an answer.
	Page Kind = "web-page"
	// Other is any other answer.
	Other Kind = "other"
)

// signIns are words of addresses at which people sign in: of OpenID Connect, OAuth 2,
// SAML and CAS, and of pages made by hand.
func signIns() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(log-?in|sign-?in|sso|oauth2?|authorize|auth|saml2?|cas|openid|adfs)\b`)
}

// Of says who gave an answer to a call of an address that is none of StreamPark's.
func Of(a outcome.Answer, asked string) Kind {
	switch {
	case a.Status == http.StatusBadRequest && regexp.MustCompile(`(?i)plain HTTP request|HTTP request to an? HTTPS|requires TLS`).Match(a.Body):
		return WantsTLS
	case a.Status == http.StatusUnauthorized && a.Challenge == "" && len(a.Body) == 0:
		return Bare
	case a.Status == http.StatusUnauthorized, a.Status == http.StatusProxyAuthRequired:
		return Challenge
	case a.Status >= 300 && a.Status < 400:
		return redirect(a.Location, asked)
	case a.Status == http.StatusForbidden:
		return Denied
	case a.Status == http.StatusNotFound:
		return NotFound
	case a.Status == http.StatusMethodNotAllowed:
		return NotAllowed
	case a.Status == http.StatusTooManyRequests:
		return TooMany
	case a.Status == http.StatusBadGateway, a.Status == http.StatusServiceUnavailable, a.Status == http.StatusGatewayTimeout:
		return Gateway
	case a.Status >= http.StatusInternalServerError:
		return ServerError
	case strings.Contains(a.ContentType, "html") || strings.HasPrefix(strings.ToLower(strings.TrimSpace(string(a.Body))), "<"):
		return Page
	}
	return Other
}

// redirect tells by where it leads.
func redirect(location, asked string) Kind {
	from, err := url.Parse(asked)
	if err != nil {
		return Elsewhere
	}
	to, err := from.Parse(location)
	switch {
	case err != nil || location == "":
		return Elsewhere
	case from.Scheme == "http" && to.Scheme == "https" && from.Hostname() == to.Hostname() && strings.HasSuffix(to.Path, from.Path):
		return ToTLS
	case signIns().MatchString(to.Host + to.Path):
		return ToSignIn
	}
	return Elsewhere
}
