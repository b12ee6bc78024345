package callers_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/migration"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/callers"
	"streampark-regress/harness/script"
)

func plain(text string) string { return text }

func written(t *testing.T, r migration.Report) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, callers.Write(&out, r, plain))
	return out.String()
}

// Each part of a sentence is there where what it tells was found.
func TestSentences(t *testing.T) {
	for want, f := range map[string]migration.Finding{
		"f=1 is ignored on 2: the answer is 200, and the job starts without its state":                            {Kind: migration.FieldIgnored, Means: release.Restore},
		"f=1 is ignored on 2 at /a and at /b: the answer is 200, and the job ends without a savepoint":            {Kind: migration.FieldIgnored, Means: release.Trigger, At: []string{"/a", "/b"}},
		"f=1 is ignored on 2 when a sign-in sends it: the answer is 200, and it does not count":                   {Kind: migration.FieldIgnored, Means: release.Team, Sender: release.SignIn},
		"f=1 is ignored on 2: the answer is 200, and it does not count (known issue 9)":                           {Kind: migration.FieldIgnored, Sender: release.APIToken, Issue: "9"},
		"f=1 is ignored on 2: the answer is 200, and it does not count, unless the variable says false: send g=1": {Kind: migration.FieldIgnored, Unsure: true, Instead: "g"},
		"f is not read on 2 at /a": {Kind: migration.FieldIgnored, Severity: migration.Harmless, At: []string{"/a"}},
		"f=1 is ignored already and stays so: the answer is 200, and the job runs with other arguments": {Kind: migration.FieldDead, Severity: migration.Harmless, Means: release.Arguments},
		"f=1 is ignored on 2, which comes to the same; whoever sets it to true one day has to send g":   {Kind: migration.FieldOff, Instead: "g"},
		"f=1 is ignored on 1 and counts on 2":                                                              {Kind: migration.FieldCounts},
		"f=1 counts on 1, and on 2 what is sent as g does, which is something else":                        {Kind: migration.FieldDiffers, Instead: "g"},
		"/p does not exist on 2 (404)":                                                                     {Kind: migration.Gone, Status: 404},
		"/p does not exist on 2 (404): call /q":                                                            {Kind: migration.Gone, Status: 404, Instead: "/q"},
		"2 stores no savepoint that a cancel writes (known issue 9)":                                       {Kind: migration.NotStored, Issue: "9"},
		"2 on PostgreSQL stores no savepoint that a cancel writes (known issue 9)":                         {Kind: migration.NotStored, Issue: "9", Database: "postgres"},
		"2 on MySQL stores no savepoint that a cancel writes (known issue 9)":                              {Kind: migration.NotStored, Issue: "9", Database: "mysql"},
		"known issue 9 of 2, it fails (500)\n":                                                             {Kind: migration.Issue, Issue: "9", Title: "it fails", Status: 500},
		"known issue 9 of 2, it fails (401): sign in for each call instead\n":                              {Kind: migration.Issue, Issue: "9", Title: "it fails", Status: 401},
		"known issue 9 of 2, it fails (401): the script does not say whose token it is\n":                  {Kind: migration.Issue, Issue: "9", Title: "it fails", Status: 401, Role: "administrator"},
		"a token made on 1 gets 401 on 2: make a new one on the token page":                                {Kind: migration.TokenDies, Status: 401},
		"a token made on 1 gets 401 on 2: delete it on the token page, then make a new one, in this order": {Kind: migration.TokenDies, Status: 401, DeleteFirst: true},
	} {
		f.Field, f.Value = "f", "1"
		if f.Severity == "" {
			f.Severity = migration.Rejected
		}
		assert.Contains(t, written(t, migration.Report{From: "1", To: "2", Calls: []migration.Call{{Address: "/p", Findings: []migration.Finding{f}}}}), ": "+want)
	}
}

// The last line counts what was found.
func TestConclusions(t *testing.T) {
	call := func(s migration.Severity) migration.Call {
		return migration.Call{Findings: []migration.Finding{{Severity: s}}}
	}
	calls := func(all ...migration.Severity) (found []migration.Call) {
		for _, s := range all {
			found = append(found, call(s))
		}
		return found
	}
	none, hidden := migration.Undecided{Gap: migration.NoCalls}, migration.Undecided{Gap: migration.HiddenFields}
	for want, r := range map[string]migration.Report{
		"BREAKS: 1 of 1 call":                                                                        {Calls: calls(migration.Rejected)},
		"BREAKS: 2 of 3 calls, 1 without an error":                                                   {Calls: calls(migration.Rejected, migration.Lost, migration.Harmless)},
		"BREAKS: 1 of 1 call; not decided: 2":                                                        {Calls: calls(migration.Rejected), Undecided: []migration.Undecided{hidden, hidden}},
		"UNDECIDED: nothing is known of the callers from this":                                       {Undecided: []migration.Undecided{none}},
		"UNDECIDED: 0 calls read, and 2 things could not be decided":                                 {Undecided: []migration.Undecided{none, hidden}},
		"UNDECIDED: 1 call read, and 1 thing could not be decided":                                   {Calls: calls(migration.Harmless), Undecided: []migration.Undecided{none}},
		"NOTHING CHANGES: 1 call":                                                                    {Calls: calls(migration.Harmless)},
		"NOTHING CHANGES: 2 calls; 1 curl command to others left alone":                              {Calls: calls(migration.Harmless, migration.Conditional), Others: 1},
		"UNDECIDED: nothing is known of the callers from this; 2 curl commands to others left alone": {Others: 2},
	} {
		assert.True(t, strings.HasSuffix(written(t, r), "\n\n"+want+"\n"), written(t, r))
	}
}

// What stands in a call is told where it is there.
func TestCalls(t *testing.T) {
	c := migration.Call{File: "f", Address: "/p"}
	c.Line = 3
	assert.Contains(t, written(t, migration.Report{Calls: []migration.Call{c}}), "\nf:3: /p\n")
	assert.Contains(t, written(t, migration.Report{Calls: []migration.Call{c}}), "\n  nothing changes\n")
	assert.NotContains(t, written(t, migration.Report{Calls: []migration.Call{c}}), "send instead")
	c.SignIn, c.Instead, c.Findings = 1, &script.Call{}, []migration.Finding{{Severity: migration.Rejected}}
	got := written(t, migration.Report{Calls: []migration.Call{c}})
	assert.Contains(t, got, "\nf:3: /p, taken to be sent with the sign-in of line 1\n")
	assert.Contains(t, got, "\n  send instead:\n")
	assert.NotContains(t, got, "nothing changes")
	assert.NotContains(t, got, "Not decided\n")
	c.Findings[0].Severity = migration.Lost
	assert.Contains(t, written(t, migration.Report{Calls: []migration.Call{c}}), "\n  send instead, with every name that either release has for what keeps the state:\n")
	got = written(t, migration.Report{Undecided: []migration.Undecided{{Gap: migration.NoCalls, File: "f"}, {Gap: migration.NoCalls, File: "g", Line: 1}}})
	assert.Contains(t, got, "\nNot decided\n  f: no call")
	assert.Contains(t, got, "\n  g:1: no call")
}

// full is where nothing can be written.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestWhatCannotBeWrittenIsAnError(t *testing.T) {
	assert.EqualError(t, callers.Write(full{}, migration.Report{}, plain), "write what was found in the scripts: no space left")
	assert.ErrorContains(t, callers.JSON(full{}, migration.Report{}, plain), "write what was found in the scripts: no space left")
}
