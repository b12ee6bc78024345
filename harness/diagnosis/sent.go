package diagnosis

import (
	"strings"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/token"
)

// header is what the server saw of the Authorization header, empty for none:
// the spaces around it are HTTP's.
func (e Evidence) header() string {
	if e.Authorization == nil {
		return ""
	}
	return strings.TrimSpace(*e.Authorization)
}

// sent looks at what can be told without opening anything. No cause means that
// what was sent may be a token.
func sent(e Evidence) evidence.Finding {
	scheme, _, more := strings.Cut(e.header(), " ")
	switch {
	case scheme == "":
		return holds(cause.NoToken, evidence.NothingSent)
	case more && strings.EqualFold(scheme, "Bearer"):
		return holds(cause.BearerPrefix, evidence.BearerSent)
	}
	return evidence.Finding{}
}

// seal says with which key a text was sealed.
type seal int

const (
	// unopened: nobody here can open it.
	unopened seal = iota
	// sharedSeal is the key that all installations of releases up to 2.1.6
	// share.
	sharedSeal
	// presentSeal is the server's present key file, formerSeal one of a server
	// that is gone.
	presentSeal
	formerSeal
)

// sealOf is the seal that the tokens of a release carry.
func sealOf(r release.Release) seal {
	if r.Tokens.SealedWith == release.SealedWithKeyFile {
		return presentSeal
	}
	return sharedSeal
}

// opened is a text that was opened.
type opened struct {
	token.Token
	seal seal
	// unreadable is why it is not a token of the release, in the words of the
	// decoder.
	unreadable string
}

// open opens what was sent with every key there is.
func (e Evidence) open() opened {
	header := e.header()
	t, err := token.Open(header)
	if err == nil {
		return opened{Token: t, seal: sharedSeal}
	}
	if e.Key != nil {
		t, closed := token.OpenWithKey(header, e.Key)
		if closed == nil {
			return opened{Token: t, seal: presentSeal}
		}
		if sealOf(e.Release) == presentSeal {
			err = closed
		}
	}
	for _, key := range e.Former {
		if t, err := token.OpenWithKey(header, key); err == nil {
			return opened{Token: t, seal: formerSeal}
		}
	}
	return opened{unreadable: strings.TrimPrefix(err.Error(), token.ErrMalformed.Error()+": ")}
}

// unseals reports whether the release's own key opens what was sent, be there a
// token inside or not.
func (e Evidence) unseals() bool {
	var err error
	if sealOf(e.Release) == presentSeal {
		_, err = token.UnsealWithKey(e.header(), e.Key)
	} else {
		_, err = token.Unseal(e.header())
	}
	return err == nil
}
