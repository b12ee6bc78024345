// Package model is a stand-in for StreamPark's authentication, for machines
// that have no Docker or cannot get the images. It is built from rules, not
// from recorded answers: how a release makes a token, signs and checks it,
// what a restart, a password change or a deletion do. A verdict from it checks
// the harness and the scenarios, never StreamPark; reports say MODEL.
//
// What it knows was measured on the real releases (fixtures/recordings) or
// read in their tags, and nothing else is guessed.
package model

import (
	"fmt"
	"strings"

	"streampark-regress/harness/database"
)

// Design is how a release authenticates callers. The two designs below differ
// in every field: that is why a token does not survive the upgrade.
type Design struct {
	Release string

	// Secret is what tokens are signed with.
	Secret func(database.User) string
	// APITokensExpire: an API token carries creation + server.session.ttl as
	// its expiry. Otherwise its expiry is Java's Long.MAX_VALUE.
	APITokensExpire bool
	// SignInTokensAreDated: a sign-in token carries when it was made, and one
	// made before the server's start is rejected.
	SignInTokensAreDated bool
	// OneTokenPerUser: a second API token is refused while there is a row.
	OneTokenPerUser bool

	// SessionDecides: a sign-in token is only decoded; who the caller is
	// comes from the web session of its cookie.
	SessionDecides bool
	// SignatureFirst: signature and expiry are checked before the row of an
	// API token. It shows in a cookie: once the row was accepted there is a
	// web session, whatever comes of the signature.
	SignatureFirst bool

	// KeyFile: tokens are signed and sealed with a key of the server's own,
	// which outlives restarts. The row of an API token is compared with the
	// token sealed anew, which is never the same: no API token works.
	KeyFile bool

	// Open lists the pages open to API tokens.
	Open []string
	// ClosedPages tells which other pages refuse API tokens.
	ClosedPages func(path string) bool
	// ClosedAnswer is what they answer.
	ClosedAnswer func(path string) answer

	// OpenAPI: the release has /openapi/app/start and /openapi/app/cancel.
	OpenAPI bool
	// ErrorsCarryTraces: "internal server error" is followed by the exception's
	// class and its stack trace.
	ErrorsCarryTraces bool
	// CallsOpenSessions: every page opens a web session, also without a caller.
	CallsOpenSessions bool

	// breakage is the zero value in a design without a defect.
	breakage breakage
}

// designs are the releases the model knows.
func designs() []Design {
	all := []Design{
		{
			Release:         "2.1.4",
			Secret:          func(u database.User) string { return u.Salt },
			APITokensExpire: true,
			SessionDecides:  true,
			SignatureFirst:  true,
			Open:            []string{"/flink/app/start", "/flink/app/cancel"},
			ClosedPages:     func(string) bool { return true },
			ClosedAnswer: func(string) answer {
				return alert("current api unsupported!")
			},
			CallsOpenSessions: true,
		},
		{
			Release:              "2.1.5",
			Secret:               func(u database.User) string { return u.Password },
			SignInTokensAreDated: true,
			OneTokenPerUser:      true,
			Open:                 []string{"/openapi/app/start", "/openapi/app/cancel"},
			// The check covers the pages about Flink only: the token, user,
			// team and member pages stay open to API tokens.
			ClosedPages: func(path string) bool {
				return strings.HasPrefix(path, "/flink/") || strings.HasPrefix(path, "/openapi/")
			},
			ClosedAnswer: func(path string) answer {
				return thrown("java.lang.UnsupportedOperationException: Openapi unsupported: " + path)
			},
			OpenAPI:           true,
			ErrorsCarryTraces: true,
		},
	}
	// 2.1.6 is 2.1.5 in every file about authentication (tag v2.1.6).
	same := all[1]
	same.Release = "2.1.6"
	// 2.1.7 differs from it in how tokens are sealed and signed (tag v2.1.7).
	sealed := same
	sealed.Release, sealed.KeyFile, sealed.SignatureFirst = "2.1.7", true, true
	return append(all, same, sealed)
}

// Releases lists the releases the model knows.
func Releases() []string {
	var names []string
	for _, d := range designs() {
		names = append(names, d.Release)
	}
	return names
}

// DesignOf returns the design of a release.
func DesignOf(release string) (Design, error) {
	for _, d := range designs() {
		if d.Release == release {
			return d, nil
		}
	}
	return Design{}, fmt.Errorf("the model knows no release %q, only %s", release, strings.Join(Releases(), ", "))
}
