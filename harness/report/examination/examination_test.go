package examination_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/examination"
	"streampark-regress/harness/report/reporttest"
	"streampark-regress/harness/stranger"
	"streampark-regress/harness/token"
)

func releases(versions ...string) []release.Release {
	var all []release.Release
	for _, v := range versions {
		all = append(all, release.Release{Version: v})
	}
	return all
}

// call is a start that was tried.
func call(path string, status int, r outcome.Reading) diagnosis.Call {
	return diagnosis.Call{Path: path, Status: status, Reading: r}
}

func rejected() outcome.Reading {
	return outcome.Reading{Outcome: outcome.Unauthenticated, Rejection: outcome.Decoded}
}

// expired is a token of 2.1.4 that expired, looked at with the database.
func expired() diagnosis.Examination {
	end := time.Date(2026, 11, 22, 14, 0, 0, 0, time.UTC)
	return diagnosis.Examination{URL: "http://streampark:10000", Releases: releases("2.1.4"), At: end.Add(time.Minute), Skew: 3 * time.Hour,
		Token: diagnosis.Told{Kind: token.API, Opened: true, Expiry: end, Makers: []string{"2.1.4"}},
		Calls: []diagnosis.Call{call("/flink/app/start", 401, rejected()), call("/openapi/app/start", 401, rejected())},
		Diagnosis: diagnosis.Diagnosis{Cause: cause.Expired, Findings: []evidence.Finding{
			{Cause: cause.UserMissing, State: evidence.Excluded, Detail: evidence.UserThere, User: "caller"},
			{Cause: cause.Signature, State: evidence.Excluded, Detail: evidence.SignatureFits, Secret: "salt"},
			{Cause: cause.Expired, State: evidence.Holds, Detail: evidence.ExpiryPassed, Expiry: end, ServerTime: end.Add(time.Minute)},
		}},
		Advice: "make another token"}
}

// blind is a token that nobody could look at.
func blind() diagnosis.Examination {
	return diagnosis.Examination{Releases: releases("2.1.5", "2.1.6"), Model: true, Skew: -time.Hour,
		Calls: []diagnosis.Call{call("/openapi/app/start", 401, outcome.Reading{Outcome: outcome.Unauthenticated, Rejection: outcome.Undecoded})},
		Diagnosis: diagnosis.Diagnosis{Cause: cause.Unknown, Findings: []evidence.Finding{
			{Cause: cause.Disabled, State: evidence.Unseen, Detail: evidence.DatabaseUnseen},
			{Cause: cause.Unknown, State: evidence.Unseen, Detail: evidence.SomeUnseen, Open: []cause.Cause{cause.Disabled, cause.Deleted}},
		}},
		Gaps:   []diagnosis.Gap{diagnosis.NoSender, diagnosis.NoDatabase, diagnosis.NoKeyFile},
		Advice: "look at it with --database-url"}
}

// accepted is a token that gets in.
func accepted() diagnosis.Examination {
	return diagnosis.Examination{Releases: releases("2.1.5"), Accepted: true, URL: "http://streampark:10000", Tried: []diagnosis.Try{{URL: "https://streampark:10000", Why: stranger.NoTLS}},
		Token: diagnosis.Told{Kind: token.API, Opened: true, Never: true, Makers: []string{"2.1.5", "2.1.6"}}, Calls: []diagnosis.Call{
			call("/openapi/app/start", 500, outcome.Reading{Outcome: outcome.Refused, Message: "Invalid operation, application is null"}),
			call("/flink/app/start", 500, outcome.Reading{Outcome: outcome.Closed, Message: "internal server error: java.lang.UnsupportedOperationException: Openapi unsupported"}),
		}}
}

// elsewhere is an address that is not StreamPark's.
func elsewhere() diagnosis.Examination {
	gateway, signIn := call("/flink/app/start", 502, outcome.Reading{Outcome: outcome.Failed, Message: "no JSON"}), call("/openapi/app/start", 401, outcome.Reading{Outcome: outcome.Unauthenticated, Rejection: outcome.Unfamiliar})
	gateway.Seen = diagnosis.Seen{ContentType: "text/html", Body: "<html>bad gateway\n\x1b[31m</html>"}
	signIn.Seen = diagnosis.Seen{Location: "https://sso.example/login", Challenge: "Basic", Cookies: []string{"a", "b"}}
	gateway.Stranger, signIn.Stranger = stranger.Gateway, stranger.Challenge
	return diagnosis.Examination{Releases: releases("2.1.4"), Calls: []diagnosis.Call{gateway, signIn}}
}

// unreached is an address at which nobody answers.
func unreached() diagnosis.Examination {
	return diagnosis.Examination{URL: "http://streampark", Tried: []diagnosis.Try{{URL: "https://streampark", Why: stranger.TimedOut}, {URL: "http://streampark:10000", Why: stranger.Refused}, {URL: "http://streampark", Why: stranger.Refused}},
		Unreached: &diagnosis.Unreached{Why: stranger.Refused, Text: "call GET /: connection refused"}}
}

// What has changed is told, and what passes by itself is not.
func TestChanges(t *testing.T) {
	later := expired()
	later.At, later.Skew = later.At.Add(time.Hour), time.Hour
	assert.Empty(t, examination.Changes(expired(), later))
	changes := examination.Changes(expired(), accepted())
	assert.Equal(t, []examination.Change{
		{What: "release", From: "2.1.4", To: "2.1.5"}, {What: "token", From: "rejected", To: "accepted"}, {What: "cause", From: "expired", To: "none"},
		{What: "findings", From: "user-missing excluded, signature excluded, expired holds"},
		{What: "calls", From: "/flink/app/start: unauthenticated, 401 (decoded, then rejected); /openapi/app/start: unauthenticated, 401 (decoded, then rejected)",
			To: "/openapi/app/start: refused, 500 Invalid operation, application is null; /flink/app/start: closed, 500 not open to API tokens"}}, changes)
	assert.Contains(t, examination.WriteChanges(changes), "  token    rejected\n           -> accepted\n")
	assert.Contains(t, examination.WriteChanges(changes), "-> nothing\n")
	assert.Contains(t, examination.Changes(accepted(), unreached()), examination.Change{What: "server", From: "answers", To: "nothing listens at that port: the connection was refused"})
	assert.Contains(t, examination.Changes(accepted(), elsewhere()), examination.Change{What: "token", From: "accepted", To: "not seen"})
}

func text(t *testing.T, x diagnosis.Examination) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, examination.Write(&b, x))
	return b.String()
}

func TestExaminationsAreWritten(t *testing.T) {
	for name, x := range map[string]diagnosis.Examination{"expired": expired(), "blind": blind(), "accepted": accepted(), "elsewhere": elsewhere(), "unreached": unreached()} {
		reporttest.Text(t, name+".txt", text(t, x))
		var b bytes.Buffer
		require.NoError(t, examination.JSON(&b, x))
		assert.True(t, json.Valid(b.Bytes()))
		reporttest.Text(t, name+".json", b.String())
	}
}

// A server on its own H2 is told of, with the variables that no release reads.
func TestAServerOnH2(t *testing.T) {
	on := accepted()
	on.OnH2 = true
	assert.Contains(t, text(t, on), "database H2, StreamPark's own: DATASOURCE_DIALECT and the other variables of upstream's compose file are read by no release")
	assert.NotContains(t, text(t, accepted()), "H2")
}

// Where nothing was rejected there is no cause, and where nothing was accepted
// nobody is told that the token works.
func TestNoVerdictWithoutAnAnswer(t *testing.T) {
	for name, tt := range map[string]struct {
		x              diagnosis.Examination
		accepted, why  bool
		neither, model bool
	}{
		"expired":       {x: expired(), why: true},
		"blind":         {x: blind(), why: true, model: true},
		"accepted":      {x: accepted(), accepted: true},
		"elsewhere":     {x: elsewhere(), neither: true},
		"not looked at": {x: diagnosis.Examination{Releases: releases("2.1.4")}, neither: true},
	} {
		got := text(t, tt.x)
		has := func(want bool, part string) {
			if want {
				assert.Contains(t, got, part, name)
			} else {
				assert.NotContains(t, got, part, name)
			}
		}
		has(tt.accepted, "The token is accepted.")
		has(tt.why, "Why is this 401?")
		has(tt.why, "\ncause    ")
		has(tt.neither, "No answer of StreamPark's was seen, so nothing can be said about the token")
		has(tt.model, "MODEL: ")
	}
}

// A server's clock is told where it differs by more than its Date can lag.
func TestTheServersClock(t *testing.T) {
	for skew, want := range map[time.Duration]string{
		0:                       "clock    that of this machine, as far as its Date header tells\n",
		clock.Lag:               "clock    that of this machine, as far as its Date header tells\n",
		-clock.Lag:              "clock    that of this machine, as far as its Date header tells\n",
		clock.Lag + time.Second: "clock    3s ahead of this machine's: a token's expiry is judged by the server's\n",
		-25 * time.Hour:         "clock    25h behind this machine's: a token's expiry is judged by the server's\n",
		400 * 24 * time.Hour:    "clock    400 days ahead of this machine's: a token's expiry is judged by the server's\n",
	} {
		x := accepted()
		x.Skew = skew
		assert.Contains(t, text(t, x), want)
	}
}

// Every answer that was not StreamPark's is shown, one with nothing in it too.
func TestAnAnswerWithNothingInItEndsNothing(t *testing.T) {
	x := elsewhere()
	x.Calls[0], x.Calls[1] = x.Calls[1], x.Calls[0]
	assert.Contains(t, text(t, x), "  /openapi/app/start: 401, Location: https://sso.example/login, WWW-Authenticate: Basic, Set-Cookie: a, b, an empty body\n    a 401 of something in front")
	assert.Contains(t, text(t, x), "never does\n  /flink/app/start: 502, Content-Type: text/html, ")
}

// full is where nothing can be written.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestWhatCannotBeWrittenIsAnError(t *testing.T) {
	assert.EqualError(t, examination.Write(full{}, expired()), "write the examination: no space left")
	assert.ErrorContains(t, examination.JSON(full{}, expired()), "write the examination: no space left")
}
