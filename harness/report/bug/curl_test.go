package bug_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/reporttest"
)

func TestCurlSendsWhatWasSent(t *testing.T) {
	all := written(t, reporttest.Everything(t), issue())
	for _, want := range []string{
		`-H "Authorization: Bearer $TOKEN"`, `-H "Authorization: garbage"`, `-X POST "$STREAMPARK/flink/app/start?Authorization=$TOKEN&token=$TOKEN"`,
		`-b "JSESSIONID=$SESSION"`, `# no token: unauthenticated, 401 (decoded, then rejected)` + "\n" + `curl -i -X POST "$STREAMPARK/flink/app/start" \` + "\n  --data",
	} {
		assert.Contains(t, all, want)
	}
}

func TestCurlSendsTheTokenAsWronglyAsItWasSent(t *testing.T) {
	const start = `curl -i -X POST "$STREAMPARK/flink/app/start" \` + "\n  "
	for twist, want := range map[evidence.Twist]string{
		evidence.Whole:       start + `-H "Authorization: $TOKEN" \`,
		evidence.Absent:      start + `--data-urlencode 'id=7'`,
		evidence.Half:        start + `-H "Authorization: ${TOKEN:0:${#TOKEN}/2}" \`,
		evidence.Changed:     start + `-H "Authorization: ${TOKEN:0:20}x${TOKEN:21}" \`,
		evidence.Empty:       start + `-H "Authorization;" \`,
		evidence.InForm:      start + `--data-urlencode "Authorization=$TOKEN" \`,
		evidence.CookieAlone: start + `-b "JSESSIONID=$SESSION" \`,

		evidence.Longer:           start + `-H "Authorization: ${TOKEN}x" \`,
		evidence.BearerInSmall:    start + `-H "Authorization: bearer $TOKEN" \`,
		evidence.Basic:            start + `-H "Authorization: Basic $TOKEN" \`,
		evidence.Quoted:           start + `-H "Authorization: \"$TOKEN\"" \`,
		evidence.InOtherHeaders:   start + `-H "X-Access-Token: $TOKEN" \`,
		evidence.InCookies:        start + `-b "Authorization=$TOKEN; token=$TOKEN" \`,
		evidence.GarbageInSession: start + `-H "Authorization: garbage" \` + "\n  " + `-b "JSESSIONID=$SESSION" \`,
	} {
		l := reporttest.Begin(t, "docker")
		s := l.Story("2.1.4", "is sent wrongly")
		form := map[string]string{"id": "7"}
		if twist == evidence.InForm {
			form["Authorization"] = "69qMW7re...[00000000]"
		}
		s.Rejected(evidence.Attempt{Subject: evidence.Subject{Kind: evidence.APIToken, Twist: twist}, Form: form}, evidence.Finding{Cause: cause.NoToken})
		s.End()
		assert.Contains(t, written(t, l.End(), issue()), want, twist)
	}
}

// A token that was not made on the token page is not called like one that was.
func TestCurlNamesEachKindOfTokenByItself(t *testing.T) {
	for kind, want := range map[evidence.SubjectKind][]string{
		evidence.ForgedSignIn:   {`-H "Authorization: $FORGED_SIGNIN" \`, "# $FORGED_SIGNIN is a sign-in token that is signed with a secret of the forger's\n"},
		evidence.UnsignedSignIn: {`-H "Authorization: $UNSIGNED_SIGNIN" \`, "# $UNSIGNED_SIGNIN is a sign-in token that says alg: none and has no signature\n"},
		evidence.Unheld:         {`-H "Authorization: $UNHELD" \`, "# $UNHELD is a token that its owner's secret signed and no row holds\n"},
		evidence.Former:         {`-H "Authorization: $FORMER" \`, "# $FORMER is a token that was used before and was deleted\n"},
		evidence.SignIn:         {`-H "Authorization: $SIGNIN" \`, "# $SIGNIN is the token in the answer to /passport/signin\n"},
		evidence.Forged:         {`-H "Authorization: $FORGED" \`, "# $FORGED is a token that names the owner and is signed with a secret of the forger's\n"},
		evidence.Unsigned:       {`-H "Authorization: $UNSIGNED" \`, "# $UNSIGNED is a token that names the owner, says alg: none and has no signature\n"},
	} {
		l := reporttest.Begin(t, "docker")
		s := l.Story("2.1.4", "is sent by somebody else")
		s.Rejected(evidence.Attempt{Subject: evidence.Subject{Kind: kind}}, evidence.Finding{Cause: cause.Signature})
		s.End()
		calls, _, _ := strings.Cut(written(t, l.End(), issue()), "## By hand")
		for _, part := range want {
			assert.Contains(t, calls, part)
		}
		assert.NotContains(t, calls, "$TOKEN")
	}
}

// However wrongly it is sent, a token keeps its name, and one that is not sent is
// not explained.
func TestCurlSendsEachKindOfTokenWrongly(t *testing.T) {
	for twist, want := range map[evidence.Twist]string{
		evidence.Bearer:         `"Authorization: Bearer $FORMER"`,
		evidence.BearerInSmall:  `"Authorization: bearer $FORMER"`,
		evidence.Basic:          `"Authorization: Basic $FORMER"`,
		evidence.Quoted:         `"Authorization: \"$FORMER\""`,
		evidence.Longer:         `"Authorization: ${FORMER}x"`,
		evidence.InOtherHeaders: `-H "X-Access-Token: $FORMER" \` + "\n  " + `-H "Token: $FORMER"`,
		evidence.InCookies:      `-b "Authorization=$FORMER; token=$FORMER"`,
		evidence.InQuery:        `/flink/app/start?Authorization=$FORMER&token=$FORMER"`,
		evidence.InForm:         `--data-urlencode "Authorization=$FORMER" \` + "\n  " + `--data-urlencode 'id=7' \` + "\n  " + `--data-urlencode "token=$FORMER"`,
		evidence.Garbage:        `"Authorization: garbage"`,
	} {
		l := reporttest.Begin(t, "docker")
		s := l.Story("2.1.4", "is sent wrongly")
		form := map[string]string{"id": "7"}
		if twist == evidence.InForm {
			form["Authorization"], form["token"] = "a", "a"
		}
		s.Rejected(evidence.Attempt{Subject: evidence.Subject{Kind: evidence.Former, Twist: twist}, Form: form}, evidence.Finding{Cause: cause.NoToken})
		s.End()
		calls, _, _ := strings.Cut(written(t, l.End(), issue()), "## By hand")
		assert.Contains(t, calls, want, twist)
		assert.Equal(t, twist != evidence.Garbage, strings.Contains(calls, "# $FORMER is "), twist)
	}
}

// A field that looks like a token is sent as it was where it is none.
func TestCurlSendsFieldsAsTheyAre(t *testing.T) {
	l := reporttest.Begin(t, "docker")
	s := l.Story("2.1.4", "sends a field")
	s.Starts(evidence.Attempt{Form: map[string]string{"token": "a"}})
	s.End()
	assert.Contains(t, written(t, l.End(), issue()), `--data-urlencode 'token=a'`)
}

// The same call twice in a row is written once.
func TestCurlSaysThatACallIsTheSame(t *testing.T) {
	l := reporttest.Begin(t, "docker")
	s := l.Story("2.1.4", "calls again and again")
	s.Starts(evidence.Attempt{})
	s.Starts(evidence.Attempt{})
	s.Starts(evidence.Attempt{Form: map[string]string{"id": "8"}})
	s.Starts(evidence.Attempt{})
	s.End()
	calls, _, _ := strings.Cut(written(t, l.End(), issue()), "## By hand")
	assert.Equal(t, 1, strings.Count(calls, "# (the same call again)"))
	assert.Equal(t, 3, strings.Count(calls, "curl -i"))
	assert.Equal(t, 2, strings.Count(calls, "'id=7'"))
}
