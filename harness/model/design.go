// Package model is a stand-in for StreamPark's authentication, for machines
// that have no Docker or cannot get the images. It is built from rules, not
// from recorded answers: how a release makes a token, signs and checks it,
// what a restart, a password change or a deletion do. A verdict from it checks
// the harness and the scenarios, never StreamPark; reports say MODEL.
//
// What it knows was measured on the real releases (fixtures/recordings) or
// read in their tags, and nothing else is guessed. What differs between releases
// is in the catalogue; see DesignOf.
package model

import (
	"fmt"
	"slices"
	"strings"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/database"
	"streampark-regress/harness/release"
)

// Design is how a release authenticates callers and what its pages say about
// it, as the catalogue tells it.
type Design struct {
	Release string
	// SessionTTL is the key with the session TTL, and its unit.
	SessionTTL release.SessionTTL

	// Secret is what tokens are signed with where that is not a key file.
	Secret func(database.User) string
	// ProcessKey: a server signs with a random key of its own, which it forgets at
	// its end.
	ProcessKey bool
	// APISignaturesFit: what a server signs API tokens with it knows again.
	APISignaturesFit bool
	// Untyped: a token does not say what it was made for.
	Untyped bool
	// ByRow: a token that the server did not sign gets in by its row, and one that
	// it did sign without.
	ByRow bool
	// KeyFile is the file with a key of the server's own, which outlives
	// restarts: tokens are signed and sealed with it. Empty for none.
	KeyFile string
	// SealsAgain: the row of an API token is compared with the token sealed
	// again. With a key file that is never the same, and no API token works.
	SealsAgain bool
	// APITokensExpire: an API token carries creation + session TTL as its
	// expiry. Otherwise its expiry is Java's Long.MAX_VALUE.
	APITokensExpire bool
	// APIExpiryIsChosen: whoever makes an API token says when it expires.
	APIExpiryIsChosen bool
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

	// Requests are the fields that starts and cancels read, by address.
	Requests []release.Request
	// CopyCurl are the commands that the web page gives to be copied.
	CopyCurl []release.CopyCurl
	// Open lists the pages open to API tokens.
	Open []string
	// ClosedPages tells which other pages refuse API tokens.
	ClosedPages func(path string) bool
	// ClosedAnswer is what they answer.
	ClosedAnswer func(path string) answer
	// OpenAPI: the release has /openapi/app/start and /openapi/app/cancel.
	OpenAPI bool
	// OpenAPIForMembers: their rule lets those through who may act on the
	// application, and not administrators alone.
	OpenAPIForMembers bool

	// ParametersRequired: a sign-in names each parameter that is missing.
	ParametersRequired bool
	// Missing is what is said of a parameter that is missing.
	Missing string
	// KindsOfSignIn: a sign-in says of which kind it is.
	KindsOfSignIn bool
	// RejectsUnopened: what cannot be opened is answered like a token that is
	// rejected.
	RejectsUnopened bool
	// RejectedAreLogged: the log tells what was rejected.
	RejectedAreLogged bool
	// ForbidsInSilence: whoever lacks a permission gets a 403 with nothing in it.
	ForbidsInSilence bool
	// MethodRefused begins what is said of a method that a page does not answer to.
	MethodRefused string
	// IgnoresFormTeam: only the application's team counts, and not that of the form.
	IgnoresFormTeam bool
	// StartsWhatIsStarting and StartsForAnyTeam: neither the application's state
	// nor its team stand in the way of a start.
	StartsWhatIsStarting, StartsForAnyTeam bool
	// CheckTellsStatus: /token/check says whether a token is enabled.
	CheckTellsStatus bool
	// RowsTellFinalStatus: a token's row has a field finalStatus.
	RowsTellFinalStatus bool
	// MadeUnmodified: a new token's answer does not say when it was modified.
	MadeUnmodified bool
	// UsersJoinDefaultTeam: a new user is a developer of the default team.
	UsersJoinDefaultTeam bool
	// UsersOpenToMembers: whoever may see applications may see the users, and
	// UsersTellHashes: with the salts and hashes of their passwords.
	UsersOpenToMembers, UsersTellHashes bool
	// UsersSortable: a user carries how a list of users is to be sorted.
	UsersSortable bool
	// ResetTo is the password that a reset gives everybody; empty where one is made up.
	ResetTo string
	// PermissionErrors is what a database says where the server asks it for the
	// permissions of a user who is not an administrator.
	PermissionErrors map[database.Product]string
	// FailedStartsStay are the databases on which a failed submission leaves its
	// application in the state of one that is being started.
	FailedStartsStay map[database.Product]bool
	// FillsTeamIn: a user who has chosen no team is given the only one at a
	// sign-in, and can choose among several.
	FillsTeamIn bool
	// ErrorsCarryTraces: "internal server error" is followed by the exception's
	// class and its stack trace.
	ErrorsCarryTraces bool
	// CallsOpenSessions: every page opens a web session, also without a caller.
	CallsOpenSessions bool

	// breakage is the zero value in a design without a defect.
	breakage breakage
}

// The pages that start an application. The model has these two and no others.
const (
	oldStart = "/flink/app/start"
	openAPI  = "/openapi/"
	newStart = openAPI + "app/start"
)

// DesignOf is the design of a release, from what the catalogue says about it.
// It is an error if a release is like none that the model has rules for.
func DesignOf(r release.Release) (Design, error) {
	if (r.Tokens.SignedWith == release.SignedWithKeyFile) != (r.Tokens.SealedWith == release.SealedWithKeyFile) {
		return Design{}, fmt.Errorf("the model cannot stand in for %s: it has no rules for tokens that are signed with %s and sealed with %s",
			r.Version, r.Tokens.SignedWith, r.Tokens.SealedWith)
	}
	if r.API.Start != oldStart && r.API.Start != newStart {
		return Design{}, fmt.Errorf("the model cannot stand in for %s: it has no page %s, only %s and %s", r.Version, r.API.Start, oldStart, newStart)
	}
	d := Design{
		Release:              r.Version,
		SessionTTL:           r.Config.SessionTTL,
		ProcessKey:           r.Tokens.SignedWith == release.SignedWithProcess,
		APISignaturesFit:     r.Tokens.APISecret() != release.SignedWithNothingKept,
		Untyped:              r.Tokens.Untyped,
		ByRow:                r.Tokens.ByRow(),
		APIExpiryIsChosen:    r.Tokens.APIExpiry == release.ExpiresAsChosen,
		RejectsUnopened:      r.API.RejectsUnopened,
		RejectedAreLogged:    r.Tokens.RejectedAreLogged,
		ForbidsInSilence:     r.API.ForbidsInSilence,
		MethodRefused:        r.API.MethodRefused,
		IgnoresFormTeam:      r.API.IgnoresFormTeam,
		StartsWhatIsStarting: r.API.StartsWhatIsStarting,
		StartsForAnyTeam:     r.API.StartsForAnyTeam,
		SealsAgain:           slices.Contains(r.Tokens.Checks, cause.Cipher),
		APITokensExpire:      r.Tokens.APIExpiry == release.ExpiresAfterSessionTTL,
		SignInTokensAreDated: r.API.SignInDiesWithServer,
		OneTokenPerUser:      r.Tokens.OnePerUser,
		SessionDecides:       r.API.SignInNeedsSession,
		SignatureFirst:       signatureFirst(r.Tokens.Checks),
		Requests:             r.API.Requests,
		CopyCurl:             r.API.CopyCurl,
		Open:                 r.API.Open,
		ClosedPages:          closedPages(r.API.Closed),
		ClosedAnswer:         closedAnswer(r.API.Closed),
		OpenAPI:              r.API.Start == newStart,
		OpenAPIForMembers:    r.API.StartOpenTo != release.Administrator,
		ParametersRequired:   r.API.SignInForm == release.FormParameters,
		CheckTellsStatus:     r.Tokens.CheckTellsStatus,
		RowsTellFinalStatus:  r.Tokens.RowsTellFinalStatus,
		MadeUnmodified:       r.Tokens.MadeUnmodified,
		UsersSortable:        r.Users.Sortable,
		ResetTo:              r.Users.ResetTo,
		UsersJoinDefaultTeam: r.Users.JoinDefaultTeam,
		UsersOpenToMembers:   r.Users.ListOpenToMembers,
		UsersTellHashes:      r.Users.ListTellsHashes,
		FillsTeamIn:          !r.Users.JoinDefaultTeam,
		ErrorsCarryTraces:    r.API.ErrorsCarryTraces,
		CallsOpenSessions:    r.API.CallsOpenSessions,
	}
	d.Missing, d.KindsOfSignIn = missing(r.API.Fingerprint)
	d.FailedStartsStay = map[database.Product]bool{}
	for product, s := range r.Databases {
		d.FailedStartsStay[database.Product(product)] = s.FailedStartsStay
		if s.PermissionError != "" {
			d = d.withoutPermissions(database.Product(product), s.PermissionError)
		}
	}
	switch r.Tokens.SignedWith {
	case release.SignedWithProcess, release.SignedWithNothingKept:
		// The key is the server's, or nobody's.
	case release.SignedWithSalt:
		d.Secret = func(u database.User) string { return u.Salt }
	case release.SignedWithPassword:
		d.Secret = func(u database.User) string { return u.Password }
	case release.SignedWithKeyFile:
		d.KeyFile = r.Files.Key
	}
	return d, nil
}

// missing is what a release says of a parameter that is missing, and whether the
// kind of a sign-in is one, from its answer to a sign-in that does not tell it.
func missing(fingerprint string) (words string, kinds bool) {
	if words, told := strings.CutPrefix(fingerprint, "400 loginType"); told {
		return words, true
	}
	return "{required}", strings.HasPrefix(fingerprint, "500 ")
}

// signatureFirst reports whether the order of the checks puts those of the
// token itself before those of its row.
func signatureFirst(checks []cause.Cause) bool {
	first := func(some ...cause.Cause) int {
		return slices.IndexFunc(checks, func(c cause.Cause) bool { return slices.Contains(some, c) })
	}
	itself, row := first(cause.Signature, cause.Expired), first(cause.DuplicateRows, cause.Deleted, cause.Replaced, cause.Disabled)
	return itself >= 0 && (row < 0 || itself < row)
}

func closedPages(c release.Closed) func(string) bool {
	return func(path string) bool {
		return slices.ContainsFunc(c.Below, func(start string) bool { return strings.HasPrefix(path, start) })
	}
}

func closedAnswer(c release.Closed) func(string) answer {
	return func(path string) answer {
		message := strings.ReplaceAll(c.Message, "{path}", path)
		if c.Exception == "" {
			return alert(message)
		}
		return thrown(c.Exception + ": " + message)
	}
}
