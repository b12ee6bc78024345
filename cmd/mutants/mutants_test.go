package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const code = `package x

// Max is the larger.
func Max(a, b int) int {
	if a > b {
		return a
	}
	return b
}

type T struct{}

func (t *T) Both(a, b, c bool) bool { return a && b && c }
`

// tried are the mutants of a package with that code: the boundary lived, and one
// of the two && has the status.
func tried(t *testing.T, code string, status Status) []Mutant {
	t.Helper()
	line := func(of string) int {
		before, _, found := strings.Cut(code, of)
		require.True(t, found, of)
		return strings.Count(before, "\n") + 1
	}
	mutant := func(mutation, of string, column int, s Status) Mutant {
		return Mutant{Key: Key{File: "harness/x/x.go", Mutation: mutation}, Line: line(of), Column: column, Status: s}
	}
	mutants := []Mutant{
		mutant("INVERT_LOGICAL", "a && b", 52, status),
		mutant("CONDITIONALS_BOUNDARY", "a > b", 7, Lived),
		mutant("CONDITIONALS_NEGATION", "a > b", 7, Killed),
		mutant("INVERT_LOGICAL", "a && b", 47, Killed),
	}
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "x.go"), []byte(code), 0o644))
	require.NoError(t, Locate(folder, mutants))
	return mutants
}

const explained = `
packages:
  - path: harness/x
  - path: harness/y
explained:
  - file: harness/x/x.go
    func: Max
    mutation: CONDITIONALS_BOUNDARY
    code: 'if a > b {'
    why: of two equal numbers either is the larger
  - file: harness/x/x.go
    func: T.Both
    mutation: INVERT_LOGICAL
    code: 'func (t *T) Both(a, b, c bool) bool { return a && b && c }'
    nth: 2
    why: c is always true
  - file: harness/y/y.go
    mutation: INVERT_LOGICAL
    code: x
    why: of another package
`

func list(t *testing.T, text string) List {
	t.Helper()
	l, err := ReadList("mutants.yaml", []byte(text))
	require.NoError(t, err)
	return l
}

func TestWhatIsExplainedPasses(t *testing.T) {
	for name, tt := range map[string]struct{ code string }{
		"as it was":         {code},
		"other lines moved": {strings.Replace(code, "// Max", "// One\n// more.\n//\n// Max", 1)},
	} {
		r := list(t, explained).Judge(Package{Path: "harness/x"}, tried(t, tt.code, Lived))
		assert.False(t, r.Open(), name)
		assert.Len(t, r.Explained, 2, name)
		assert.Empty(t, r.Noticed, name)
	}
}

func TestWhatIsNotExplainedFails(t *testing.T) {
	without := func(part string) string { return strings.Replace(explained, part, "", 1) }
	for name, tt := range map[string]struct {
		list, code        string
		status            Status
		unexplained       []string
		dangling, noticed int
	}{
		"nothing is explained": {list: "packages: [{path: harness/x}]\n", code: code, status: Lived, unexplained: []string{
			"harness/x/x.go:5:7  lived  CONDITIONALS_BOUNDARY  if a > b {",
			"harness/x/x.go:13:52  lived  INVERT_LOGICAL  func (t *T) Both(a, b, c bool) bool { return a && b && c }"}},
		"another of the line": {list: without("    nth: 2\n"), code: code, status: Lived, noticed: 1, unexplained: []string{
			"harness/x/x.go:13:52  lived  INVERT_LOGICAL  func (t *T) Both(a, b, c bool) bool { return a && b && c }"}},
		"another function": {list: explained, code: strings.Replace(code, "Max(", "Min(", 1), status: Lived, dangling: 1, unexplained: []string{
			"harness/x/x.go:5:7  lived  CONDITIONALS_BOUNDARY  if a > b {"}},
		"other code": {list: explained, code: strings.Replace(code, "if a > b {", "if  a > b {", 1), status: Lived, dangling: 1, unexplained: []string{
			"harness/x/x.go:5:7  lived  CONDITIONALS_BOUNDARY  if  a > b {"}},
		"the tests did not end": {list: without("    nth: 2\n"), code: code, status: TimedOut, noticed: 1, unexplained: []string{
			"harness/x/x.go:13:52  timed out  INVERT_LOGICAL  func (t *T) Both(a, b, c bool) bool { return a && b && c }"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := list(t, tt.list).Judge(Package{Path: "harness/x"}, tried(t, tt.code, tt.status))
			var got []string
			for _, m := range r.Unexplained {
				got = append(got, m.String())
			}
			assert.Equal(t, tt.unexplained, got)
			assert.Len(t, r.Dangling, tt.dangling)
			assert.Len(t, r.Noticed, tt.noticed)
			assert.True(t, r.Open())
		})
	}
}

// An entry whose mutant is found by a test is told, and fails nothing: on a busy
// machine a test can fail by itself.
func TestAnEntryThatATestFindsIsTold(t *testing.T) {
	r := list(t, explained).Judge(Package{Path: "harness/x"}, tried(t, code, Killed))
	assert.False(t, r.Open())
	assert.Len(t, r.Noticed, 1)
}

// What is printed for a mutant is what the list needs.
func TestThePrintedEntryExplains(t *testing.T) {
	mutants := tried(t, strings.Replace(code, "if a > b {", `if a > b { // it's`, 1), Lived)
	r := list(t, "packages: [{path: harness/x}]\n").Judge(Package{Path: "harness/x"}, mutants)
	var entries strings.Builder
	for _, m := range r.Unexplained {
		entries.WriteString(strings.TrimSuffix(entry(m), "\n") + " x\n")
	}
	again := list(t, "packages: [{path: harness/x}]\nexplained:\n"+entries.String()).Judge(Package{Path: "harness/x"}, mutants)
	assert.False(t, again.Open())
	assert.Len(t, again.Explained, 2)
}

func TestTheReport(t *testing.T) {
	r := list(t, explained).Judge(Package{Path: "harness/x"}, tried(t, code, Lived))
	other := Report{Package: Package{Path: "harness/y"}, Count: map[Status]int{Killed: 199, TimedOut: 1}}
	var out strings.Builder
	Write(&out, []Report{r, other})
	assert.Contains(t, out.String(), "harness/x/x.go:5:7  lived  CONDITIONALS_BOUNDARY  if a > b {\n    explained: of two equal numbers either is the larger\n")
	assert.Contains(t, out.String(), "| harness/x | 4 | 2 | 2 | 0 | 2 | 50% | 100% |\n"+
		"| harness/y | 200 | 199 | 0 | 1 | 0 | 99% | 99% |\n"+
		"| all | 204 | 201 | 2 | 1 | 2 | 98% | 99% |\n")
}

func TestBadListsAreRefused(t *testing.T) {
	entry := "  - {file: harness/x/x.go, mutation: M, code: x, why: y}\n"
	for name, tt := range map[string]struct{ text, want string }{
		"no packages":               {"packages: []\n", "packages"},
		"a part without a reason":   {"packages: [{path: harness/x, tests: ^TestA$}]\n", "harness/x leaves something out: write why"},
		"a skip without a reason":   {"packages: [{path: harness/x, skip: ^TestA$}]\n", "harness/x leaves something out: write why"},
		"a file without a reason":   {"packages: [{path: harness/x, without: [a.go]}]\n", "harness/x leaves something out: write why"},
		"an entry without a reason": {"packages: [{path: harness/x}]\nexplained:\n  - {file: harness/x/x.go, mutation: M, code: x}\n", "why"},
		"an unknown key":            {"packages: [{path: harness/x, reason: none}]\n", "reason"},
		"two of one":                {"packages: [{path: harness/x}]\nexplained:\n" + entry + entry, "two explanations for the M of harness/x/x.go"},
		"of no package":             {"packages: [{path: harness/y}]\nexplained:\n" + entry, "harness/x is not among the packages"},
	} {
		_, err := ReadList("mutants.yaml", []byte(tt.text))
		assert.ErrorContains(t, err, tt.want, name)
	}
	_, err := list(t, explained).Choose([]string{"harness/z"})
	assert.ErrorContains(t, err, "choose from harness/x, harness/y")
	chosen, err := list(t, explained).Choose([]string{"./harness/y/"})
	require.NoError(t, err)
	assert.Equal(t, []Package{{Path: "harness/y"}}, chosen)
}

// The list in the repository can be read, and its packages are there.
func TestTheListOfTheRepository(t *testing.T) {
	text, err := os.ReadFile("../../docs/mutants.yaml")
	require.NoError(t, err)
	for _, p := range list(t, string(text)).Packages {
		files, err := filepath.Glob(filepath.Join("../..", p.Path, "*.go"))
		require.NoError(t, err)
		assert.NotEmpty(t, files, p.Path)
		for _, f := range p.Without {
			assert.FileExists(t, filepath.Join("../..", p.Path, f))
		}
	}
}
