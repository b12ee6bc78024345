package suite_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/suite"
)

// A scenario is named by its file, by a line inside it, by a path from anywhere, or
// by its name.
func TestWhichScenarios(t *testing.T) {
	files := small()
	outline := "Feature: y\n  @cause\n  Scenario Outline: rows <n>\n" + onAny + caller + "    When the server is restarted\n" + starts +
		"    Examples:\n      | n |\n      | one |\n      | two |\n"
	files["contract/y.feature"] = &fstest.MapFile{Data: []byte(outline)}
	all, err := suite.Load(files)
	require.NoError(t, err)
	at := map[string]string{}
	for _, s := range all {
		at[s.Name] = s.At()
	}
	anyOf, own, restarted, one, two := at["any"], at["own"], at["again"], at["rows one"], at["rows two"]
	for name, tt := range map[string]struct {
		scenarios []string
		tags      string
		want      []string
		err       string
	}{
		"a file":                     {[]string{"features/issues/x.feature"}, "", []string{anyOf, own, restarted}, ""},
		"its last parts":             {[]string{"x.feature"}, "", []string{anyOf, own, restarted}, ""},
		"an absolute path":           {[]string{"/somewhere/features/issues/x.feature:17"}, "", []string{restarted}, ""},
		"a path from here":           {[]string{"./features/issues/x.feature:17"}, "", []string{restarted}, ""},
		"the line of its tags":       {[]string{"features/issues/x.feature:2"}, "", []string{anyOf}, ""},
		"a line of a step":           {[]string{"features/issues/x.feature:5"}, "", []string{anyOf}, ""},
		"its last line":              {[]string{"features/issues/x.feature:8"}, "", []string{anyOf}, ""},
		"the next one's tags":        {[]string{"features/issues/x.feature:9"}, "", []string{own}, ""},
		"a row":                      {[]string{one}, "", []string{one}, ""},
		"an outline":                 {[]string{"y.feature:3"}, "", []string{one, two}, ""},
		"a name":                     {[]string{"AGAIN"}, "", []string{restarted}, ""},
		"two of them":                {[]string{"again", "features/issues/x.feature:5"}, "", []string{anyOf, restarted}, ""},
		"one twice":                  {[]string{"again", restarted}, "", []string{restarted}, ""},
		"with its tag":               {[]string{restarted}, "@restart", []string{restarted}, ""},
		"with another tag":           {[]string{restarted}, "@cause", nil, "there is no scenario " + restarted + ` with the tags "@cause"`},
		"a line of none":             {[]string{"features/issues/x.feature:1"}, "", nil, `there is no scenario at features/issues/x.feature:1; the nearest is "any" at line 3`},
		"a line behind all":          {[]string{"features/issues/x.feature:999"}, "", nil, `the nearest is "again" at line 17`},
		"no such file":               {[]string{"features/issues/z.feature:17"}, "", nil, "there is no feature features/issues/z.feature"},
		"an empty line":              {[]string{"features/issues/x.feature:"}, "", nil, `invalid scenario "features/issues/x.feature:"`},
		"a line that is no number":   {[]string{"features/issues/x.feature:two"}, "", nil, `invalid scenario "features/issues/x.feature:two"`},
		"a line below the first":     {[]string{"features/issues/x.feature:0"}, "", nil, `invalid scenario "features/issues/x.feature:0"`},
		"a part of a name":           {[]string{"row"}, "", nil, `there is no scenario of the name "row"; did you mean "rows one" or "rows two"?`},
		"no name of any":             {[]string{"moths"}, "", nil, `there is no scenario of the name "moths"; name one, or a file`},
		"the name of half a file":    {[]string{"ues/x.feature"}, "", nil, "there is no feature ues/x.feature"},
		"a file that may be another": {[]string{"features/x.feature"}, "", nil, "there is no feature features/x.feature"},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := planned(t, files, suite.Selection{Releases: []string{"2.1.5"}, Scenarios: tt.scenarios, Tags: tt.tags})
			if tt.err != "" {
				require.ErrorContains(t, err, tt.err)
				return
			}
			require.NoError(t, err)
			var got []string
			for _, s := range p.Servers {
				for _, j := range s.Jobs {
					got = append(got, j.Scenario.At())
				}
			}
			assert.ElementsMatch(t, tt.want, got)
		})
	}
}

func TestPlaceOfAJob(t *testing.T) {
	for id, want := range map[string][2]string{
		"2.1.4 features/x.feature:1":            {"2.1.4", ""},
		"2.1.4 on mariadb features/x.feature:1": {"2.1.4", "mariadb"},
		"":                                      {"", ""},
	} {
		version, on := suite.PlaceOf(id)
		assert.Equal(t, want, [2]string{version, string(on)}, id)
	}
}
