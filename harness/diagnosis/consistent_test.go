package diagnosis_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/token"
)

// option is one of the things that one side of a situation can be.
type option struct {
	name   string
	change change
}

// sides are all that a situation is made of: each combination of one option of
// each side is a situation.
func sides() [][]option {
	of := func(claims func(release.Release) token.Claims) change {
		return func(t *testing.T, e *diagnosis.Evidence) {
			if e.Release.Tokens.ByRow() { // nobody else can sign for it
				text, err := token.Mint(claims(e.Release), "a key of a process")
				require.NoError(t, err)
				sending(text)(t, e)
				return
			}
			sendingClaims(claims)(t, e)
		}
	}
	otherExpiry := func(r release.Release) token.Claims {
		c := apiToken(r)
		if c.Never() {
			c.ExpirySeconds = token.ExpiryAfter(made(), 2*time.Hour)
		} else {
			c.ExpirySeconds = token.NeverMillis / 1000
		}
		return c
	}
	untypedClaims := func(r release.Release) token.Claims {
		c := apiToken(r)
		c.Kind = 0
		return c
	}
	keyFile := func(key token.Key) change {
		return func(t *testing.T, e *diagnosis.Evidence) {
			text, err := token.MintWithKey(apiToken(e.Release), key)
			require.NoError(t, err)
			sending(text)(t, e)
		}
	}
	return [][]option{
		{{"no header", noHeader}, {"an empty header", sending("")}, {"bearer", sending("Bearer abc")}, {"garbage", sending("garbage")}, {"base64", sending("AAAA")},
			{"an API token", of(apiToken)}, {"a sign-in", of(signInToken)}, {"an API token of another release", of(otherExpiry)}, {"an untyped token", of(untypedClaims)},
			{"a token with the shared seal", shared}, {"a token of this key file", keyFile(serverKey())}, {"a token of another key file", keyFile(lostKey())}},
		{{"decoded", answered(outcome.Decoded)}, {"undecoded", answered(outcome.Undecoded)}, {"sessionless", answered(outcome.Sessionless)}, {"unfamiliar", answered(outcome.Unfamiliar)}},
		{{"in time", nothing}, {"late", after(3 * time.Hour)}},
		{{"never accepted", nothing}, {"accepted before", accepted}},
		{{"key known", nothing}, {"key unknown", keyUnknown}, {"a former key", func(_ *testing.T, e *diagnosis.Evidence) { e.Former = []token.Key{lostKey()} }}},
		// The last two are left out of short tests.
		{{"start nobody's business", nothing}, {"start unseen", startUnseen}, {"started later", restarted(time.Minute)}},
		{{"alone", nothing}, {"challenged", challenged}, {"the second of two", atReplica(2, 1)}, {"in turn", func(_ *testing.T, e *diagnosis.Evidence) { e.Topology.Alternates = true }}},
	}
}

// databases are what the database can say.
func databases() []option {
	foreign := func(_ *testing.T, e *diagnosis.Evidence) { e.Held, e.Rows = true, nil } // a row of somebody else's
	return []option{{"blind", blind}, {"its row", held}, {"no row", rowGone}, {"somebody else's row", foreign},
		{"another row", all(heldRow, rowOther)}, {"a disabled row", all(heldRow, rowOff)}, {"two rows", all(heldRow, twoRows)},
		{"no user", all(held, userGone)}, {"neither user nor row", all(rowGone, userGone)}, {"a locked user", all(heldRow, locked)}, {"another secret", all(heldRow, saltNew, hashNew)}}
}

// heldRow is held where something was sent.
func heldRow(t *testing.T, e *diagnosis.Evidence) {
	if e.Authorization == nil {
		text := "abc"
		e.Authorization = &text
		held(t, e)
		e.Authorization = nil
		return
	}
	held(t, e)
}

// eachSituation calls a function with each combination.
func eachSituation(t *testing.T, versions []string, do func(name string, e diagnosis.Evidence)) {
	t.Helper()
	all := sides()
	if testing.Short() {
		all = all[:len(all)-2]
	}
	for _, version := range versions {
		var combine func(side int, name string, e diagnosis.Evidence)
		combine = func(side int, name string, e diagnosis.Evidence) {
			if side == len(all) {
				for _, d := range databases() {
					of := e
					of.Rows = slices.Clone(e.Rows)
					user := *e.User
					of.User = &user
					if of.Authorization == nil && d.name == "its row" {
						continue
					}
					if of.Authorization == nil && d.name == "no user" {
						continue
					}
					d.change(t, &of)
					do(name+", "+d.name, of)
				}
				return
			}
			for _, o := range all[side] {
				of := e
				o.change(t, &of)
				combine(side+1, name+", "+o.name, of)
			}
		}
		combine(0, version, base(t, version))
	}
}

// base is rejected, also of a release for which nobody else can sign.
func base(t *testing.T, version string) diagnosis.Evidence {
	t.Helper()
	r := find(t, version)
	if !r.Tokens.ByRow() {
		return rejected(t, version)
	}
	e := rejected(t, "2.1.4")
	e.Release = r
	return e
}

// contradicting are details that cannot both be said.
func contradicting() [][2]evidence.Detail {
	return [][2]evidence.Detail{
		{evidence.RowAbsent, evidence.RowHolds}, {evidence.RowAbsent, evidence.RowEnabled}, {evidence.RowAbsent, evidence.RowDisabled}, {evidence.RowAbsent, evidence.RowThere},
		{evidence.RowAbsent, evidence.KeyFileLost}, {evidence.RowAbsent, evidence.SealNeverSame}, {evidence.RowOther, evidence.RowHolds}, {evidence.RowEnabled, evidence.RowDisabled},
		{evidence.UserAbsent, evidence.UserAllowed}, {evidence.UserAbsent, evidence.UserLocked}, {evidence.UserAbsent, evidence.UserThere},
		{evidence.SignatureFits, evidence.SignatureOther}, {evidence.SignatureFits, evidence.OtherRelease}, {evidence.ExpiryPassed, evidence.ExpiryAhead},
		{evidence.NotAToken, evidence.ExpiryAhead}, {evidence.NothingSent, evidence.RowHolds}, {evidence.AcceptedBefore, evidence.SealNeverSame}, {evidence.AcceptedBefore, evidence.KeyFileLost},
		{evidence.NotThisKey, evidence.KeyFileNeeded}, {evidence.NotThisKey, evidence.InsideToken},
	}
}

// aboutSignIns is advice that only who sent a sign-in can follow.
func aboutSignIns() *regexp.Regexp {
	return regexp.MustCompile(`(?i)sign(ed)?[ -](it |him |her )?in\b|JSESSIONID|sticky|web session|--started`)
}

// Whatever was sent, answered and seen: the findings do not contradict each other,
// the cause or the advice.
func TestFindingsNeverContradict(t *testing.T) {
	versions := []string{"2.1.3", "2.1.4", "2.1.5", "2.1.7"}
	signIns := aboutSignIns()
	count, wrong := 0, map[string]string{}
	note := func(what, name string, f any) {
		if _, known := wrong[what]; !known {
			wrong[what] = fmt.Sprintf("%s: %+v", name, f)
		}
	}
	eachSituation(t, versions, func(name string, e diagnosis.Evidence) {
		count++
		d := diagnosis.Explain(e)
		advice := diagnosis.Advise(d, e.Release)
		states := map[cause.Cause]evidence.FindingState{}
		said := map[evidence.Detail]bool{}
		for i, f := range d.Findings {
			if was, twice := states[f.Cause]; twice {
				note(fmt.Sprintf("%s is found twice, %s and %s", f.Cause, was, f.State), name, d)
			}
			states[f.Cause], said[f.Detail] = f.State, true
			if f.Cause == cause.Unknown && (i != len(d.Findings)-1 || d.Cause != cause.Unknown) {
				note("unknown beside a cause, or not the last", name, d)
			}
			if f.State == evidence.Unseen && f.Detail == evidence.DatabaseUnseen && !e.Blind {
				note("the database was seen", name, d)
			}
			if f.State == evidence.Holds && f.Cause != cause.OtherReplica && !diagnosis.Of(f.Cause).Fits(e) {
				note(fmt.Sprintf("%s holds with another answer", f.Cause), name, d)
			}
			if e.Blind && slices.Contains([]evidence.Detail{evidence.RowHolds, evidence.RowAbsent, evidence.RowOther, evidence.RowThere, evidence.UserThere, evidence.UserAbsent, evidence.RowsCounted}, f.Detail) {
				note(fmt.Sprintf("%s is said of a database that nobody saw", f.Detail), name, d)
			}
			if text := words.Detail(f).Text; e.Blind && strings.Contains(text, "the row holds") {
				note("it is said of a row that nobody saw: "+text, name, d)
			}
			if text := words.Detail(f).Text; e.Authorization == nil && strings.Contains(text, "token can be opened") {
				note("nothing was sent, and it can be opened", name, d)
			}
		}
		for _, pair := range contradicting() {
			if said[pair[0]] && said[pair[1]] {
				note(fmt.Sprintf("%s and %s", pair[0], pair[1]), name, d)
			}
		}
		if d.Cause != cause.Unknown && states[d.Cause] != evidence.Holds {
			note("the cause does not hold", name, d)
		}
		for _, open := range d.Decisive().Open {
			if s, known := states[open]; known && s == evidence.Excluded {
				note(fmt.Sprintf("%s is excluded and left open", open), name, d)
			}
		}
		if strings.Contains(advice, "--database-url") && !e.Blind || strings.Contains(advice, "run it again with --key-file") && e.Key != nil {
			note("what was given is asked for: "+advice, name, d)
		}
		_, hopeless := e.Release.Issue("4322")
		challenge := d.Decisive().Detail == evidence.Challenged
		if d.Kind == token.API && !hopeless && !challenge && signIns.MatchString(advice) {
			note("it is an API token: "+advice, name, d)
		}
	})
	for what, where := range wrong {
		t.Errorf("%s\n\t%s", what, where)
	}
	assert.Greater(t, count, 20000)
	t.Logf("%d situations", count)
}
