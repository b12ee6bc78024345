package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/verdict"
)

// The help of every command has examples, what it writes, and its exit codes.
func TestEveryCommandHasAManual(t *testing.T) {
	left := manuals()
	each(newRoot(streams{}), func(c *cobra.Command) {
		if c.Hidden {
			return
		}
		args := append(strings.Fields(c.CommandPath())[1:], "--help")
		code, help, errs := regress(t, nil, args...)
		require.Equal(t, verdict.ExitAsExpected, code, errs)
		path := c.CommandPath()
		assert.Regexp(t, `(?m)^Examples:\n  # .+\n  .*\bregress `, help, path)
		assert.Regexp(t, `(?m)^Writes:\n  \S`, help, path)
		assert.Regexp(t, `(?m)^Exit codes:\n  0   \S.*\n(  1   \S.*\n)?(  2   \S.*\n)?(  3   \S.*\n)?  64  \S`, help, path)
		assert.Equal(t, 1, strings.Count(help, "Exit codes"), path)
		for line := range strings.Lines(c.Long) {
			assert.LessOrEqual(t, len([]rune(line)), 101, "%s: %s", path, line)
		}
		delete(left, path)
	})
	assert.Empty(t, left, "each manual is of a command")
}

// Every example is a command line that the program takes.
func TestExamplesAreTaken(t *testing.T) {
	for path, m := range manuals() {
		for _, e := range m.examples {
			t.Run(e.line, func(t *testing.T) {
				line := regexp.MustCompile(`<\((.*)\)`).ReplaceAllString(e.line, "$1") // what a shell runs in it
				_, line, _ = strings.Cut(line, "regress ")
				words := inShell("regress " + strings.ReplaceAll(line, `"`, "'"))
				root := newRoot(streams{})
				strict(root)
				c, args, err := root.Find(words)
				require.NoError(t, err)
				require.NoError(t, c.ParseFlags(args))
				require.NoError(t, c.ValidateRequiredFlags())
				require.NoError(t, c.ValidateArgs(c.Flags().Args()))
				if path != "regress" && path != "regress results" && path != "regress completion" && path != "regress new" && path != "regress new scenario" {
					assert.Equal(t, path, c.CommandPath(), "it is one of this command")
				}
			})
		}
	}
}

// What a command ends with is in its help.
func TestTheExitCodesAreThoseOfTheHelp(t *testing.T) {
	for path, m := range manuals() {
		was := -1
		for _, e := range m.codes {
			assert.Greater(t, e.code, was, path)
			assert.Contains(t, []int{verdict.ExitAsExpected, verdict.ExitUnexpected, verdict.ExitInconclusive, verdict.ExitExpiring}, e.code, fmt.Sprint(path))
			was = e.code
		}
	}
}
