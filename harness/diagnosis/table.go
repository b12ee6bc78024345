package diagnosis

import (
	"fmt"
	"slices"
	"strings"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
)

// Entry is all there is to know of a cause.
type Entry struct {
	Cause cause.Cause
	// Phrases are what a scenario says of it, after "because": each is the
	// name of this cause and of no other.
	Phrases []string
	// Rule is how it is found.
	Rule string
	// Check looks for it in a token that can be opened; nil for a cause that
	// what was sent tells by itself.
	Check Check
	// Forms are the forms of the 401 in which the releases answer to it.
	Forms []Form
	// Advice says what to do about it on a release.
	Advice func(Diagnosis, release.Release) string
	// Measured is where it was seen on the real releases, empty for Unknown.
	Measured []Source
}

// Source is where something was measured.
type Source struct {
	// Release is the release that answered.
	Release string
	// File is a recording or a page of docs, from the top of the repository.
	File string
	// Flow and Step name the exchange in a recording.
	Flow, Step string
}

// recorded is an exchange of a recording of fixtures/recordings.
func recorded(release, file, flow, step string) Source {
	return Source{release, "fixtures/recordings/" + file + ".json", flow, step}
}

// Of is the entry of a cause; one that does not exist has an empty one.
func Of(c cause.Cause) Entry {
	for _, e := range Causes() {
		if e.Cause == c {
			return e
		}
	}
	return Entry{}
}

// ByPhrase is the cause that a scenario names in words. The error lists the
// words there are.
func ByPhrase(text string) (cause.Cause, error) {
	var known []string
	for _, e := range Causes() {
		for _, phrase := range e.Phrases {
			if phrase == text {
				return e.Cause, nil
			}
			known = append(known, fmt.Sprintf("%q", phrase))
		}
	}
	return cause.None, fmt.Errorf("no cause is called %q: write one of %s", text, strings.Join(known, ", "))
}

// Causes is the table, in the order of cause.All.
func Causes() []Entry { return slices.Concat(aboutTokens(), aboutTexts(), aboutTopologies()) }

// aboutTokens are the causes for which a token is rejected that the release
// could open.
func aboutTokens() []Entry {
	decoded := alike(outcome.Decoded, Designs()...)
	return []Entry{
		{
			Cause:   cause.Expired,
			Phrases: []string{"the token has expired"},
			Rule:    "the token's exp has passed by the server's clock",
			Check:   inToken(cause.Expired, expired),
			Forms:   decoded,
			Advice:  adviseExpired,
			Measured: []Source{
				recorded("2.1.4", "2.1.4", "expiry", "API token, 2h01m, /flink/app/start"),
				recorded("2.1.5", "2.1.5", "expiry", "sign token without cookie, 2h01m, /flink/app/start")},
		},
		{
			Cause:   cause.Signature,
			Phrases: []string{"the token is signed with a secret that has changed"},
			Rule:    "the token is not signed with the owner's present salt (2.1.4) or password hash (2.1.5), or with the key file (2.1.7); or, up to 2.1.3, it is no API token, and the server has started since",
			Check:   inToken(cause.Signature, signature),
			Forms:   decoded,
			Advice:  adviseSignature,
			Measured: []Source{
				recorded("2.1.4", "2.1.4", "password change", "after, /flink/app/start"),
				recorded("2.1.5", "2.1.5", "password change", "after, /flink/app/start"),
				recorded("2.1.5", "upgrade-2.1.4-2.1.5", "after the upgrade", "API token made before, /flink/app/start")},
		},
		{
			Cause:   cause.Disabled,
			Phrases: []string{"the token is disabled"},
			Rule:    "a row of the owner in t_access_token has the status 0",
			Check:   inDatabase(cause.Disabled, disabled),
			Forms:   decoded,
			Advice:  always("enable the token on the token page"),
			Measured: []Source{
				recorded("2.1.4", "2.1.4", "lifecycle", "disabled, /flink/app/start"),
				recorded("2.1.5", "2.1.5", "lifecycle", "disabled, /flink/app/start")},
		},
		{
			Cause:   cause.Deleted,
			Phrases: []string{"the token was deleted"},
			Rule:    "the owner has no row in t_access_token",
			Check:   inDatabase(cause.Deleted, deleted),
			Forms:   decoded,
			Advice:  adviseShown,
			Measured: []Source{
				recorded("2.1.4", "2.1.4", "lifecycle", "deleted, /flink/app/start"),
				recorded("2.1.5", "2.1.5", "lifecycle", "deleted, /flink/app/start"),
				recorded("2.1.7", "2.1.7", "lifecycle", "deleted, /flink/app/start")},
		},
		{
			Cause:   cause.Replaced,
			Phrases: []string{"its row holds another token"},
			Rule:    "the owner has a row in t_access_token, and none holds this token",
			Check:   inDatabase(cause.Replaced, replaced),
			Forms:   decoded,
			Advice:  adviseShown,
			Measured: []Source{
				recorded("2.1.4", "2.1.4", "two rows for one user", "first token, its row deleted, /flink/app/start")},
		},
		{
			Cause:   cause.DuplicateRows,
			Phrases: []string{"the user has two tokens"},
			Rule:    "the owner has more than one row in t_access_token",
			Check:   inDatabase(cause.DuplicateRows, duplicateRows),
			Forms:   decoded,
			Advice:  always("delete all but one of the owner's tokens on the token page"),
			Measured: []Source{
				recorded("2.1.4", "2.1.4", "two rows for one user", "first token, two rows, /flink/app/start")},
		},
		{
			Cause:   cause.UserLocked,
			Phrases: []string{"its owner is locked"},
			Rule:    "the owner's t_user.status is 0",
			Check:   inDatabase(cause.UserLocked, userLocked),
			Forms:   decoded,
			Advice:  always("unlock the owner on the user page"),
			Measured: []Source{
				recorded("2.1.4", "2.1.4", "lifecycle", "user locked, /flink/app/start"),
				recorded("2.1.5", "2.1.5", "lifecycle", "user locked, /flink/app/start")},
		},
		{
			Cause:   cause.UserMissing,
			Phrases: []string{"its owner does not exist"},
			Rule:    "t_user has no user of the name the token carries",
			Check:   inDatabase(cause.UserMissing, userMissing),
			Forms:   decoded,
			Advice:  adviseUserMissing,
			Measured: []Source{
				recorded("2.1.4", "2.1.4-explored", "owner renamed", "renamed, /flink/app/start"),
				recorded("2.1.5", "2.1.5-explored", "owner renamed", "renamed, /flink/app/start"),
				recorded("2.1.7", "2.1.7-explored", "owner renamed", "renamed, /flink/app/start")},
		},
	}
}

// aboutTexts are the causes that lie in what was sent, and in the server's
// memory and keys.
func aboutTexts() []Entry {
	return []Entry{
		{
			Cause:   cause.Malformed,
			Phrases: []string{"what was sent is not a token"},
			Rule:    "the release's own key does not open it, or there is no token inside",
			Forms:   malformedForms(),
			Advice:  adviseMalformed,
			Measured: []Source{
				recorded("2.1.4", "2.1.4", "header forms", "garbage, /flink/app/start"),
				recorded("2.1.5", "2.1.5", "header forms", "one character changed, /flink/app/start"),
				recorded("2.1.7", "2.1.7", "header forms", "garbage, /flink/app/start")},
		},
		{
			Cause:   cause.BearerPrefix,
			Phrases: []string{"Bearer stands in front of the token"},
			Rule:    `the header begins with "Bearer ", which StreamPark takes for a part of the token`,
			Forms:   bearerForms(),
			Advice:  always(`send the token without "Bearer " in front of it`),
			Measured: []Source{
				recorded("2.1.4", "2.1.4", "header forms", "Bearer prefix, /flink/app/start"),
				recorded("2.1.5", "2.1.5", "header forms", "Bearer prefix, /flink/app/start"),
				recorded("2.1.7", "2.1.7", "header forms", "Bearer prefix, /flink/app/start")},
		},
		{
			Cause:   cause.NoToken,
			Phrases: []string{"no token was sent"},
			Rule:    "there is no Authorization header, or an empty one",
			Forms:   noTokenForms(),
			Advice:  always("send the token in the header Authorization (not as a query parameter)"),
			Measured: []Source{
				recorded("2.1.4", "2.1.4", "header forms", "no Authorization header, /flink/app/start"),
				recorded("2.1.5", "2.1.5", "header forms", "no Authorization header, /flink/app/start"),
				recorded("2.1.5", "2.1.5", "header forms", "empty, /flink/app/start"),
				recorded("2.1.7", "2.1.7", "header forms", "no Authorization header, /flink/app/start")},
		},
		{
			Cause:   cause.WithoutSession,
			Phrases: []string{"a sign-in token needs its web session"},
			Rule:    "the answer is the JSON that 2.1.4 gives to a sign-in token without a live web session",
			Check:   inToken(cause.WithoutSession, withoutSession),
			Forms:   alike(outcome.Sessionless, BySession),
			Advice:  adviseAPIToken,
			Measured: []Source{
				recorded("2.1.4", "2.1.4", "header forms", "sign token without its session cookie, /flink/app/start"),
				recorded("2.1.4", "2.1.4", "restart", "sign token with cookie, after, /flink/app/start")},
		},
		{
			Cause:   cause.BeforeStart,
			Phrases: []string{"the sign-in is older than the server's start"},
			Rule:    "the sign-in token was made before the server was started, as seen or as all else is in order",
			Check:   inToken(cause.BeforeStart, beforeStart),
			Forms:   alike(outcome.Decoded, ByToken, ByKeyFile),
			Advice:  adviseAPIToken,
			Measured: []Source{
				recorded("2.1.5", "2.1.5", "restart", "sign token with cookie, after, /flink/app/start"),
				recorded("2.1.7", "2.1.7", "restart", "sign token with cookie, after, /flink/app/start")},
		},
		{
			Cause:   cause.Cipher,
			Phrases: []string{"no sealing is the same twice", "it is sealed with another key"},
			Rule:    "the token is sealed with a key the server does not have; or, on 2.1.7, a row holds exactly this token, and it was never accepted",
			Check:   neverSame,
			Forms:   cipherForms(),
			Advice:  adviseCipher,
			Measured: []Source{
				recorded("2.1.7", "2.1.7", "start", "valid API token, demo application, /flink/app/start"),
				recorded("2.1.7", "upgrade-2.1.6-2.1.7", "after the upgrade", "API token made before, /flink/app/start"),
				{Release: "2.1.7", File: "docs/measured.md"}},
		},
	}
}
