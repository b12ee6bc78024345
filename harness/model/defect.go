package model

import (
	"fmt"
	"net/http"
	"sort"
	"strings"
	"time"
)

// Defect is a way in which a release could be broken. Running the scenarios
// against one shows that they would notice it.
type Defect struct {
	Name string
	// Release is the release it is injected into.
	Release string
	// Is says what the broken release does.
	Is string
	// Suspect is a word of the hint a failing scenario must give, where the
	// defect is one of the three causes the report on 3933 suspects.
	Suspect string
	change  func(*Design)
}

// breakage is what a defect changes beyond the design's own fields.
type breakage struct {
	// forgets: API tokens live in a cache that ignores the table; an entry is
	// forgotten after the session TTL and in a restart.
	forgets bool
	// endsWithSession: signing out takes the user's API tokens with it.
	endsWithSession bool
	// lenient: a token that was accepted once is accepted until a restart.
	lenient bool
	// lostInRestart: tokens made before the server's start are rejected.
	lostInRestart bool
	// randomSeal: what is stored never equals what was handed out.
	randomSeal bool
	// secondKills: a second token replaces the first.
	secondKills bool
	// anySigner: neither signature nor row is compared.
	anySigner bool
	// sameSeal: the row is compared with what is inside the seal.
	sameSeal bool
	// sharedKey: what is sealed with the key of earlier releases is opened too.
	sharedKey bool
	// okFor401: a rejection is told with HTTP 200.
	okFor401 bool
	// expiry changes the life of an API token that expires.
	expiry func(time.Duration) time.Duration
}

// Defects lists the defects the model can be started with.
func Defects() []Defect {
	never := func(d *Design) { d.APITokensExpire = false }
	return []Defect{
		{"token-cache", "2.1.4", "API tokens never expire, but live in a cache that ignores the table and forgets them after the session TTL", "token cache",
			func(d *Design) { never(d); d.breakage.forgets = true }},
		{"expiry", "2.1.5", "API tokens carry creation + session TTL as their expiry", "expiry",
			func(d *Design) { d.APITokensExpire = true }},
		{"session", "2.1.4", "the end of a web session takes its user's API tokens with it", "session",
			func(d *Design) { d.breakage.endsWithSession = true }},

		{"no-expiry", "2.1.4", "API tokens never expire: issue 3933 is gone", "", never},
		{"expiry-off-by-time-zone", "2.1.4", "API tokens expire eight hours late", "",
			func(d *Design) { d.breakage.expiry = func(t time.Duration) time.Duration { return t + 8*time.Hour } }},
		{"expiry-at-half-ttl", "2.1.4", "API tokens expire after half the session TTL", "",
			func(d *Design) { d.breakage.expiry = func(t time.Duration) time.Duration { return t / 2 } }},
		{"revocation-ignored", "2.1.5", "disabled, deleted and locked still get in until a restart", "",
			func(d *Design) { d.breakage.lenient = true }},
		{"ok-for-401", "2.1.5", "a rejection is told with HTTP 200", "",
			func(d *Design) { d.breakage.okFor401 = true }},
		{"lost-in-restart", "2.1.5", "every API token is rejected after a restart", "",
			func(d *Design) { d.breakage.lostInRestart = true }},
		{"random-seal", "2.1.5", "the seal is random, so that no token ever matches its row", "",
			func(d *Design) { d.breakage.randomSeal = true }},
		// On 2.1.5 this would be no defect: without an expiry the second token
		// is the same text as the first.
		{"second-token-kills-first", "2.1.4", "a second token replaces the first", "",
			func(d *Design) { d.breakage.secondKills = true }},
		{"wrong-signer-accepted", "2.1.5", "a token that another user signed is accepted", "",
			func(d *Design) { d.breakage.anySigner = true }},
		{"sign-in-without-session", "2.1.4", "a sign-in token is accepted without its web session", "",
			func(d *Design) { d.SessionDecides = false }},
		{"seal-compared-open", "2.1.7", "the row is compared with what is inside the seal: issue 4322 is gone", "",
			func(d *Design) { d.breakage.sameSeal = true }},
		{"shared-key-believed", "2.1.7", "tokens sealed with the key of earlier releases get in, whoever signed them", "",
			func(d *Design) { d.breakage.sharedKey, d.breakage.anySigner = true, true }},
		{"shared-key-opened", "2.1.7", "tokens sealed with the key of earlier releases are opened, and then rejected", "",
			func(d *Design) { d.breakage.sharedKey = true }},
		{"closed-as-401", "2.1.5", "a closed endpoint answers 401", "",
			func(d *Design) {
				d.ClosedAnswer = func(string) answer { return answer{status: http.StatusUnauthorized} }
			}},
	}
}

// With returns the design with a defect; the empty name is no defect. Any
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
	sort.Strings(names)
	return d, fmt.Errorf("the model has no defect %q: choose one of %s", name, strings.Join(names, ", "))
}
