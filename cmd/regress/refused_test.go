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

// What is named twice, in vain or wrongly is found before anything is started.
func TestWhatCannotBeMeantIsRefused(t *testing.T) {
	folder := t.TempDir()
	recording, err := os.ReadFile("../../fixtures/recordings/2.1.5-white-list.json")
	require.NoError(t, err)
	file := func(name, text string) string {
		full := filepath.Join(folder, name)
		require.NoError(t, os.WriteFile(full, []byte(text), 0o644))
		return full
	}
	good := file("good.json", string(recording))
	other := file("other.json", strings.Replace(string(recording), `"postgresql"`, `"oracle"`, 1))
	hollow := file("hollow.json", `{"release":"2.1.4","database":"postgresql","ttl":"2h","flows":{"sign-in":[]}}`)
	misspelt := file("misspelt.json", strings.Replace(string(recording), `"ttl"`, `"tll"`, 1))
	timeless := file("timeless.json", strings.Replace(string(recording), `"2h"`, `"two hours"`, 1))
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"a recording with an unknown key":     {[]string{"verify", "--target", "model", misspelt}, `misspelt.json:4:2: unknown key "tll" in the recording`},
		"a recording of no TTL":               {[]string{"verify", "--target", "model", timeless}, `timeless.json:4:9: invalid ttl "two hours"`},
		"a plan for an unknown target":        {[]string{"plan", "--target", "moon"}, `unknown target "moon": choose one of auto, docker, model or url`},
		"a build like nothing":                {[]string{"run", "--image", "mine=x"}, `--image mine=x: "mine" is not a release of the catalogue (2.0.0, 2.1.0, 2.1.1, 2.1.2, 2.1.3, 2.1.4, 2.1.5, 2.1.6, 2.1.7); for a build of your own, say which of them it is like: --like 2.1.7`},
		"a build like no release":             {[]string{"run", "--image", "mine=x", "--like", "9.9"}, `--like 9.9: unknown release "9.9"`},
		"a build twice":                       {[]string{"run", "--image", "mine=x", "--image", "mine=y", "--like", "2.1.5"}, `--image "mine=y": mine has x already: give it one`},
		"a build like two releases":           {[]string{"run", "--image", "mine=x", "--like", "2.1.5,2.1.4"}, "--like: mine is like 2.1.5 already: give it one release"},
		"a build of another name":             {[]string{"run", "--image", "my_build=x", "--like", "2.1.5"}, `a build cannot be called "my_build"`},
		"an issue nobody knows of it":         {[]string{"run", "--image", "mine=x", "--like", "2.1.5", "--expect-known", "3933"}, `issue "3933", which 2.1.5 is not known to have: choose 4281, savepoint-fields`},
		"like without a build":                {[]string{"run", "--like", "2.1.5"}, "--like 2.1.5: no --image names a build"},
		"like with an image alone":            {[]string{"run", "--image", "x", "--like", "2.1.5"}, "--like 2.1.5: no --image names a build"},
		"like with a release":                 {[]string{"run", "--image", "2.1.5=x", "--like", "2.1.5"}, "--like 2.1.5: no --image names a build"},
		"like for another build":              {[]string{"run", "--image", "mine=x", "--like", "mine=2.1.5,other=2.1.4"}, "--like other=2.1.4: no --image names a build other"},
		"issues without a build":              {[]string{"plan", "--expect-known", "4281"}, "--expect-known 4281: no --image names a build"},
		"a build on the model":                {[]string{"run", "--target", "model", "--image", "mine=x", "--like", "2.1.5"}, "the model runs no image"},
		"a build that is not started":         {[]string{"run", "--release", "2.1.5", "--image", "mine=x", "--like", "2.1.5"}, "mine is not started; add it with --release"},
		"an upgrade of a build down":          {[]string{"upgrade", "--from", "2.1.5", "--to", "mine", "--image", "mine=x", "--like", "2.1.4"}, "upgrade 2.1.5 to mine (like 2.1.4): that is the way down"},
		"a mirror that is an address":         {[]string{"run", "--registry", "https://mirror.example/docker"}, `--registry: "https://mirror.example/docker" is not the prefix of a registry`},
		"a mirror for the model":              {[]string{"run", "--target", "model", "--registry", "mirror.example"}, "--registry: the model pulls no image"},
		"a distribution that is none":         {[]string{"image", "--tag", "x:1", "--distribution", good}, "it is no .tar.gz"},
		"a distribution not there":            {[]string{"image", "--tag", "x:1", "--distribution", "nowhere.tar.gz"}, "read the distribution nowhere.tar.gz: open nowhere.tar.gz: no such file"},
		"an image of no name":                 {[]string{"image", "--tag", "X:1", "--distribution", good}, `--tag "X:1" is not the name of an image`},
		"an image of another Java":            {[]string{"image", "--tag", "x:1", "--distribution", good, "--java", "7"}, "--java 7: choose one of 8, 11 or 17"},
		"images of an unknown release":        {[]string{"images", "--release", "9.9"}, `unknown release "9.9"`},
		"images from nowhere":                 {[]string{"images", "--load", "nowhere.tar"}, "--load: open nowhere.tar: no such file"},
		"images both ways":                    {[]string{"images", "--load", "a", "--save", "b"}, "[load save] were all set"},
		"a catalogue without --judge":         {[]string{"report", ".", "--releases-file", "x"}, "--releases-file: only --judge looks into a catalogue: add that, or leave out --releases-file"},
		"a recording twice":                   {[]string{"verify", "--target", "model", good, filepath.Join(folder, ".", "x", "..", "good.json")}, "named twice"},
		"a recording of another database":     {[]string{"verify", "--target", "model", other}, `recorded on the database "oracle"`},
		"a recording of nothing":              {[]string{"verify", "--target", "model", hollow}, `the flow "sign-in" has no entries`},
		"a recording into no folder":          {[]string{"record", "--target", "model", "--release", "2.1.4", "--out", "nowhere/x.json"}, "choose another file with --out"},
		"a recording into a folder":           {[]string{"record", "--target", "model", "--release", "2.1.4", "--out", folder}, "choose another file with --out"},
		"a recording that goes nowhere":       {[]string{"record", "--target", "model", "--release", "2.1.4", "--out", "x", "--to", "2.1.5"}, "the suite release upgrades to nothing"},
		"a recording of the way down":         {[]string{"record", "--target", "model", "--release", "2.1.5", "--out", "x", "--to", "2.1.4", "--suite", "upgrade"}, "that is the way down"},
		"a recording of an upgrade to itself": {[]string{"record", "--target", "model", "--release", "2.1.5", "--out", "x", "--to", "2.1.5", "--suite", "upgrade"}, "upgrade 2.1.5 to itself"},
		"a defect twice":                      {[]string{"defects", "no-expiry", "no-expiry"}, "the defect no-expiry is named twice"},
		"a release twice":                     {[]string{"releases", "2.1.4", "2.1.4"}, "the release 2.1.4 is named twice"},
		"the schema of a release":             {[]string{"releases", "--schema", "2.1.4"}, "--schema prints the form of every catalogue"},
		"the schema by a format":              {[]string{"releases", "--schema", "--format", "x"}, "--schema prints the form of every catalogue"},
		"an issue of nothing":                 {[]string{"reproduce", "", "--target", "model"}, `reproduce issue "": no scenario is about it: choose one of 2488, 2634, 3865, 3933`},
		"an unknown issue":                    {[]string{"reproduce", "99999", "--target", "model"}, `reproduce issue "99999": no scenario is about it: choose one of 2488, 2634, 3865, 3933`},
		"an issue in an expression":           {[]string{"reproduce", "3933 or @contract", "--target", "model"}, `reproduce issue "3933 or @contract": no scenario`},
		"a scenario without its line":         {[]string{"plan", "--scenario", "issues/x.feature"}, `there is no feature issues/x.feature; `},
		"a scenario that is not there":        {[]string{"plan", "--scenario", "issues/x.feature:1"}, "there is no feature issues/x.feature; `regress plan` lists"},
		"an empty token":                      {[]string{"inspect", " "}, "there is no token in the argument: give it"},
		"an empty file of a token":            {[]string{"inspect", "--token-file", file("empty", "")}, "there is no token in " + folder},
		"nothing to examine":                  {[]string{"diagnose", "--url", "http://127.0.0.1:1", ""}, "there is no token in the argument: give it"},
	} {
		t.Run(name, func(t *testing.T) {
			code, _, errs := regress(t, nil, tt.args...)
			assert.Equal(t, verdict.ExitUsage, code, errs)
			assert.Contains(t, errs, tt.want)
			assert.NoFileExists(t, "x")
			assert.NoDirExists(t, "results")
		})
	}
}
