package diagnosis

import (
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
)

// Design is how a release goes about what a caller sends. It decides in which
// form a cause shows, and follows from what the catalogue says of a release.
type Design string

// The designs (JWTFilter and ShiroRealm of the tags).
const (
	// ByRow: whatever is sent is decided on; what the server's own key has signed
	// gets in until it expires, and of anything else the row decides (2.0.0 to
	// 2.1.3).
	ByRow Design = "by-row"
	// BySession: whatever can be opened and says of which type it is, is looked
	// at further, and of a sign-in token nothing but its web session (2.1.4).
	BySession Design = "by-session"
	// ByToken: whatever can be unsealed is checked in full (2.1.5, 2.1.6).
	ByToken Design = "by-token"
	// ByKeyFile is ByToken with a seal of the server's own (2.1.7).
	ByKeyFile Design = "by-key-file"
)

// Designs lists the designs, oldest first.
func Designs() []Design { return []Design{ByRow, BySession, ByToken, ByKeyFile} }

// DesignOf is the design of a release.
func DesignOf(r release.Release) Design {
	switch {
	case sealOf(r) == presentSeal:
		return ByKeyFile
	case r.Tokens.ByRow():
		return ByRow
	case r.API.SignInNeedsSession:
		return BySession
	}
	return ByToken
}

// Form is the form of the 401 with which a design answers to a cause.
type Form struct {
	Design    Design
	Rejection outcome.Rejection
	// When limits it to a part of what can be sent; nil for all of it.
	When func(Evidence) bool
}

// Fits reports whether the answer has a form in which the release answers to
// the cause. No release answers to Unknown, so nothing fits it.
func (c Entry) Fits(e Evidence) bool {
	for _, f := range c.Forms {
		if f.Design == DesignOf(e.Release) && f.Rejection == e.Rejection && (f.When == nil || f.When(e)) {
			return true
		}
	}
	return false
}

// alike is the form of a cause that some designs answer to alike.
func alike(r outcome.Rejection, designs ...Design) []Form {
	var all []Form
	for _, d := range designs {
		all = append(all, Form{Design: d, Rejection: r})
	}
	return all
}

// noTokenForms: 2.1.5 unseals an empty header to an empty token, and then
// rejects that (recording 2.1.5.json, "header forms").
func noTokenForms() []Form {
	empty := func(e Evidence) bool { return e.Authorization != nil }
	none := func(e Evidence) bool { return e.Authorization == nil }
	return append(alike(outcome.Undecoded, BySession, ByKeyFile),
		Form{ByToken, outcome.Undecoded, none}, Form{ByToken, outcome.Decoded, empty},
		Form{ByRow, outcome.Undecoded, none}, Form{ByRow, outcome.Decoded, empty})
}

// bearerForms: up to 2.1.3 a text that cannot be opened is rejected like a token.
func bearerForms() []Form {
	return append(alike(outcome.Undecoded, BySession, ByToken, ByKeyFile), alike(outcome.Decoded, ByRow)...)
}

// malformedForms: from 2.1.5 on, what can be unsealed counts as decoded,
// whatever is inside: a token with its first character changed, for one
// (recordings 2.1.4.json and 2.1.5.json, "header forms").
func malformedForms() []Form {
	unseals := Evidence.unseals
	sealed := func(e Evidence) bool { return !e.unseals() }
	return append(alike(outcome.Undecoded, BySession), Form{ByRow, outcome.Decoded, nil},
		Form{ByToken, outcome.Undecoded, sealed}, Form{ByToken, outcome.Decoded, unseals},
		Form{ByKeyFile, outcome.Undecoded, sealed}, Form{ByKeyFile, outcome.Decoded, unseals})
}

// cipherForms: a token sealed with another key cannot be decoded. One with the
// server's own seal is decoded, and then rejected for not being the same twice.
func cipherForms() []Form {
	foreign := func(e Evidence) bool { return e.open().seal != presentSeal }
	return append(alike(outcome.Undecoded, BySession, ByToken), Form{ByRow, outcome.Decoded, nil},
		Form{ByKeyFile, outcome.Undecoded, foreign}, Form{ByKeyFile, outcome.Decoded, nil})
}
