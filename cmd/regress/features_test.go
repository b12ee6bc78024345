package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/verdict"
)

// nightly is a feature of somebody's own, with a tag of its own.
const nightly = `Feature: Our scheduler

  @nightly
  Scenario: It starts the nightly job
    Given StreamPark as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler starts the application
    Then the application starts

  @issue-3933 @known-issue-3933
  Scenario: It starts again in the afternoon
    Given StreamPark 2.1.4 as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler starts the application 7h after the token was made
    Then the call fails as in known issue 3933: 401, because the token has expired
`

// ownFeature makes a folder with a feature, other files and a hidden folder.
func ownFeature(t *testing.T, text string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "mine")
	for name, content := range map[string]string{"deep/er/x.feature": text, "README.md": "about them", ".old/y.feature": "nonsense", ".z.feature": "nonsense"} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(content), 0o644))
	}
	return dir
}

// A folder of one's own takes the place of the built-in features.
func TestOwnFeatures(t *testing.T) {
	dir := ownFeature(t, nightly)
	x := filepath.ToSlash(filepath.Join(dir, "deep", "er", "x.feature"))
	code, out, errs := regress(t, nil, "plan", "--features", dir)
	require.Equal(t, verdict.ExitAsExpected, code, errs)
	assert.Contains(t, out, "It starts the nightly job  ("+x+":4)")
	assert.NotContains(t, out, "features/contract")

	code, out, errs = regress(t, map[string]string{"REGRESS_FEATURES": dir}, "run", "--target", "model", "--release", "2.1.4", "--known-issues", "fail")
	require.Equal(t, verdict.ExitUnexpected, code, errs)
	assert.Contains(t, out, "--features "+dir+" ", "the line to run it again names them")
	all := latestResult(t)
	require.Len(t, all.Scenarios, 2)
	assert.Equal(t, x, all.Scenarios[0].File)

	code, _, errs = typed(t, "run", "--rerun-failed")
	assert.Equal(t, verdict.ExitUnexpected, code, errs)
	assert.Len(t, latestResult(t).Scenarios, 1)
	for name, args := range map[string][]string{
		"a tag":         {"--tags", "@nightly", "--release", "2.1.4"},
		"a line":        {"--scenario", x + ":6", "--release", "2.1.4"},
		"a file's name": {"--scenario", "x.feature", "--tags", "@nightly", "--release", "2.1.4"},
		"a name":        {"--scenario", "it starts the nightly job", "--release", "2.1.4"},
	} {
		code, out, errs = typed(t, append([]string{"plan", "--features", dir}, args...)...)
		assert.Equal(t, verdict.ExitAsExpected, code, name+errs)
		assert.Equal(t, 1, strings.Count(out, "x.feature:"), name)
	}
	code, out, errs = typed(t, "reproduce", "3933", "--features", dir, "--target", "model")
	assert.Equal(t, verdict.ExitAsExpected, code, errs)
	assert.Contains(t, out, "REPRODUCED")
	assert.Len(t, latestResult(t).Scenarios, 1)
	code, _, errs = typed(t, "reproduce", "4322", "--features", dir, "--target", "model")
	assert.Equal(t, verdict.ExitUsage, code)
	assert.Contains(t, errs, `reproduce issue "4322": no scenario is about it: choose 3933`)
}

// Feature files are what editors make of them.
func TestOwnFeaturesOfAllKinds(t *testing.T) {
	german := strings.NewReplacer("Feature:", "# language: de\nFunktionalität:", "Scenario:", "Szenario:", "Given ", "Angenommen ", "When ", "Wenn ", "Then ", "Dann ", "And ", "Und ").Replace(nightly)
	for name, text := range map[string]string{"a byte order mark": "\uFEFF" + nightly, "Windows": strings.ReplaceAll(nightly, "\n", "\r\n"), "German": german} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := regress(t, nil, "run", "--target", "model", "--features", ownFeature(t, text))
			assert.Equal(t, verdict.ExitAsExpected, code, errs)
			assert.Regexp(t, `3 scenarios, 3 as expected`, out)
		})
	}
	code, _, errs := regress(t, nil, "plan", "--tags", "@nightly", "--features", ownFeature(t, strings.NewReplacer("  @nightly\n", "", "  @issue-3933 @known-issue-3933\n", "").Replace(nightly)))
	assert.Equal(t, verdict.ExitUsage, code)
	assert.Contains(t, errs, `the tags "@nightly" select no scenario; the features have no tags`)
}

// What a run plays is what its plan was made of, whatever becomes of the folder.
func TestOwnFeaturesStayAsTheyWerePlanned(t *testing.T) {
	o := &options{features: ownFeature(t, nightly)}
	_, files, err := o.readFeatures()
	require.NoError(t, err)
	require.NoError(t, os.RemoveAll(o.features))
	f, err := files.Open("deep/er/x.feature")
	require.NoError(t, err)
	assert.NoError(t, f.Close())
}

// What is wrong with features of one's own is found before anything is started, and
// it says where it is.
func TestOwnFeaturesThatCannotBeRun(t *testing.T) {
	changed := func(was, is string) string {
		require.Contains(t, nightly, was)
		return strings.Replace(nightly, was, is, 1)
	}
	upper := ownFeature(t, nightly)
	require.NoError(t, os.WriteFile(filepath.Join(upper, "Y.FEATURE"), nil, 0o644))
	for name, tt := range map[string]struct {
		dir, want string
	}{
		"no folder":         {"nowhere", "--features: stat nowhere: no such file"},
		"a file":            {filepath.Join(ownFeature(t, nightly), "deep/er/x.feature"), "x.feature is a file: name the folder that it is in, and add --scenario "},
		"no feature":        {t.TempDir(), "--features: there is no .feature file in "},
		"an undefined step": {ownFeature(t, changed("the application starts", "the application stars")), "deep/er/x.feature:9: no step is defined for \"the application stars\"; the nearest is \"the application starts\", and `regress steps` lists all"},
		"no Gherkin":        {ownFeature(t, changed("  Scenario: It starts the", "  Szenario: It starts the")), "deep/er/x.feature:4:3: expected: "},
		"two mistakes":      {ownFeature(t, changed("    Given", "    Gvien")+"nonsense\n"), "deep/er/x.feature:18:1: expected: "},
		"no text":           {ownFeature(t, changed("nightly job", "nightly \xff job")), "deep/er/x.feature:4: the line is not text in UTF-8: save the file so"},
		"many mistakes":     {ownFeature(t, nightly+strings.Repeat("nonsense\n", 9)), "deep/er/x.feature: and 4 more"},
		"no expectation":    {ownFeature(t, changed("    Then the application starts\n", "")), `deep/er/x.feature:8: nothing is expected of "the scheduler starts the application"`},
		"nothing":           {ownFeature(t, ""), "deep/er/x.feature:1: there is no feature in it"},
		"no release":        {ownFeature(t, changed("StreamPark 2.1.4", "StreamPark 2.9")), `deep/er/x.feature:13: unknown release "2.9"`},
		"no known issue":    {ownFeature(t, changed("@issue-3933", "@issue-3934")), "deep/er/x.feature:12: the tag @issue-3934 is about an issue the catalogue does not have"},
		"an odd ending":     {upper, "Y.FEATURE:1: nobody reads this file: its name has to end with .feature"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, args := range [][]string{{"plan"}, {"run", "--target", "model"}, {"reproduce", "3933", "--target", "model"}} {
				code, out, errs := regress(t, nil, append(args, "--features", tt.dir)...)
				assert.Equal(t, verdict.ExitUsage, code, errs)
				assert.Contains(t, filepath.ToSlash(errs), tt.want)
				assert.Empty(t, out)
				assert.NoDirExists(t, "results")
			}
		})
	}
}
