package release_test

import (
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
)

// A new release is a new entry and nothing else: no code compares a text with a
// version, and no script lists them.
func TestNothingButTheCatalogueNamesReleases(t *testing.T) {
	versions := parse(t, string(fixtures.Releases)).Versions()
	const top = "../.."
	require.NoError(t, filepath.WalkDir(top, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") {
			return err
		}
		text, err := os.ReadFile(file)
		for _, literal := range literals(text) {
			assert.False(t, slices.Contains(versions, literal), "%s has the text %q", file, literal)
		}
		return err
	}))
	for _, script := range []string{".ci/run", "fixtures/images/model/build.sh", "fixtures/images/postgres/build.sh"} {
		text, err := os.ReadFile(filepath.Join(top, script))
		require.NoError(t, err)
		for _, v := range versions {
			assert.NotContains(t, string(text), v, script)
		}
	}
}

// literals are the strings of a Go source.
func literals(source []byte) []string {
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(source))
	s.Init(file, source, nil, 0)
	var all []string
	for {
		_, kind, text := s.Scan()
		if kind == token.EOF {
			return all
		}
		if unquoted, err := strconv.Unquote(text); kind == token.STRING && err == nil {
			all = append(all, unquoted)
		}
	}
}
