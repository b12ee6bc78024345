package main

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/verdict"
)

// What is written runs as it stands, with the line that is printed.
func TestANewScenario(t *testing.T) {
	for name, tt := range map[string]struct {
		args []string
		file string
	}{
		"a folder":         {[]string{"It starts the nightly job", "--features", "mine"}, "mine/it_starts_the_nightly_job.feature"},
		"a file":           {[]string{"It starts the nightly job", "x.feature"}, "x.feature"},
		"a deep folder":    {[]string{"Zwölf Aufträge: 2h01m später", "--features", "our own/features"}, "our own/features/zwölf_aufträge_2h01m_später.feature"},
		"a long name":      {[]string{strings.Repeat("word ", 40), "--features", "mine"}, "mine/" + strings.TrimSuffix(strings.Repeat("word_", 16), "_") + ".feature"},
		"signs in a name":  {[]string{`"<a>" & 'b' # c | d`, "--features", "mine"}, "mine/a_b_c_d.feature"},
		"a name of a word": {[]string{"Examples:", "--features", "mine"}, "mine/examples.feature"},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := regress(t, nil, append([]string{"new", "scenario"}, tt.args...)...)
			require.Equal(t, verdict.ExitAsExpected, code, errs)
			first, line, _ := strings.Cut(out, "\n")
			assert.Equal(t, "wrote "+tt.file+"; run it on the model:", first)
			code, again, errs := typed(t, inShell(line)...)
			assert.Equal(t, verdict.ExitAsExpected, code, errs)
			assert.Contains(t, again, "AS EXPECTED")
			r := latestResult(t)
			require.NotEmpty(t, r.Scenarios)
			assert.Equal(t, strings.TrimSpace(tt.args[0]), r.Scenarios[0].Name)
			assert.Equal(t, tt.file, r.Scenarios[0].File)

			was, err := os.ReadFile(tt.file)
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(tt.file, append(was, "# mine\n"...), 0o644))
			code, out, errs = typed(t, append([]string{"new", "scenario"}, tt.args...)...)
			assert.Equal(t, verdict.ExitUsage, code)
			assert.Contains(t, errs, tt.file+" is there already, and stays as it is: name another file")
			assert.Empty(t, out)
			is, err := os.ReadFile(tt.file)
			require.NoError(t, err)
			assert.Equal(t, string(was)+"# mine\n", string(is))
		})
	}
}

// inShell are the words of a line as a shell reads it, behind the program's name.
func inShell(line string) []string {
	var all []string
	for i, part := range strings.Split(strings.TrimSpace(line), "'") {
		if i%2 == 1 { // it is quoted
			all = append(all, part)
			continue
		}
		all = append(all, strings.Fields(part)...)
	}
	return all[1:]
}

func TestANewScenarioThatIsRefused(t *testing.T) {
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"nothing to write":    {nil, "say what to write: `regress new scenario NAME --features DIR`"},
		"something else":      {[]string{"step"}, `unknown command "step" for "regress new"`},
		"no name":             {[]string{"scenario"}, `the scenario has no name: say what it shows, as in "It starts the nightly job"`},
		"an empty name":       {[]string{"scenario", "  ", "x.feature"}, "the scenario has no name"},
		"a name of two lines": {[]string{"scenario", "a\nb", "x.feature"}, `invalid name "a\nb": it has to be one line of text`},
		"a name of no text":   {[]string{"scenario", "\xff", "x.feature"}, `invalid name "\xff"`},
		"a name of a page":    {[]string{"scenario", strings.Repeat("x", 201), "x.feature"}, "the name has 201 letters, and no more than 200 are of use"},
		"an unquoted name":    {[]string{"scenario", "It", "starts", "jobs"}, `unexpected argument "jobs": quote the name if it has spaces`},
		"nowhere":             {[]string{"scenario", "x"}, "say where to write it: --features DIR, or a FILE.feature behind the name"},
		"both":                {[]string{"scenario", "x", "x.feature", "--features", "mine"}, "give x.feature or --features, not both"},
		"another ending":      {[]string{"scenario", "x", "x.txt"}, `invalid file "x.txt": its name has to end with .feature`},
		"no folder":           {[]string{"scenario", "x", "nowhere/x.feature"}, "write the scenario: open nowhere/x.feature: no such file"},
		"no name for a file":  {[]string{"scenario", "?!", "--features", "mine"}, `"?!" makes no name for a file: give a FILE.feature behind it`},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := regress(t, nil, append([]string{"new"}, tt.args...)...)
			assert.Equal(t, verdict.ExitUsage, code, errs)
			assert.Contains(t, errs, tt.want)
			assert.Empty(t, out)
			left, err := os.ReadDir(".")
			require.NoError(t, err)
			assert.Empty(t, left)
		})
	}
	code, _, errs := regress(t, map[string]string{"REGRESS_FEATURES": "mine"}, "new", "scenario", "x", "x.feature")
	assert.Equal(t, verdict.ExitAsExpected, code, errs)
	assert.FileExists(t, "x.feature")
	assert.NoDirExists(t, "mine", "a variable is meant for other commands")
}
