package model

import (
	"context"
	"net/http"
	"time"

	"streampark-regress/harness/model/store"
	"streampark-regress/harness/release"
	"streampark-regress/harness/token"
)

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
	// sharedKey: what is sealed with the key of earlier releases is opened too.
	sharedKey bool
	// sharedMemory: replicas share their web sessions and their key file.
	sharedMemory bool
	// keyStays: the key file outlives its container.
	keyStays bool
	// okFor401: a rejection is answered with HTTP 200.
	okFor401 bool
	// expiry changes the life of an API token that expires.
	expiry func(time.Duration) time.Duration

	// afterwards changes an answer, or what the call did, after all was done.
	afterwards func(context.Context, *Server, *call, answer) answer
	// admits lets a call in as the administrator although it has no token.
	admits func(*Server, *call) bool
	// leads changes where an address leads.
	leads func(path string) string
	// leeway is how long after its end a token still works; below zero it ends
	// before.
	leeway time.Duration
	// dies says at which ages a token does not work, and after how many uses.
	dies func(age time.Duration, uses int) bool
	// forgetsRevocation: what was revoked before the last start is not any more.
	forgetsRevocation bool
	// forgives is how long after its first rejection a token is let in again.
	forgives time.Duration
	// spreads: what is done to one token is done to all.
	spreads bool
	// membersStay: tokens of users who are not administrators are not revoked.
	membersStay bool
	// opens says which other pages are open to API tokens, closes which that
	// should be are not.
	opens, closes func(s *Server, path string) bool
	// anyPassword signs in, and lockedSignIn lets locked users in.
	anyPassword, lockedSignIn bool
	// signInLife is how long a sign-in lives, zero for as long as it should.
	signInLife time.Duration
	// anySignIn: a sign-in's signature is not looked at.
	anySignIn bool
	// staysIn: signing out ends nothing.
	staysIn bool
	// ignores says which fields of a form are not read.
	ignores func(release.Field) bool
	// submits changes what is submitted to Flink; without a title it is nothing.
	submits func(submitted) submitted
	// copies changes the commands that the web page gives to be copied.
	copies func(release.CopyCurl, string) string
	// leaving is done to the rows when the server is replaced by another release,
	// and arriving to the design of that one.
	leaving  func(context.Context, *store.Store) error
	arriving func(*Design)
	// waits: what it changes goes by a clock that nobody can move.
	waits bool
	// rule changes what comes of the check of a token.
	rule rule
	// reads takes the token from elsewhere than the header; the empty text is
	// none.
	reads func(*http.Request) string
	// anyMethod: a page answers to every method, anyPermission: and to
	// whoever has a token, anyScope: and everybody may start everything.
	anyMethod, anyPermission, anyScope bool
	// readies: an application that cannot be started is.
	readies bool
	// passes says which other passwords sign in.
	passes func(s *Server, user int64, right func(string) bool, password string) bool
	// sessionsStay: web sessions do not end by themselves.
	sessionsStay bool
}

// rule decides on a token after its check did: the error is the check's own, nil
// for a token that it accepts.
type rule func(ctx context.Context, s *Server, c *call, t token.Token, err error) error
