package words_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/report/words"
)

func at() time.Time { return time.Date(2026, 11, 22, 14, 0, 0, 0, time.UTC) }

func since(kinds ...evidence.ActionKind) []evidence.Action {
	var all []evidence.Action
	for _, k := range kinds {
		all = append(all, evidence.Action{Kind: k})
	}
	return all
}

func age(since evidence.Origin, asked, seconds float64) *evidence.Age {
	return &evidence.Age{Since: since, AskedSeconds: asked, Seconds: seconds}
}

func TestCall(t *testing.T) {
	api := evidence.Subject{Kind: evidence.APIToken, Role: evidence.Administrator}
	for want, a := range map[string]evidence.Attempt{
		"API token":                         {Subject: api},
		"API token 2h01m after it was made": {Subject: api, Age: age(evidence.SinceToken, 7260, 7261.9), Since: since(evidence.TimePassed)},
		"API token 400 days after it was made, after the server was restarted": {Subject: api, Age: age(evidence.SinceToken, 400*86400, 400*86400), Since: since(evidence.TimePassed, evidence.ServerRestarted)},
		"API token 2h01m after it was made, first try":                         {Subject: api, Age: age(evidence.SinceToken, 7260, 7260), Since: since(evidence.ServerRestarted, evidence.TimePassed), Try: 1},
		"API token 24h01m after it was made (stands for 2h01m)":                {Subject: api, Age: age(evidence.SinceToken, 7260, 86460)},
		"API token 24s after it was made (stands for 2h01m)":                   {Subject: api, Age: age(evidence.SinceToken, 7260, 24)},
		"API token 2s after it was made":                                       {Subject: api, Age: age(evidence.SinceToken, 2, 40)},
		"API token, second try":                                                {Subject: api, Try: 2},
		"API token the client made, second try":                                {Subject: api, Since: since(evidence.TokenDeleted, evidence.TokenMade), Try: 2},
		"API token after a second token was refused, second try":               {Subject: api, Since: []evidence.Action{{Kind: evidence.SecondTokenAsked, Refused: "no"}}, Try: 2},
		"API token after a second token was asked for":                         {Subject: api, Since: since(evidence.SecondTokenAsked)},
		"API token after the status of its row was set to 1 in the database":   {Subject: api, Since: []evidence.Action{{Kind: evidence.RowStatusSet, Status: 1}}},
		"API token after the server was upgraded from 2.1.9 to 2.1.10":         {Subject: api, Since: []evidence.Action{{Kind: evidence.ServerUpgraded, From: "2.1.9", To: "2.1.10"}}},
		"API token after the server went back from 2.1.5 to 2.1.4":             {Subject: api, Since: []evidence.Action{{Kind: evidence.ServerUpgraded, From: "2.1.5", To: "2.1.4", Back: true}}},
		"a developer's API token for another team's application":               {Subject: evidence.Subject{Kind: evidence.APIToken, Role: evidence.Developer}, Application: evidence.ForeignApplication},
		"token signed by another user":                                         {Subject: evidence.Subject{Kind: evidence.Forged, Role: evidence.Administrator}},
		"sign-in token without its cookie":                                     {Subject: evidence.Subject{Kind: evidence.SignIn}},
		"sign-in token with its cookie after 6s without a call":                {Subject: evidence.Subject{Kind: evidence.SignIn, Cookie: true}, Since: []evidence.Action{{Kind: evidence.Idled, IdleSeconds: 6}}},
		"sign-in token with its cookie 2h01m after the sign-in":                {Subject: evidence.Subject{Kind: evidence.SignIn, Cookie: true}, Age: age(evidence.SinceSignIn, 7260, 7260), Since: since(evidence.TimePassed)},
		"half of the token":                                                    {Subject: evidence.Subject{Kind: evidence.APIToken, Twist: evidence.Half}},
	} {
		assert.Equal(t, want, words.Call(a))
	}
}

func TestDone(t *testing.T) {
	for want, a := range map[string]evidence.Action{
		"the token was disabled":                                     {Kind: evidence.TokenDisabled},
		"the token's owner changed the password":                     {Kind: evidence.PasswordChanged},
		"the status of the token's row was set to 0 in the database": {Kind: evidence.RowStatusSet},
		"2h01m had passed since the token was made":                  {Kind: evidence.TimePassed, Age: age(evidence.SinceToken, 7260, 24)},
		"the server was upgraded from 2.1.5 to 2.1.5":                {Kind: evidence.ServerUpgraded, From: "2.1.5", To: "2.1.5"},
		"2h01m had passed since the sign-in":                         {Kind: evidence.TimePassed, Age: age(evidence.SinceSignIn, 7260, 7260)},
	} {
		assert.Equal(t, want, words.Done(a))
	}
}

func TestOutcome(t *testing.T) {
	for want, a := range map[string]evidence.Attempt{
		"started 200 data:true":                                {Outcome: outcome.Started, Status: 200},
		"answered 200":                                         {Outcome: outcome.Answered, Status: 200},
		"closed 500 not open to API tokens":                    {Outcome: outcome.Closed, Status: 500, Message: "Openapi unsupported"},
		"refused 200 the cluster is not there":                 {Outcome: outcome.Refused, Status: 200, Message: "[StreamPark] the cluster is not there"},
		"forbidden 500 Permission denied":                      {Outcome: outcome.Forbidden, Status: 500, Message: "internal server error: Permission denied\nat x.y"},
		"error 500 SpelEvaluationException: EL1008E: no appId": {Outcome: outcome.Failed, Status: 500, Message: "org.x.SpelEvaluationException: EL1008E: no appId"},
		"error 500 java.lang.NullPointerException":             {Outcome: outcome.Failed, Status: 500, Message: "java.lang.NullPointerException"},
		"error 500 NullPointerException: ":                     {Outcome: outcome.Failed, Status: 500, Message: "java.lang.NullPointerException: "},
		"error 500 no such thing: x.y":                         {Outcome: outcome.Failed, Status: 500, Message: "no such thing: x.y"},
		"error 502 without a message":                          {Outcome: outcome.Failed, Status: 502},
		"not-found 404":                                        {Outcome: outcome.NotFound, Status: 404},
		"unauthenticated 401 (decoded, then rejected)":         {Outcome: outcome.Unauthenticated, Status: 401, Rejection: outcome.Decoded},
		"unauthenticated 401 (nothing could be decoded)":       {Outcome: outcome.Unauthenticated, Status: 401, Rejection: outcome.Undecoded},
		"unauthenticated 401 (no web session)":                 {Outcome: outcome.Unauthenticated, Status: 401, Rejection: outcome.Sessionless},
		"unauthenticated 401 (in an unfamiliar form)":          {Outcome: outcome.Unauthenticated, Status: 401, Rejection: outcome.Unfamiliar},
	} {
		assert.Equal(t, want, words.Outcome(a).String())
	}
}

func TestCause(t *testing.T) {
	holds := func(f evidence.Finding) evidence.Attempt {
		f.State = evidence.Holds
		return evidence.Attempt{Cause: f.Cause, Findings: []evidence.Finding{{Cause: cause.UserLocked, State: evidence.Excluded, Detail: evidence.UserAllowed}, f}}
	}
	for want, f := range map[string]evidence.Finding{
		"expired: exp passed 1m ago (exp 2026-11-22 14:00:00, server's clock 2026-11-22 14:01:00 UTC)":                             {Cause: cause.Expired, Detail: evidence.ExpiryPassed, Expiry: at(), ServerTime: at().Add(time.Minute)},
		"signature: not signed with the owner's current t_user.salt (the password was changed, or the token is another release's)": {Cause: cause.Signature, Detail: evidence.SignatureOther, Secret: "salt"},
		"signature: not signed with the server's key file (the token is another installation's)":                                   {Cause: cause.Signature, Detail: evidence.SignatureOther, Secret: "key-file"},
		"duplicate-rows: the owner has 2 rows in t_access_token":                                                                   {Cause: cause.DuplicateRows, Detail: evidence.RowsCounted, Rows: 2},
		"user-missing: there is no user caller in t_user":                                                                          {Cause: cause.UserMissing, Detail: evidence.UserAbsent, User: "caller"},
		"malformed: not base64": {Cause: cause.Malformed, Detail: evidence.NotAToken, Text: "not base64"},
		"malformed: not a token that 2.1.7 could have made: not base64, or too short":                                                                                        {Cause: cause.Malformed, Detail: evidence.NotSealed, Release: "2.1.7"},
		"sign-token-before-start: it was made 5m before the server's start":                                                                                                  {Cause: cause.BeforeStart, Detail: evidence.MadeBeforeStart, Made: at(), Started: at().Add(5 * time.Minute)},
		"sign-token-before-start: it was made within a second of the server's start":                                                                                         {Cause: cause.BeforeStart, Detail: evidence.MadeBeforeStart, Made: at(), Started: at().Add(-300 * time.Millisecond)},
		"sign-token-before-start: everything else this release checks of a sign-in token is in order, so the server was started after it was made (2026-11-22 14:00:00 UTC)": {Cause: cause.BeforeStart, Detail: evidence.StartMustBe, Made: at()},
	} {
		assert.Equal(t, want, words.Cause(holds(f)).String())
	}
	unknown := evidence.Attempt{Cause: cause.Unknown, Findings: []evidence.Finding{{Cause: cause.Unknown, State: evidence.Unseen, Detail: evidence.SomeUnseen, Open: []cause.Cause{cause.Disabled, cause.Deleted}}}}
	assert.Equal(t, "unknown: not ruled out by what was seen: disabled, deleted", words.Cause(unknown).String())
	assert.Equal(t, words.Phrase{}, words.Cause(evidence.Attempt{Findings: unknown.Findings}), "a call without a cause has none to explain")
}

func TestFinding(t *testing.T) {
	for want, f := range map[string]evidence.Finding{
		"yes disabled: the row's status is 0":                              {Cause: cause.Disabled, State: evidence.Holds, Detail: evidence.RowDisabled},
		"no  signature: it is signed with the owner's current t_user.salt": {Cause: cause.Signature, State: evidence.Excluded, Detail: evidence.SignatureFits, Secret: "salt"},
		"?   deleted: this cannot be seen without the database":            {Cause: cause.Deleted, State: evidence.Unseen, Detail: evidence.DatabaseUnseen},
		"no  duplicate-rows: the owner has 1 row in t_access_token":        {Cause: cause.DuplicateRows, State: evidence.Excluded, Detail: evidence.RowsCounted, Rows: 1},
	} {
		assert.Equal(t, want, words.Finding(f))
	}
}

// What is left of the causes is told for each kind of token.
func TestWhatAFindingLeavesOpen(t *testing.T) {
	const needed = "the server opened it, and without --key-file nobody else can"
	const ofSignIn = "; as a sign-in token it has expired, lost its owner, or is older than the server's start"
	for want, open := range map[string][]cause.Cause{
		needed:            nil,
		needed + ofSignIn: {cause.BeforeStart},
		needed + ": as an API token it is one of disabled":                     {cause.Disabled},
		needed + ": as an API token it is one of disabled, deleted" + ofSignIn: {cause.Disabled, cause.BeforeStart, cause.Deleted},
	} {
		assert.Equal(t, want, words.Detail(evidence.Finding{Detail: evidence.KeyFileNeeded, Open: open}).String())
	}
}

func TestAStartThatIsNotKnown(t *testing.T) {
	const unknown = "it is not known when the server was started"
	assert.Equal(t, unknown, words.Detail(evidence.Finding{Detail: evidence.StartUnknown}).String())
	assert.Equal(t, unknown+"; this is the cause if that was after 2026-11-22 14:00:00 UTC, when the token was made",
		words.Detail(evidence.Finding{Detail: evidence.StartUnknown, Made: at()}).String())
}

func TestSubject(t *testing.T) {
	for want, s := range map[string]evidence.Subject{
		"API token": {Kind: evidence.APIToken, Role: evidence.Administrator},
		"API token with the cookie of its web session":               {Kind: evidence.APIToken, Cookie: true},
		"a developer's API token with the cookie of its web session": {Kind: evidence.APIToken, Role: evidence.Developer, Cookie: true},
		"a developer's sign-in token with its cookie":                {Kind: evidence.SignIn, Role: evidence.Developer, Cookie: true},
		"a developer's sign-in token without its cookie":             {Kind: evidence.SignIn, Role: evidence.Developer},
		"sign-in token signed by another user":                       {Kind: evidence.ForgedSignIn},
		"the cookie of a web session alone":                          {Kind: evidence.SignIn, Cookie: true, Twist: evidence.CookieAlone},
	} {
		assert.Equal(t, want, words.Subject(s))
	}
}

func TestClockAndToken(t *testing.T) {
	assert.Equal(t, "the server's clock was moved by 2h, to 2h01m after the token was made",
		words.Clock(evidence.Clock{Age: *age(evidence.SinceToken, 7260, 7260.9), MovedSeconds: 7200}))
	assert.Equal(t, "waited until 24s after the sign-in", words.Clock(evidence.Clock{Age: *age(evidence.SinceSignIn, 7260, 24)}))
	assert.Equal(t, "API token of caller made, never expires", words.Token(evidence.Token{Kind: evidence.APIToken, Owner: "caller", Life: evidence.Life{Never: true}}))
	assert.Equal(t, "API token of caller made, expires at an unknown time", words.Token(evidence.Token{Kind: evidence.APIToken, Owner: "caller"}))
}
