package main

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"mvdan.cc/sh/v3/syntax"
)

// commandLines are those of a shell script that start regress, each as its words
// without the program. A word that is not written out, as "$ISSUE", is empty.
func commandLines(t *testing.T, script string) [][]string {
	t.Helper()
	parsed, err := syntax.NewParser().Parse(strings.NewReader(script), "")
	require.NoError(t, err, script)
	var lines [][]string
	syntax.Walk(parsed, func(n syntax.Node) bool {
		call, is := n.(*syntax.CallExpr)
		if !is || len(call.Args) == 0 {
			return true
		}
		var words []string
		for _, w := range call.Args {
			words = append(words, written(w))
		}
		if strings.HasSuffix(words[0], "regress") {
			lines = append(lines, words[1:])
		}
		return true
	})
	return lines
}

// written is a word as it stands, its variables left out.
func written(w *syntax.Word) string {
	var text strings.Builder
	syntax.Walk(w, func(n syntax.Node) bool {
		switch part := n.(type) {
		case *syntax.Lit:
			text.WriteString(part.Value)
		case *syntax.SglQuoted:
			text.WriteString(part.Value)
		case *syntax.ParamExp, *syntax.CmdSubst:
			return false
		}
		return true
	})
	return text.String()
}

// understood says what regress would not know of a command line: its command or a
// flag.
func understood(words []string) error {
	root := newRoot(streams{strings.NewReader(""), io.Discard, io.Discard})
	root.InitDefaultVersionFlag()
	c, rest, err := root.Find(words)
	if err != nil {
		return fmt.Errorf("regress %s: %w", strings.Join(words, " "), err)
	}
	c.InitDefaultHelpFlag()
	for _, w := range rest {
		name, long := strings.CutPrefix(w, "--")
		if w == "--" {
			break
		}
		name, _, _ = strings.Cut(name, "=")
		if long && c.Flag(name) == nil {
			return fmt.Errorf("regress %s: %s has no flag --%s", strings.Join(words, " "), c.Name(), name)
		}
	}
	return nil
}
