package main

import (
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// documents are the texts for people, by their path in the repository.
func documents(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, pattern := range []string{"*.md", "docs/*.md", "examples/*/*.md"} {
		paths, err := filepath.Glob(filepath.Join("../..", pattern))
		require.NoError(t, err)
		for _, path := range paths {
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			found[filepath.ToSlash(strings.TrimPrefix(path, filepath.FromSlash("../../")))] = string(text)
		}
	}
	require.Contains(t, found, "README.md")
	return found
}

// prose is a text without what stands between fences, and what does.
func prose(text string) (outside, fenced string) {
	parts := strings.Split("\n"+text, "\n```")
	for i, part := range parts {
		if i%2 == 0 {
			outside += part + "\n"
		} else {
			fenced += part + "\n"
		}
	}
	return outside, fenced
}

// A link leads to a file that there is, and to a heading that it has.
func TestLinksOfDocuments(t *testing.T) {
	all := documents(t)
	for path, text := range all {
		outside, _ := prose(text)
		for _, link := range regexp.MustCompile(`\]\(([^)]+)\)`).FindAllStringSubmatch(outside, -1) {
			if strings.Contains(link[1], "://") {
				continue
			}
			file, heading, deep := strings.Cut(link[1], "#")
			to := path
			if file != "" {
				to = filepath.ToSlash(filepath.Join(filepath.Dir(path), file))
			}
			_, err := os.Stat(filepath.Join("../..", to))
			require.NoError(t, err, "%s links to %s", path, link[1])
			if deep {
				assert.Contains(t, headings(all[to]), heading, "%s links to %s", path, link[1])
			}
		}
	}
}

// headings are the names under which GitHub makes a link to each heading.
func headings(text string) []string {
	outside, _ := prose(text)
	var names []string
	for _, h := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(outside, -1) {
		name := regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(strings.ToLower(h[1]), "")
		names = append(names, strings.ReplaceAll(name, " ", "-"))
	}
	return names
}

// What a text tells people to type, the program and the Makefile take.
func TestCommandsOfDocuments(t *testing.T) {
	makefile, err := os.ReadFile("../../Makefile")
	require.NoError(t, err)
	var targets []string
	for _, rule := range regexp.MustCompile(`(?m)^([a-z-]+):`).FindAllStringSubmatch(string(makefile), -1) {
		targets = append(targets, rule[1])
	}
	flags := flagsOf(newRoot(streams{strings.NewReader(""), io.Discard, io.Discard}))
	foreign := []string{"docs/mutants.md", "docs/measured.md"} // which name flags of other programs
	aims := map[string]string{"regress": "run", "upgrade": "upgrade", "plan": "plan", "reproduce": "reproduce"}
	typed := 0
	for path, text := range documents(t) {
		outside, fenced := prose(text)
		lines := strings.Split(fenced, "\n")
		for _, code := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(outside, -1) {
			lines = append(lines, code[1])
		}
		for _, line := range lines {
			line = strings.ReplaceAll(strings.TrimPrefix(line, "$ "), `\|`, "|")
			word, _, _ := strings.Cut(line, " ")
			name, _, _ := strings.Cut(word, "=")
			switch {
			case strings.Contains(line, "regress COMMAND"): // any
			case word == "regress" || strings.HasSuffix(word, "/regress"):
				for _, words := range commandLines(t, line) {
					typed++
					assert.NoError(t, understood(words), "%s: %s", path, line)
				}
			case word == "make" && line != "make" && !strings.HasPrefix(line, "make -"):
				target := regexp.MustCompile(`^make ([a-z-]+)`).FindStringSubmatch(line)
				require.Len(t, target, 2, "%s: %s", path, line)
				assert.Contains(t, targets, target[1], "%s: %s", path, line)
				_, args, given := strings.Cut(line, "ARGS='")
				if command := aims[target[1]]; given && command != "" {
					for _, words := range commandLines(t, "regress "+command+" "+strings.TrimSuffix(args, "'")) {
						assert.NoError(t, understood(words), "%s: %s", path, line)
					}
				}
			case !slices.Contains(foreign, path) && regexp.MustCompile(`^--[a-z]`).MatchString(word):
				assert.Contains(t, flags, strings.TrimPrefix(name, "--"), "%s: %s", path, line)
			}
		}
	}
	assert.Greater(t, typed, 50)
}

// flagsOf are the names of all flags of a command and of those below it.
func flagsOf(c *cobra.Command) []string {
	names := map[string]bool{"version": true, "help": true}
	c.Flags().VisitAll(func(f *pflag.Flag) { names[f.Name] = true })
	for _, below := range c.Commands() {
		for _, name := range flagsOf(below) {
			names[name] = true
		}
	}
	return slices.Collect(maps.Keys(names))
}

// A message that is explained is one that the program has.
func TestExplainedMessages(t *testing.T) {
	var source strings.Builder
	for _, root := range []string{"../../cmd", "../../harness", "../../suite"} {
		require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			source.Write(text)
			return err
		}))
	}
	text := documents(t)["docs/troubleshooting.md"]
	rows := regexp.MustCompile("(?m)^\\| `([^`]+)` \\|").FindAllStringSubmatch(text, -1)
	require.Greater(t, len(rows), 10)
	for _, row := range rows {
		assert.Contains(t, source.String(), row[1])
	}
}
