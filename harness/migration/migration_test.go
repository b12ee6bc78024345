package migration_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/migration"
	"streampark-regress/harness/release"
	"streampark-regress/harness/script"
	"streampark-regress/harness/token"
)

func check(t *testing.T, from, to, text string) migration.Report {
	t.Helper()
	c, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	before, err := c.Find(from)
	require.NoError(t, err)
	after, err := c.Find(to)
	require.NoError(t, err)
	return migration.Check{Catalogue: c, From: before, To: after}.Of(script.Read("x.sh", text))
}

// told are the findings in short: kind, field and what to send instead.
func told(c migration.Call) []string {
	var all []string
	for _, f := range c.Findings {
		text := string(f.Kind)
		for _, part := range []string{f.Field, f.Instead, f.Issue} {
			if part != "" && (f.Field == "" || part != f.Issue) {
				text += " " + part
			}
		}
		all = append(all, text)
	}
	return all
}

// sealed is a token as it would stand in a script.
func sealed(t *testing.T, kind token.Kind, expiry int64) string {
	t.Helper()
	text, err := token.Mint(token.Claims{Kind: kind, UserID: 100000, UserName: "admin", ExpirySeconds: expiry}, "secret")
	require.NoError(t, err)
	return text
}

// start is a start with an API token that a variable hides.
func start(address, fields string) string {
	return `curl -X POST "$HOST` + address + `" -H "Authorization: $TOKEN" -d "id=1" -d "` + fields + `"`
}

// What was measured with a real Flink, as the callers of one release meet the
// other.
func TestWhatBecomesOfACall(t *testing.T) {
	// A new token, the new address, and an issue that depends on whose token it is.
	always := []string{"token-dies", "address-closed /openapi/app/start", "known-issue 4281"}
	cancel := []string{"token-dies", "address-closed /openapi/app/cancel", "known-issue 4281"}
	with := func(first []string, rest ...string) []string { return append(slices.Clone(first), rest...) }
	after := func(rest []string, first ...string) []string { return append(slices.Clone(first), rest...) }
	for name, tt := range map[string]struct {
		from, to, text string
		verdict        migration.Verdict
		want           []string
	}{
		"the flag of 2.1.4":                  {"2.1.4", "2.1.5", start("/flink/app/start", "savePointed=true"), migration.Breaks, after(with(always, "savepoint-not-stored savepointPath"), "field-ignored savePointed restoreFromSavepoint")},
		"the flag and the path of 2.1.4":     {"2.1.4", "2.1.5", start("/flink/app/start", "savePointed=true&savePoint=file:/s"), migration.Breaks, after(always, "field-ignored savePointed restoreFromSavepoint", "field-ignored savePoint savepointPath")},
		"the flag of 2.1.4, cancelling":      {"2.1.4", "2.1.5", start("/flink/app/cancel", "savePointed=true&drain=true"), migration.Breaks, after(cancel, "field-ignored savePointed triggerSavepoint")},
		"the flag in a variable":             {"2.1.4", "2.1.5", start("/flink/app/start", "savePointed=$KEEP"), migration.Breaks, after(with(always, "savepoint-not-stored savepointPath"), "field-ignored savePointed restoreFromSavepoint")},
		"the flag is false":                  {"2.1.4", "2.1.5", start("/flink/app/start", "savePointed=false&savePoint="), migration.Breaks, with(always, "field-ignored-off savePointed restoreFromSavepoint")},
		"a path without the flag":            {"2.1.4", "2.1.5", start("/flink/app/start", "savePoint=file:/s"), migration.Breaks, always},
		"all names at once":                  {"2.1.4", "2.1.5", start("/flink/app/start", "savePointed=true&savePoint=p&restoreFromSavepoint=true&restoreOrTriggerSavepoint=true&savepointPath=p"), migration.Breaks, always},
		"the white list's names":             {"2.1.4", "2.1.5", start("/flink/app/start", "savePointed=true&restoreOrTriggerSavepoint=true"), migration.Breaks, with(always, "savepoint-not-stored savepointPath")},
		"two paths":                          {"2.1.4", "2.1.5", start("/flink/app/start", "savePointed=true&restoreOrTriggerSavepoint=true&savePoint=a&savepointPath=b"), migration.Breaks, after(always, "field-differs savePoint savepointPath")},
		"the flag of 2.1.5 too early":        {"2.1.4", "2.1.5", start("/flink/app/start", "restoreFromSavepoint=true"), migration.Breaks, with(always, "savepoint-not-stored savepointPath", "field-begins-to-count restoreFromSavepoint")},
		"nothing about state":                {"2.1.4", "2.1.5", start("/flink/app/start", "teamId=1&allowNonRestored=true"), migration.Breaks, with(always, "field-ignored teamId")},
		"without an application":             {"2.1.4", "2.1.5", `curl -X POST $H/flink/app/start -H "Authorization: $T" -d teamId=1`, migration.Breaks, []string{"token-dies", "address-closed /openapi/app/start", "field-missing id", "known-issue 4281", "field-ignored teamId"}},
		"a call that is for 2.1.5 already":   {"2.1.4", "2.1.5", start("/openapi/app/start", "restoreFromSavepoint=true&savepointPath=p"), migration.Unchanged, []string{"known-issue 4281", "address-not-there-before"}},
		"the new address with the old names": {"2.1.4", "2.1.5", start("/openapi/app/start", "savePointed=true"), migration.Breaks, []string{"field-dead savePointed restoreFromSavepoint", "known-issue 4281", "address-not-there-before"}},
		"JSON":                               {"2.1.4", "2.1.5", `curl $H/flink/app/start -H "Authorization: $T" -H 'Content-Type: application/json' -d '{"id": 1}'`, migration.Breaks, []string{"token-dies", "address-closed /openapi/app/start", "not-a-form", "known-issue 4281"}},
		"GET":                                {"2.1.4", "2.1.5", `curl "$H/flink/app/start?id=1" -H "Authorization: $T"`, migration.Breaks, []string{"not-post", "token-dies", "address-closed /openapi/app/start", "known-issue 4281"}},
		"no token":                           {"2.1.4", "2.1.5", `curl $H/flink/app/start -d id=1`, migration.Breaks, []string{"no-token", "address-closed /openapi/app/start"}},
		"Bearer":                             {"2.1.5", "2.1.6", `curl $H/openapi/app/start -d id=1 -H "Authorization: Bearer $T"`, migration.Breaks, []string{"bearer"}},
		"nothing changes in 2.1.6":           {"2.1.5", "2.1.6", start("/openapi/app/start", "restoreFromSavepoint=true"), migration.Unchanged, nil},
		"a dead field":                       {"2.1.5", "2.1.6", start("/openapi/app/start", "savePointed=true"), migration.Breaks, []string{"field-dead savePointed restoreFromSavepoint"}},
		"an alias where none counts":         {"2.1.5", "2.1.6", start("/flink/app/start", "restoreFromSavepoint=true"), migration.Breaks, []string{"field-dead restoreFromSavepoint restoreOrTriggerSavepoint", "address-closed-already"}},
		"every token is rejected":            {"2.1.5", "2.1.7", start("/openapi/app/start", "restoreFromSavepoint=true"), migration.Breaks, []string{"field-ignored restoreFromSavepoint restoreOrTriggerSavepoint", "known-issue 4322"}},
		"back from 2.1.5":                    {"2.1.5", "2.1.4", start("/openapi/app/start", "restoreFromSavepoint=true&savepointPath=p&argument=a"), migration.Breaks, []string{"field-ignored restoreFromSavepoint savePointed", "field-ignored savepointPath savePoint", "field-ignored argument", "token-dies", "address-gone /flink/app/start"}},
		"back from a white list":             {"2.1.5", "2.1.4", start("/flink/app/start", "restoreOrTriggerSavepoint=true"), migration.Breaks, []string{"field-ignored restoreOrTriggerSavepoint savePointed", "token-dies", "address-open"}},
		"a token of 2.1.4":                   {"2.1.4", "2.1.5", `curl $H/flink/app/start -d id=1 -H "Authorization: ` + sealed(t, token.API, 1800000000) + `"`, migration.Breaks, always},
		"a token of 2.1.5 already":           {"2.1.4", "2.1.5", `curl $H/flink/app/start -d id=1 -H "Authorization: ` + sealed(t, token.API, token.NeverMillis/1000) + `"`, migration.Breaks, []string{"address-closed /openapi/app/start", "known-issue 4281"}},
		"a sign-in token that is kept":       {"2.1.4", "2.1.5", `curl $H/flink/app/start -d id=1 -b jar -H "Authorization: ` + sealed(t, token.SignIn, 1800000000) + `"`, migration.Breaks, []string{"sign-in-dies", "cookie-not-needed"}},
		"tokens are made":                    {"2.1.4", "2.1.5", `curl $H/token/create -d userId=1 -H "Authorization: $T"`, migration.Breaks, []string{"one-token"}},
		"tokens are checked":                 {"2.1.4", "2.1.5", `curl $H/token/check -d userId=1 -H "Authorization: $T"`, migration.Unchanged, []string{"answer-says-less"}},
		"tokens are deleted":                 {"2.1.4", "2.1.5", `curl -X DELETE $H/token/delete -d tokenId=1 -H "Authorization: $T"`, migration.Unchanged, nil},
		"copy cURL":                          {"2.1.4", "2.1.5", `curl $H/token/curl -d appId=1 -d teamId=2 -d baseUrl=http://h -d path=/flink/app/cancel -H "Authorization: $T"`, migration.Breaks, []string{"address-gone /openapi/curl"}},
		"a sign-in":                          {"2.1.4", "2.1.5", `curl $H/passport/signin -d username=a -d password=b -d loginType=PASSWORD`, migration.Unchanged, nil},
		"a sign-in of another kind":          {"2.1.4", "2.1.5", `curl $H/passport/signin -d username=a -d password=b`, migration.Breaks, []string{"field-missing loginType", "sign-in-form loginType"}},
		"a sign-in as JSON":                  {"2.1.4", "2.1.5", `curl $H/passport/signin --json '{"username": "a"}'`, migration.Breaks, []string{"not-a-form"}},
		"StreamPark below a path":            {"2.1.5", "2.1.6", `curl -d id=1 -H "Authorization: $T" https://h/streampark//openapi/app/start/`, migration.Unchanged, nil},
	} {
		t.Run(name, func(t *testing.T) {
			r := check(t, tt.from, tt.to, tt.text)
			require.Len(t, r.Calls, 1)
			assert.ElementsMatch(t, tt.want, told(r.Calls[0]))
			assert.Equal(t, tt.verdict, r.Verdict())
			assert.Empty(t, r.Undecided)
		})
	}
}

// The worst stands first.
func TestFindingsAreSorted(t *testing.T) {
	order := []migration.Severity{migration.Lost, migration.Rejected, migration.Conditional, migration.Harmless}
	r := check(t, "2.1.4", "2.1.5", start("/flink/app/start", "teamId=1&savePointed=true"))
	found := r.Calls[0].Findings
	assert.Equal(t, migration.Lost, found[0].Severity)
	assert.True(t, slices.IsSortedFunc(found, func(a, b migration.Finding) int {
		return slices.Index(order, a.Severity) - slices.Index(order, b.Severity)
	}))
	assert.True(t, r.Calls[0].LosesState())
	assert.Equal(t, []string{"/openapi/app/start", "/flink/app/start"}, found[0].At, "a white list does not help")
	assert.Equal(t, "savepoint-fields", found[0].Issue)
	r = check(t, "2.1.4", "2.1.5", start("/flink/app/cancel", "savePointed=true"))
	assert.Equal(t, "savepoint-fields-cancel", r.Calls[0].Findings[0].Issue)
}

// What is sent instead is right at the new address, and on both releases once
// the address is.
func TestTheCallToMakeInstead(t *testing.T) {
	for name, tt := range map[string]struct{ from, to, text, want string }{
		"start":             {"2.1.4", "2.1.5", start("/flink/app/start", "savePointed=true"), `curl -X POST "$HOST/openapi/app/start" -H "Authorization: $TOKEN" -d id=1 -d restoreFromSavepoint=true -d restoreOrTriggerSavepoint=true -d savePointed=true`},
		"with a path":       {"2.1.4", "2.1.5", start("/flink/app/start", "savePointed=true&savePoint=$P"), `curl -X POST "$HOST/openapi/app/start" -H "Authorization: $TOKEN" -d id=1 -d restoreFromSavepoint=true -d restoreOrTriggerSavepoint=true -d savePointed=true -d "savepointPath=$P" -d "savePoint=$P"`},
		"cancel":            {"2.1.4", "2.1.5", start("/flink/app/cancel", "savePointed=true&drain=false"), `curl -X POST "$HOST/openapi/app/cancel" -H "Authorization: $TOKEN" -d id=1 -d triggerSavepoint=true -d restoreOrTriggerSavepoint=true -d savePointed=true -d drain=false`},
		"a flag that is no": {"2.1.4", "2.1.5", start("/flink/app/start", "savePointed=false"), `curl -X POST "$HOST/openapi/app/start" -H "Authorization: $TOKEN" -d id=1 -d restoreFromSavepoint=false`},
		"all is said":       {"2.1.4", "2.1.5", start("/flink/app/cancel", "savePointed=true&triggerSavepoint=true&restoreOrTriggerSavepoint=true"), `curl -X POST "$HOST/openapi/app/cancel" -H "Authorization: $TOKEN" -d id=1 -d triggerSavepoint=true -d restoreOrTriggerSavepoint=true -d savePointed=true`},
		"back":              {"2.1.5", "2.1.4", start("/openapi/app/start", "restoreFromSavepoint=true"), `curl -X POST "$HOST/flink/app/start" -H "Authorization: $TOKEN" -d id=1 -d savePointed=true -d restoreFromSavepoint=true -d restoreOrTriggerSavepoint=true`},
		"a token in it":     {"2.1.4", "2.1.5", `curl http://h/flink/app/start -s -d id=1 -H 'Authorization: abc'`, `curl -X POST http://h/openapi/app/start -H "Authorization: $TOKEN" -d id=1 -s`},
		"copy cURL":         {"2.1.4", "2.1.5", `curl h/token/curl -d appId=1 -d teamId=2 -d baseUrl=http://h -d path=/flink/app/cancel -H "Authorization: $T"`, `curl -X POST h/openapi/curl -H "Authorization: $T" -d appId=1 -d baseUrl=http://h --data-urlencode name=flinkCancel -d teamId=2`},
	} {
		t.Run(name, func(t *testing.T) {
			r := check(t, tt.from, tt.to, tt.text)
			require.NotNil(t, r.Calls[0].Instead)
			assert.Equal(t, tt.want, r.Calls[0].Instead.String())
			again := check(t, tt.from, tt.to, tt.want)
			require.Len(t, again.Calls, 1)
			for _, f := range again.Calls[0].Findings {
				assert.NotEqual(t, migration.Lost, f.Severity, "%+v", f)
				assert.NotContains(t, []migration.Kind{migration.Moved, migration.Gone}, f.Kind)
			}
		})
	}
	for _, text := range []string{start("/openapi/app/start", "restoreFromSavepoint=true"), `curl $H/token/check -H "Authorization: $T"`} {
		assert.Nil(t, check(t, "2.1.5", "2.1.6", text).Calls[0].Instead, "it can stay")
	}
}

// A script that signs in sends what the sign-in gave it: the aliases do not
// count from it, and the old address stays open to it.
func TestAScriptThatSignsIn(t *testing.T) {
	const signIn = "T=$(curl -c jar h/passport/signin -d username=a -d password=b -d loginType=PASSWORD)\n"
	r := check(t, "2.1.4", "2.1.5", signIn+`curl h/flink/app/start -b jar -H "Authorization: $T" -d id=1 -d savePointed=true`)
	require.Len(t, r.Calls, 2)
	assert.Equal(t, []string{"field-ignored savePointed restoreOrTriggerSavepoint", "savepoint-not-stored savepointPath", "cookie-not-needed"}, told(r.Calls[1]))
	assert.Equal(t, 1, r.Calls[1].SignIn)
	assert.Equal(t, "/flink/app/start", r.Calls[1].Instead.URL.String()[1:])

	r = check(t, "2.1.5", "2.1.4", signIn+`curl h/openapi/app/start -H "Authorization: $T" -d id=1 -d restoreFromSavepoint=true`)
	assert.Equal(t, []string{"field-dead restoreFromSavepoint savePointed", "cookie-needed", "address-gone /flink/app/start"}, told(r.Calls[1]))
}

// What is not seen decides nothing.
func TestWhatIsNotDecided(t *testing.T) {
	right := start("/openapi/app/start", "restoreFromSavepoint=true") + "\n"
	for name, tt := range map[string]struct {
		text string
		want []migration.Gap
		line int
	}{
		"nothing":                    {"", []migration.Gap{migration.NoCalls}, 0},
		"calls to others":            {"curl https://example.com/hook -d a=1\n", []migration.Gap{migration.NoCalls}, 0},
		"a variable for the address": {right + "curl -X POST $URL -d id=1\n", []migration.Gap{migration.HiddenAddress}, 2},
		"a variable in the address":  {right + "curl -X POST $HOST/openapi/app/$WHAT -d id=1\n", []migration.Gap{migration.HiddenAddress}, 2},
		"its beginning in one":       {right + "curl -X POST $API/start -d id=1\n", []migration.Gap{migration.HiddenAddress}, 2},
		"a slash behind one":         {right + "curl -X POST $URL/ -d id=1\n", []migration.Gap{migration.HiddenAddress}, 2},
		"several at once":            {right + "curl -X POST 'http://h/openapi/app/{start,cancel}'\n", []migration.Gap{migration.HiddenAddress}, 2},
		"everything in a file":       {right + "curl -K rc\n", []migration.Gap{migration.HiddenAddress}, 2},
		"the form in a variable":     {right + `curl h/openapi/app/cancel -H "Authorization: $T" -d "$FORM"`, []migration.Gap{migration.HiddenFields}, 2},
		"the form in a file":         {right + `curl h/openapi/app/cancel -H "Authorization: $T" -d @form`, []migration.Gap{migration.HiddenFields}, 2},
		"a name in a variable":       {right + `curl h/openapi/app/cancel -H "Authorization: $T" -d id=1 -d "$FLAG=true"`, []migration.Gap{migration.HiddenFields}, 2},
		"another program":            {right + "wget --post-data id=1 http://h/openapi/app/cancel\n", []migration.Gap{migration.NotCurl}, 2},
		"Python":                     {"import requests\nrequests.post(f'{h}/flink/app/start', data={'savePointed': 'true'})\n", []migration.Gap{migration.NotCurl}, 2},
		"a command that is broken":   {"don't\ncurl -d \"id=1 $H/health\n", []migration.Gap{migration.Unreadable}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			r := check(t, "2.1.5", "2.1.6", tt.text)
			var gaps []migration.Gap
			for _, u := range r.Undecided {
				gaps = append(gaps, u.Gap)
			}
			assert.Equal(t, tt.want, gaps)
			assert.Equal(t, tt.line, r.Undecided[0].Line)
			assert.Equal(t, migration.Unknown, r.Verdict())
		})
	}
}

// What cannot be StreamPark's is none of its calls, whatever variables it has.
func TestCallsToOthers(t *testing.T) {
	text := strings.Join([]string{"curl https://hooks.example.com/services/$ID", "curl $HOST/api/health", "curl -s http://h/flink/app/startled", "curl h/x"}, "\n")
	r := check(t, "2.1.5", "2.1.6", text+"\n"+start("/openapi/app/start", "a=b"))
	assert.Equal(t, 4, r.Others)
	assert.Empty(t, r.Undecided)
	assert.Equal(t, migration.Unchanged, r.Verdict())
}
