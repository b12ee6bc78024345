package diagnosis

import (
	"strings"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/token"
)

// This file is about what another release has made. It can be told from the token
// alone: 2.1.5 and 2.1.6 give an API token the expiry Long.MAX_VALUE, 2.1.4 one after
// the session TTL; a sign-in carries when it was made from 2.1.5 on; and 2.1.7 seals
// with a key file (recordings; tags of AccessTokenServiceImpl and JWTUtil).

// TraitsOf is what a token that could be opened shows of its maker.
func TraitsOf(t token.Token, seal release.Seal) release.Traits {
	traits := release.Traits{Seal: seal, Never: t.Never(), Dated: t.IssuedMillis != 0}
	switch t.Kind {
	case token.API:
		traits.Subject = release.APIToken
	case token.SignIn:
		traits.Subject = release.SignIn
	}
	return traits
}

// makers lists the releases of a catalogue that make tokens such as the one that was
// sent; none where nobody can open it.
func (e Evidence) makers(c *release.Catalogue) []string {
	o := e.open()
	switch o.seal {
	case sharedSeal:
		return c.Makers(TraitsOf(o.Token, release.SealedWithSharedKey))
	case presentSeal, formerSeal:
		return c.Makers(TraitsOf(o.Token, release.SealedWithKeyFile))
	case unopened:
	}
	return nil
}

// foreign reports whether an opened token is of a kind that the release does not make
// and cannot take: each checks signatures with a secret of its own. One that was
// accepted is not, whatever it looks like; and where a row alone can let a token in
// (2.1.3 and earlier) its maker does not matter.
func (e Evidence) foreign(t token.Token) bool {
	typed := t.Kind == token.API || t.Kind == token.SignIn
	return typed && !e.Accepted && !e.Release.Tokens.ByRow() && !e.Release.Makes(TraitsOf(t, e.Release.Tokens.SealedWith))
}

// otherRelease is the finding of a foreign token.
func otherRelease(e Evidence) evidence.Finding {
	f := holds(cause.Signature, evidence.OtherRelease)
	f.Release, f.Text = e.Release.Version, strings.Join(e.Makers, " or ")
	return f
}

// settled reports whether a finding holds whatever else there is to see.
func settled(f evidence.Finding) bool { return f.Detail == evidence.OtherRelease }

// unopenedText looks at a text that the key of releases up to 2.1.6 does not open.
func unopenedText(e Evidence, o opened) evidence.Finding {
	switch token.ShapeOf(e.header()) {
	case token.Damaged:
		return holds(cause.Malformed, evidence.Damaged)
	case token.OpenJWT:
		return holds(cause.Malformed, evidence.OpenJWT)
	case token.LikeKeyFile:
		return byKey(e, evidence.LikeKeyFile)
	case token.Shapeless:
	}
	f := holds(cause.Malformed, evidence.NotAToken)
	f.Text = o.unreadable
	return f
}

// adviseOtherRelease says what to do after an upgrade, which is where such tokens
// come from.
func adviseOtherRelease(d Diagnosis, r release.Release) string {
	if d.Kind != token.API {
		return "sign in again: a sign-in does not survive an upgrade"
	}
	k, fixed := issue(cause.Expired, r.FixedIssues())
	if !fixed {
		return r.Version + " takes no tokens of later releases: " + renew(r) + ". Have its callers call " + r.API.Start
	}
	return r.Version + " takes no token that an earlier release has made, so that none survives the upgrade: " + renew(r) +
		". Have its callers call " + r.API.Start + ", and see `regress upgrade` and `regress check-caller` for what else is different" +
		". If it was made on this server and by " + r.Version + ", it should never expire, which is issue " + k.ID + ": report it upstream"
}
