package model

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/choice"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
)

// Defect is a way in which a release could be broken. Running the scenarios
// against one shows that they would notice it.
type Defect struct {
	Name string
	// Is says what the broken release does.
	Is string
	// Suspect is what a failing check must suspect, where the defect is one of
	// the three causes the report on 3933 suspects.
	Suspect evidence.Suspect
	// fits reports whether a release has what the defect breaks.
	fits   func(release.Release) bool
	change func(*Design)
}

// Waits reports whether the defect goes by a clock that nobody can move: it
// shows only where the time really passes.
func (d Defect) Waits() bool {
	var broken Design
	d.change(&broken)
	return broken.breakage.waits
}

// Home is the first release of the catalogue that has what the defect breaks, of
// those that are run without being asked for; where none of them has it, the last
// of the others; false if none has.
func (d Defect) Home(c *release.Catalogue) (release.Release, bool) {
	var asked []release.Release
	for _, r := range c.Releases {
		switch {
		case !d.fits(r):
		case !r.OnRequest:
			return r, true
		default:
			asked = append(asked, r)
		}
	}
	if len(asked) == 0 {
		return release.Release{}, false
	}
	return asked[len(asked)-1], true
}

// seated reports whether a sign-in of the release lives in a web session.
func seated(r release.Release) bool { return r.API.SignInNeedsSession }

// Defects lists the defects the model can be started with.
func Defects() []Defect {
	never := func(d *Design) { d.APITokensExpire = false }
	keyed := release.Release.UsesKeyFile
	sealing := func(r release.Release) bool { return keyed(r) && slices.Contains(r.Tokens.Checks, cause.Cipher) }
	several := func(r release.Release) bool { return !r.Tokens.OnePerUser && dying(r) }
	all := []Defect{
		{"token-cache", "API tokens never expire, but live in a cache that ignores the table and forgets them after the session TTL", evidence.SuspectCache, dying,
			func(d *Design) { never(d); d.breakage.forgets = true }},
		{"expiry", "API tokens carry creation + session TTL as their expiry", evidence.SuspectExpiry, lasting,
			func(d *Design) { d.APITokensExpire = true }},
		{"session", "the end of a web session takes its user's API tokens with it", evidence.SuspectSession, seated,
			func(d *Design) { d.breakage.endsWithSession = true }},

		{"no-expiry", "API tokens never expire: issue 3933 is gone", "", dying, never},
		{"expiry-off-by-time-zone", "API tokens expire eight hours late", "", dying,
			func(d *Design) { d.breakage.expiry = func(t time.Duration) time.Duration { return t + 8*time.Hour } }},
		{"expiry-at-half-ttl", "API tokens expire after half the session TTL", "", dying,
			func(d *Design) { d.breakage.expiry = func(t time.Duration) time.Duration { return t / 2 } }},
		{"revocation-ignored", "what is disabled, deleted or locked still gets in until a restart", "", lasting,
			func(d *Design) { d.breakage.lenient = true }},
		{"ok-for-401", "a rejection is answered with HTTP 200", "", lasting,
			func(d *Design) { d.breakage.okFor401 = true }},
		{"lost-in-restart", "every API token is rejected after a restart", "", lasting,
			func(d *Design) { d.breakage.lostInRestart = true }},
		{"random-seal", "the seal is random, so that no token ever matches its row", "", lasting,
			func(d *Design) { d.breakage.randomSeal = true }},
		// Without an expiry this would not be a defect: the second token is the
		// same text as the first.
		{"second-token-kills-first", "a second token replaces the first", "", several,
			func(d *Design) { d.breakage.secondKills = true }},
		{"wrong-signer-accepted", "a token that another user signed is accepted", "", lasting,
			func(d *Design) { d.breakage.anySigner = true }},
		{"sign-in-without-session", "a sign-in token is accepted without its web session", "", seated,
			func(d *Design) { d.SessionDecides = false }},
		{"seal-compared-open", "the row is compared with what is inside the seal: issue 4322 is gone", "", sealing,
			func(d *Design) { d.SealsAgain = false }},
		{"shared-key-believed", "tokens sealed with the key of earlier releases get in, whoever signed them", "", keyed,
			func(d *Design) { d.breakage.sharedKey, d.breakage.anySigner = true, true }},
		{"shared-key-opened", "tokens sealed with the key of earlier releases are opened, and then rejected", "", keyed,
			func(d *Design) { d.breakage.sharedKey = true }},
		{"closed-as-401", "a closed endpoint answers 401", "", lasting,
			func(d *Design) {
				d.ClosedAnswer = func(string) answer { return answer{status: http.StatusUnauthorized} }
			}},
	}
	return slices.Concat(all, calls(), states(), effects(), successes(), rejections(), lifetimes(), ends(), revocations(), oversights(), spreads(),
		waysIn(), credentials(), keyedWays(), whiteLists(), pages(), signIns(), passports(), upgrades(), issues(), rows(), topologies())
}

// With returns the design with a defect; the empty name is not a defect. Any
// defect can be injected into any release.
func (d Design) With(name string) (Design, error) {
	if name == "" {
		return d, nil
	}
	var names []string
	for _, defect := range Defects() {
		if defect.Name == name {
			defect.change(&d)
			return d, nil
		}
		names = append(names, defect.Name)
	}
	return d, fmt.Errorf("the model has no defect %q: the nearest is %q, and `regress defects --list` names all %d", name, choice.Nearest(name, names), len(names))
}
