package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/verdict"
)

// shortly selects one scenario about issue 3933, which every model has.
const shortly = "not @white-list and not @cause and not @workaround"

// dying is the one scenario that is enough for models of 2.1.4.
const dying = "On 2.1.4 the token dies with the session TTL, and its row does not show it"

func TestBisectOverReleases(t *testing.T) {
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"a break, whose ends nobody names":           {[]string{"--find", "break"}, "FIRST BAD release: 2.1.4 (2.1.3 is good): issue 3933"},
		"a fix, behind which another issue hides it": {[]string{"--find", "fix"}, "FIRST GOOD release: 2.1.5 (2.1.4 is bad): issue 3933"},
		"by two ends":                     {[]string{"--good", "2.1.0", "--bad", "2.1.4"}, "FIRST BAD release: 2.1.4 (2.1.3 is good)"},
		"by two ends, the newer one good": {[]string{"--good", "2.1.6", "--bad", "2.1.4"}, "FIRST GOOD release: 2.1.5 (2.1.4 is bad)"},
		"of some releases":                {[]string{"--find", "break", "--release", "2.1.4,2.1.1,2.1.6"}, "FIRST BAD release: 2.1.4 (2.1.1 is good)"},
		"with a model that is broken":     {[]string{"--good", "2.1.3", "--bad", "2.1.4", "--model-defect", "2.1.3=expiry"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := regress(t, nil, append([]string{"bisect", "--issue", "#3933", "--target", "model", "--tags", shortly}, tt.args...)...)
			if tt.want == "" {
				assert.Equal(t, verdict.ExitUsage, code, out+errs)
				return
			}
			require.Equal(t, 0, code, errs)
			assert.Contains(t, out, tt.want)
			report, err := os.ReadFile(regexp.MustCompile(`report: (\S+)`).FindStringSubmatch(out)[1])
			require.NoError(t, err)
			assert.Contains(t, string(report), tt.want)
			assert.Contains(t, string(report), "\nregress reproduce 3933 --target model --release 2.1.4 --tags ")
		})
	}
}

// What is told to programs has its form, and so has what is kept.
func TestBisectForPrograms(t *testing.T) {
	form, err := filepath.Abs("../../harness/bisection/schema/bisection.v1.json")
	require.NoError(t, err)
	schema, err := jsonschema.NewCompiler().Compile(form)
	require.NoError(t, err)
	code, out, errs := regress(t, nil, "bisect", "--issue", "3933", "--target", "model", "--find", "break", "--tags", shortly, "--json", "--json-file", "saved.json")
	require.Equal(t, 0, code, errs)
	kept, err := filepath.Glob("results/bisections/*/bisection.json")
	require.NoError(t, err)
	require.Len(t, kept, 1)
	for _, file := range []string{"saved.json", kept[0]} {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		assert.Equal(t, out, string(text))
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
	require.NoError(t, err)
	require.NoError(t, schema.Validate(value))
	assert.Contains(t, out, `"exact": true`)
}

// The steps of an earlier bisection are not made again, unless that is asked for.
func TestBisectGoesOn(t *testing.T) {
	args := []string{"bisect", "--issue", "3933", "--target", "model", "--find", "fix", "--tags", shortly}
	code, _, errs := regress(t, nil, args...)
	require.Equal(t, 0, code, errs)
	made := strings.Count(errs, "• reproducing on ")
	assert.Positive(t, made)
	code, out, errs := typed(t, args...)
	require.Equal(t, 0, code, errs)
	assert.Contains(t, out, "FIRST GOOD release: 2.1.5")
	assert.NotContains(t, errs, "• reproducing on ")
	_, _, errs = typed(t, append(args, "--force")...)
	assert.Equal(t, made, strings.Count(errs, "• reproducing on "))
	_, _, errs = typed(t, append(args, "--clock", "jump", "--database", "h2")...)
	assert.Contains(t, errs, "• reproducing on ", "another database is another question")
	_, out, errs = typed(t, "history")
	assert.NotContains(t, out+errs, "bisections")
}

// clone makes a repository with commits c0 to c9; the build command that goes with
// it makes models of them, and fails for some.
func clone(t *testing.T, bad, broken string) (folder, command string) {
	t.Helper()
	folder = t.TempDir()
	script := `set -e; git init -q -b main; git config user.name x; git config user.email x@example.org
for i in 0 1 2 3 4 5 6 7 8 9; do echo $i > number; git add number; git commit -q -m "c$i"; git tag c$i; done; git checkout -q -b side c2; git commit -q --allow-empty -m aside`
	c := exec.CommandContext(t.Context(), "sh", "-c", script)
	c.Dir = folder
	out, err := c.CombinedOutput()
	require.NoError(t, err, string(out))
	command = fmt.Sprintf(`n=$(git show {commit}:number); echo building $n >&2; echo $n >> built; case $n in [%s]) exit 1;; [%s]) echo 2.1.4;; *) echo 2.1.4=no-expiry;; esac`, broken, bad)
	return folder, command
}

func TestBisectOverCommits(t *testing.T) {
	for name, tt := range map[string]struct {
		bad, broken string
		args        []string
		code        int
		want        string
	}{
		"a break":                        {"6789", "x", []string{"--good", "c0", "--bad", "c9"}, 0, `FIRST BAD commit: [0-9a-f]{9} c6 \([0-9a-f]{9} is good\)`},
		"a fix":                          {"0123", "x", []string{"--good", "c9", "--bad", "c0"}, 0, `FIRST GOOD commit: [0-9a-f]{9} c4 `},
		"some that do not build":         {"6789", "247", []string{"--good", "c0", "--bad", "c9"}, 0, `FIRST BAD commit: [0-9a-f]{9} c6 `},
		"the one does not build":         {"6789", "56", []string{"--good", "c0", "--bad", "c9"}, 1, `FIRST BAD commit: one of 3, behind (.|\n)*it may be [0-9a-f]{9} c5, too, which is unknown: it did not build: the build command ended with exit status 1`},
		"more than one at the same time": {"6789", "x", []string{"--good", "c0", "--bad", "c9", "--builds-at-once", "3"}, 0, `FIRST BAD commit: [0-9a-f]{9} c6 `},
		"by branches":                    {"6789", "x", []string{"--good", "c1", "--bad", "main", "--find", "break"}, 0, `FIRST BAD commit: [0-9a-f]{9} c6 `},
	} {
		t.Run(name, func(t *testing.T) {
			folder, command := clone(t, tt.bad, tt.broken)
			args := append([]string{"bisect", "--issue", "3933", "--target", "model", "--scenario", dying, "--repository", folder, "--build", command}, tt.args...)
			code, out, errs := regress(t, nil, args...)
			require.Equal(t, tt.code, code, out+errs)
			assert.Regexp(t, tt.want, out)
			logs, err := filepath.Glob("results/bisections/*/builds/*.log")
			require.NoError(t, err)
			require.NotEmpty(t, logs)
			text, err := os.ReadFile(logs[0])
			require.NoError(t, err)
			assert.Regexp(t, `^building \d\n`, string(text))
			before, err := os.ReadFile(filepath.Join(folder, "built"))
			require.NoError(t, err)
			code, _, errs = typed(t, args...)
			require.Equal(t, tt.code, code, errs)
			after, err := os.ReadFile(filepath.Join(folder, "built"))
			require.NoError(t, err)
			assert.Equal(t, string(before), string(after), "nothing is built again")
		})
	}
}

func TestBisectOverImages(t *testing.T) {
	list := filepath.Join(t.TempDir(), "images.txt")
	require.NoError(t, os.WriteFile(list, []byte("# nightly builds\none=2.1.4=no-expiry\n\ntwo=2.1.3\n2.1.4\n four=2.1.4 \n"), 0o644))
	code, out, errs := regress(t, nil, "bisect", "--issue", "3933", "--target", "model", "--tags", shortly, "--images", list, "--good", "one", "--bad", "four")
	require.Equal(t, 0, code, errs)
	assert.Contains(t, out, "FIRST BAD image: 2.1.4 (two is good)")
	code, out, errs = typed(t, "bisect", "--issue", "3933", "--target", "model", "--tags", shortly, "--images", list, "--find", "break")
	require.Equal(t, 0, code, errs)
	assert.Contains(t, out, "FIRST BAD image: 2.1.4 (two is good)")
}

// What cannot be meant is told before anything is run.
func TestBisectRefuses(t *testing.T) {
	folder, command := clone(t, "6789", "x")
	list := func(text string) string {
		file := filepath.Join(t.TempDir(), "list")
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
		return file
	}
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"nothing to find":            {nil, "nothing says what to find"},
		"one end":                    {[]string{"--good", "2.1.3"}, "one end alone"},
		"the same ends":              {[]string{"--good", "2.1.3", "--bad", "2.1.3"}, "are both 2.1.3"},
		"an end that is not":         {[]string{"--good", "2.1.3", "--bad", "9.9.9"}, "9.9.9 is not among the releases: choose 2.0.0"},
		"reversed ends":              {[]string{"--good", "2.1.5", "--bad", "2.1.4", "--find", "break"}, "reversed ends: --good 2.1.5 and --bad 2.1.4, in this order, are a fix"},
		"an unknown change":          {[]string{"--find", "change"}, `--find "change": choose one of break or fix`},
		"wrong ends":                 {[]string{"--good", "2.1.4", "--bad", "2.1.5"}, "a wrong end: 2.1.4 is to be good, and it is bad"},
		"an unknown issue":           {[]string{"--issue", "1", "--find", "break"}, "no scenario is about it"},
		"a server that runs already": {[]string{"--find", "break", "--target", "url", "--tags", shortly}, "there is nothing to bisect"},
		"two lists":                  {[]string{"--find", "break", "--images", "a", "--build", "b"}, "choose one of them"},
		"a build without a clone":    {[]string{"--find", "break", "--build", command}, "--build and --repository go together"},
		"a clone without a build":    {[]string{"--find", "break", "--repository", folder}, "--build and --repository go together"},
		"commits without ends":       {[]string{"--find", "break", "--build", command, "--repository", folder}, "name the ends with --good and --bad"},
		"a folder that is no clone":  {[]string{"--good", "c0", "--bad", "c9", "--build", command, "--repository", t.TempDir()}, "not a git repository"},
		"a folder that is not":       {[]string{"--good", "c0", "--bad", "c9", "--build", command, "--repository", "nowhere"}, "no such file"},
		"a revision that is not":     {[]string{"--good", "c0", "--bad", "c99", "--build", command, "--repository", folder}, "find c99"},
		"one commit by two names":    {[]string{"--good", "c9", "--bad", "main", "--build", command, "--repository", folder}, "are the same commit"},
		"commits without an order":   {[]string{"--good", "side", "--bad", "c9", "--build", command, "--repository", folder}, "neither comes before the other: they part at "},
		"commits in another order":   {[]string{"--good", "c9", "--bad", "c0", "--find", "break", "--build", command, "--repository", folder}, "reversed ends"},
		"a command without a commit": {[]string{"--good", "c0", "--bad", "c9", "--build", "make image", "--repository", folder}, "write {commit}"},
		"no builds at once":          {[]string{"--good", "c0", "--bad", "c9", "--builds-at-once", "0", "--build", command, "--repository", folder}, "at least 1"},
		"builds of releases":         {[]string{"--find", "break", "--builds-at-once", "2"}, "only --build obeys it"},
		"a list that is not":         {[]string{"--find", "break", "--images", "nowhere"}, "--images: open nowhere"},
		"a list of nothing":          {[]string{"--find", "break", "--images", list("# nothing\n")}, "names 0 images"},
		"a list with a name twice":   {[]string{"--find", "break", "--images", list("a=2.1.3\na=2.1.4\n")}, ":2: a is in it twice"},
		"a list of sentences":        {[]string{"--find", "break", "--images", list("the first image\n2.1.4\n")}, ":1: \"the first image\" is not an image"},
		"a release that is not":      {[]string{"--find", "break", "--release", "9.9.9,2.1.4"}, "9.9.9"},
		"nothing before":             {[]string{"--find", "break", "--release", "2.1.4,2.1.5"}, "no release before that"},
	} {
		t.Run(name, func(t *testing.T) {
			args := []string{"bisect", "--tags", shortly}
			if tt.args == nil || tt.args[0] != "--issue" {
				args = append(args, "--issue", "3933")
			}
			if !strings.Contains(strings.Join(tt.args, " "), "--target") {
				args = append(args, "--target", "model")
			}
			if strings.Contains(strings.Join(tt.args, " "), "--tags") {
				args = append(args[:1], args[3:]...)
			}
			code, out, errs := regress(t, nil, append(args, tt.args...)...)
			assert.Equal(t, verdict.ExitUsage, code, out+errs)
			assert.Contains(t, errs, tt.want)
			assert.Empty(t, out)
		})
	}
}
