// Package contributing_test holds the recipes of CONTRIBUTING.md against the code.
package contributing_test

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/requirement"
)

// recipe is a patch, and a command with lines that it prints where the patch works.
type recipe struct {
	title, patch, command string
	prints                []string
}

// recipes are those of CONTRIBUTING.md: under a heading a patch and a session.
func recipes(t *testing.T) []recipe {
	t.Helper()
	text, err := os.ReadFile("CONTRIBUTING.md")
	require.NoError(t, err)
	form := regexp.MustCompile("(?s)\n## ([^\n]+)\n[^#]*?```diff\n(.*?)```\n\n```\n\\$ ([^\n]+)\n(.*?)```\n")
	var all []recipe
	for _, found := range form.FindAllStringSubmatch(string(text), -1) {
		all = append(all, recipe{found[1], found[2], found[3], strings.Split(strings.TrimSpace(found[4]), "\n")})
	}
	return all
}

// Every kind of addition has a recipe of ten lines at most.
func TestRecipesAreShort(t *testing.T) {
	var titles []string
	for _, r := range recipes(t) {
		titles = append(titles, r.title)
		changed := regexp.MustCompile(`(?m)^([+]($|[^+])|-($|[^-]))`).FindAllString(r.patch, -1)
		assert.NotEmpty(t, changed, r.title)
		assert.LessOrEqual(t, len(changed), 10, r.title)
	}
	assert.Equal(t, []string{"A release", "A scenario", "A cause", "A defect", "A database", "A report format"}, titles)
}

// Each recipe applies to the code as it is, and with all of them in it each command
// prints what the recipe says.
func TestRecipesWork(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program")
	}
	if _, err := exec.LookPath("git"); err != nil {
		requirement.Missing(t, "git", "install Debian's package git")
	}
	tree := t.TempDir()
	copyTree(t, tree)
	all := recipes(t)
	require.NotEmpty(t, all)
	for _, r := range all {
		patch := exec.CommandContext(t.Context(), "git", "apply", "--check", "-")
		patch.Dir, patch.Stdin = tree, strings.NewReader(r.patch)
		said, err := patch.CombinedOutput()
		require.NoError(t, err, "%s: %s", r.title, said)
	}
	for _, r := range all {
		patch := exec.CommandContext(t.Context(), "git", "apply", "-")
		patch.Dir, patch.Stdin = tree, strings.NewReader(r.patch)
		said, err := patch.CombinedOutput()
		require.NoError(t, err, "%s: %s", r.title, said)
	}
	sh(t, tree, "go build -trimpath -o bin/regress ./cmd/regress")
	for _, r := range all {
		said := sh(t, tree, r.command)
		for _, line := range r.prints {
			assert.Contains(t, said, line, r.title)
		}
	}
}

// copyTree copies what the program is built from, and its tests.
func copyTree(t *testing.T, to string) {
	t.Helper()
	left := []string{".git", "bin", "dist", "results"}
	require.NoError(t, filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case slices.Contains(left, path):
			return fs.SkipDir
		case d.IsDir():
			return os.MkdirAll(filepath.Join(to, path), 0o755)
		case !d.Type().IsRegular():
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, path), text, 0o644)
	}))
}

// sh runs a command line in a folder and returns all that it printed.
func sh(t *testing.T, dir, line string) string {
	t.Helper()
	c := exec.CommandContext(t.Context(), "sh", "-c", line)
	c.Dir = dir
	for _, v := range os.Environ() { // settings of the machine are not the recipe's
		if !strings.HasPrefix(v, "REGRESS_") && !strings.HasPrefix(v, "GITHUB_") && !strings.HasPrefix(v, "CI=") {
			c.Env = append(c.Env, v)
		}
	}
	said, err := c.CombinedOutput()
	require.NoError(t, err, "%s\n%s", line, said)
	return string(said)
}
