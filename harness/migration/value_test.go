package migration_test

import (
	"fmt"
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/migration"
	"streampark-regress/harness/recording"
	"streampark-regress/harness/release"
)

// about are the findings of some meaning, in short, with what is to be sent.
func about(c migration.Call, means release.Meaning) []string {
	var all []string
	for _, f := range c.Findings {
		if f.Means != means {
			continue
		}
		text := fmt.Sprintf("%s %s %s=%s", f.Severity, f.Kind, f.Field, f.Value)
		if f.Instead != "" || f.Send != "" {
			text += " -> " + f.Instead + "=" + f.Send
		}
		if f.Unmeasured {
			text += ", not measured"
		}
		all = append(all, text)
	}
	return all
}

func TestTheValueOfAFlag(t *testing.T) {
	const there = "/openapi/app/start"
	for name, tt := range map[string]struct {
		from, to, address, fields string
		want                      []string
	}{
		"the word in capitals":           {"2.1.5", "2.1.6", there, "restoreFromSavepoint=TRUE", nil},
		"a number by an alias":           {"2.1.4", "2.1.5", there, "restoreFromSavepoint=1", []string{"lost-silently value-false restoreFromSavepoint=1 -> =true"}},
		"spaces by an alias":             {"2.1.4", "2.1.5", there, "restoreFromSavepoint=+True+", []string{"lost-silently value-false restoreFromSavepoint= True  -> =true"}},
		"a word that is none":            {"2.1.4", "2.1.5", there, "restoreFromSavepoint=maybe", []string{"lost-silently value-false restoreFromSavepoint=maybe -> =true"}},
		"not measured":                   {"2.1.5", "2.1.6", there, "restoreFromSavepoint=yes", []string{"lost-silently value-false restoreFromSavepoint=yes -> =true, not measured"}},
		"a value nobody sent":            {"2.1.4", "2.1.5", there, "restoreFromSavepoint=ON", []string{"lost-silently value-false restoreFromSavepoint=ON -> =true, not measured"}},
		"false by an alias":              {"2.1.4", "2.1.5", there, "restoreFromSavepoint=0", nil},
		"a number by the field":          {"2.1.4", "2.1.5", there, "restoreOrTriggerSavepoint=1", nil},
		"the same, not measured":         {"2.1.5", "2.1.6", there, "restoreOrTriggerSavepoint=1", []string{"harmless value-not-measured restoreOrTriggerSavepoint=1, not measured"}},
		"an error":                       {"2.1.4", "2.1.5", there, "restoreOrTriggerSavepoint=maybe", []string{"refused value-refused restoreOrTriggerSavepoint=maybe"}},
		"an error beside an alias":       {"2.1.4", "2.1.5", there, "restoreFromSavepoint=true&restoreOrTriggerSavepoint=maybe", []string{"refused value-refused restoreOrTriggerSavepoint=maybe"}},
		"an error before, then ignored":  {"2.1.4", "2.1.5", "/flink/app/start", "savePointed=maybe", []string{"lost-silently field-ignored savePointed=maybe -> restoreFromSavepoint=true"}},
		"a number under the old name":    {"2.1.4", "2.1.5", "/flink/app/start", "savePointed=1", []string{"lost-silently field-ignored savePointed=1 -> restoreFromSavepoint=true"}},
		"a number under every name":      {"2.1.4", "2.1.5", "/flink/app/start", "savePointed=1&restoreFromSavepoint=1&restoreOrTriggerSavepoint=1", []string{"lost-silently value-false restoreFromSavepoint=1 -> =true"}},
		"the alias says no":              {"2.1.4", "2.1.5", "/flink/app/start", "savePointed=true&restoreFromSavepoint=false&restoreOrTriggerSavepoint=true", []string{"lost-silently field-outvoted restoreOrTriggerSavepoint=true -> restoreFromSavepoint="}},
		"the alias is empty":             {"2.1.5", "2.1.6", there, "restoreOrTriggerSavepoint=true&restoreFromSavepoint=", []string{"lost-silently field-outvoted restoreOrTriggerSavepoint=true -> restoreFromSavepoint=, not measured"}},
		"a variable in the alias":        {"2.1.4", "2.1.5", there, "restoreFromSavepoint=$A&restoreOrTriggerSavepoint=true", []string{"depends field-outvoted restoreOrTriggerSavepoint=true -> restoreFromSavepoint="}},
		"the field says no":              {"2.1.4", "2.1.5", there, "restoreFromSavepoint=true&restoreOrTriggerSavepoint=false", nil},
		"true in two ways":               {"2.1.4", "2.1.5", "/flink/app/start", "savePointed=1&restoreFromSavepoint=true", nil},
		"a variable under the new names": {"2.1.4", "2.1.5", "/flink/app/start", "savePointed=$A&restoreFromSavepoint=$A", []string{"depends value-false restoreFromSavepoint=$A"}},
		"a variable that stays":          {"2.1.5", "2.1.6", there, "restoreFromSavepoint=$A", nil},
		"back":                           {"2.1.5", "2.1.4", there, "restoreFromSavepoint=1", []string{"lost-silently field-ignored restoreFromSavepoint=1 -> savePointed="}},
	} {
		t.Run(name, func(t *testing.T) {
			r := check(t, tt.from, tt.to, start(tt.address, tt.fields))
			found := slices.DeleteFunc(about(r.Calls[0], release.Restore), func(text string) bool { return strings.Contains(text, "field-begins-to-count") })
			assert.Equal(t, tt.want, found)
		})
	}
	r := check(t, "2.1.4", "2.1.5", start("/openapi/app/cancel", "restoreOrTriggerSavepoint=&drain=TRUE"))
	assert.Equal(t, []string{"refused value-refused restoreOrTriggerSavepoint="}, about(r.Calls[0], release.Trigger), "a cancel that is told neither")
	assert.Equal(t, 500, r.Calls[0].Findings[0].Status)
	assert.Nil(t, r.Calls[0].Instead, "what it should say is not known")
}

// What is sent instead is true however it is read.
func TestTheValueToSendInstead(t *testing.T) {
	for fields, want := range map[string]string{
		"savePointed=1":           "-d restoreFromSavepoint=true -d restoreOrTriggerSavepoint=true -d savePointed=true",
		"restoreFromSavepoint=on": "-d restoreFromSavepoint=true -d restoreOrTriggerSavepoint=true -d savePointed=true",
		"restoreFromSavepoint=&restoreOrTriggerSavepoint=1": "-d restoreFromSavepoint=true -d restoreOrTriggerSavepoint=true -d savePointed=true",
		"savePointed=$A": `-d "restoreFromSavepoint=$A" -d "restoreOrTriggerSavepoint=$A" -d "savePointed=$A"`,
	} {
		r := check(t, "2.1.4", "2.1.5", start("/flink/app/start", fields))
		require.NotNil(t, r.Calls[0].Instead, fields)
		_, sent, _ := strings.Cut(r.Calls[0].Instead.String(), "-d id=1 ")
		assert.Equal(t, want, sent, fields)
	}
}

// What the releases were measured to make of a flag is what is said of it.
func TestValuesAreReadAsMeasured(t *testing.T) {
	const signIn = "T=$(curl -c jar h/passport/signin -d username=a -d password=b -d loginType=PASSWORD)\n"
	for _, tt := range []struct{ file, from, to, before string }{
		{"2.1.4-state.json", "2.1.5", "2.1.4", ""},
		{"2.1.5-state.json", "2.1.4", "2.1.5", ""},
		{"2.1.5-state.json", "2.1.4", "2.1.5", signIn},
		{"2.1.7-state.json", "2.1.4", "2.1.7", signIn},
	} {
		read, err := recording.Read(filepath.Join("../../fixtures/recordings", tt.file))
		require.NoError(t, err)
		compared := 0
		for flow, entries := range read.Flows {
			if !strings.Contains(flow, map[bool]string{true: "with an API token", false: "with a sign-in"}[tt.before == ""]) {
				continue
			}
			for _, e := range entries {
				seen, decided := measured(e)
				if !decided {
					continue
				}
				compared++
				text := tt.before + "curl h" + e.Request.Path + ` -b jar -H "Authorization: $T"`
				for name, values := range sent(e) {
					text += " --data-urlencode '" + name + "=" + values + "'"
				}
				calls := check(t, tt.from, tt.to, text).Calls
				assert.Equal(t, seen, foretold(calls[len(calls)-1]), "%s, %s: %s", tt.file, flow, e.Step)
			}
		}
		assert.Greater(t, compared, 30, tt.file)
	}
}

// becomes is what becomes of a call's wish for a savepoint.
type becomes string

const (
	kept   becomes = "kept, or there was none"
	lost   becomes = "lost with 200"
	failed becomes = "an error"
)

// sent are the fields of a recorded call, of several values the first.
func sent(e recording.Entry) map[string]string {
	all := maps.Clone(e.Request.Form)
	for name, values := range e.Request.Repeated {
		all[name] = values[0]
	}
	return all
}

// asked reports whether a recorded call asks for a savepoint in the name of any
// release.
func asked(e recording.Entry) bool {
	for _, name := range []string{"savePointed", "restoreFromSavepoint", "triggerSavepoint", "restoreOrTriggerSavepoint"} {
		if !slices.Contains([]string{"", "0", "false"}, sent(e)[name]) {
			return true
		}
	}
	return false
}

// measured is what became of a recorded call; false for one that was about
// something else.
func measured(e recording.Entry) (becomes, bool) {
	if e.Request == nil || e.Request.Form["id"] != "100000" || e.Submitted == nil || strings.Contains(e.Step, "no savepoint known") {
		return "", false
	}
	switch {
	case len(e.Submitted) == 0:
		return failed, e.Response.Status == http.StatusBadRequest || e.Response.Status == http.StatusInternalServerError && !strings.Contains(string(e.Response.Body), "unsupported")
	case asked(e) && e.Submitted[0].Savepoint == "":
		return lost, true
	}
	return kept, true
}

// foretold is what is said to become of a call.
func foretold(c migration.Call) becomes {
	for _, f := range c.Findings {
		switch {
		case f.Kind == migration.ValueRefused:
			return failed
		case f.Severity == migration.Lost && (f.Means == release.Restore || f.Means == release.Trigger):
			return lost
		}
	}
	return kept
}
