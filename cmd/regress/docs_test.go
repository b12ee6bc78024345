package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/verdict"
)

// TestThePagesAreTrue holds docs/cli.md and docs/steps.md against the code; `make
// docs` writes them.
func TestThePagesAreTrue(t *testing.T) {
	kept := map[string]string{}
	for _, name := range []string{"cli.md", "steps.md"} {
		text, err := os.ReadFile(filepath.Join("../../docs", name))
		require.NoError(t, err)
		kept[name] = string(text)
	}
	code, out, errs := regress(t, nil, "docs", ".")
	require.Equal(t, verdict.ExitAsExpected, code, errs)
	assert.Equal(t, "steps.md\ncli.md\n", out)
	for name, text := range kept {
		made, err := os.ReadFile(name)
		require.NoError(t, err)
		assert.Equal(t, string(made), text, "docs/%s is not what the code says: make docs", name)
	}
	root := newRoot(streams{})
	each(root, func(c *cobra.Command) {
		if c.Hidden || c.Name() == "help" {
			return
		}
		_, section, found := strings.Cut(kept["cli.md"], "\n## "+c.CommandPath()+"\n")
		assert.True(t, found, "docs/cli.md lacks %s: make docs", c.CommandPath())
		section, _, _ = strings.Cut(section, "\n## ")
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if f.Name != "help" && f.Name != "version" {
				assert.Contains(t, section, "| `--"+f.Name+"` |", c.CommandPath())
			}
		})
	})
}

func TestManPages(t *testing.T) {
	code, out, errs := regress(t, map[string]string{"SOURCE_DATE_EPOCH": "1764144000"}, "man", ".")
	require.Equal(t, verdict.ExitAsExpected, code, errs)
	each(newRoot(streams{}), func(c *cobra.Command) {
		if c.Hidden || c.Name() == "help" {
			return
		}
		name := strings.ReplaceAll(c.CommandPath(), " ", "-") + ".1"
		assert.Contains(t, out, name+"\n")
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		for _, want := range []string{".TH ", `"Nov 2025"`, ".SH NAME", ".SH SYNOPSIS", ".SH DESCRIPTION", ".SH FILES", ".SH EXIT STATUS", ".SH EXAMPLE", `\fB64\fP`} {
			assert.Contains(t, string(text), want, name)
		}
		assert.NotContains(t, string(text), "cobra", name)
		assert.Equal(t, 1, bytes.Count(text, []byte(".SH EXIT STATUS")))
	})
	left, err := os.ReadDir(".")
	require.NoError(t, err)
	assert.Len(t, left, strings.Count(out, "\n"))
}

func TestDocumentationThatCannotBeWritten(t *testing.T) {
	for want, args := range map[string][]string{
		"write the documentation: open nowhere/": {"docs", "nowhere"},
		"write the documentation: open nowhere":  {"man", "nowhere"},
		"accepts 1 arg(s), received 0":           {"man"},
	} {
		code, out, errs := regress(t, nil, args...)
		assert.Equal(t, verdict.ExitUsage, code)
		assert.Contains(t, errs, want)
		assert.Empty(t, out)
	}
}
