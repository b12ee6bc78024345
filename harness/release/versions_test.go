package release_test

import (
	"go/ast"
	"go/parser"
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

// A new release is a new entry and nothing else: no code decides by a version,
// and no script lists them. Where something was measured is another matter.
func TestNothingButTheCatalogueNamesReleases(t *testing.T) {
	versions := parse(t, string(fixtures.Releases)).Versions()
	const top = "../.."
	require.NoError(t, filepath.WalkDir(top, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") {
			return err
		}
		source, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		for _, text := range deciding(source) {
			assert.NotContains(t, versions, text, "%s decides by the version %s", file, text)
		}
		return err
	}))
	for _, script := range []string{".ci/run", "fixtures/images/model/build.sh", "fixtures/images/postgres/build.sh", "fixtures/images/mariadb/build.sh"} {
		text, err := os.ReadFile(filepath.Join(top, script))
		require.NoError(t, err)
		for _, v := range versions {
			assert.NotContains(t, string(text), v, script)
		}
	}
}

func TestWhatDecidesIsFound(t *testing.T) {
	source, err := parser.ParseFile(token.NewFileSet(), "x.go", `package x
func f(v string) string {
	if v == "1" || "2" != v { return "3" }
	switch v { case "4", "5": }
	_ = map[string]int{"6": 7}
	g("cited", Source{Release: "cited"})
	return v
}`, 0)
	require.NoError(t, err)
	found := deciding(source)
	slices.Sort(found)
	assert.Equal(t, []string{"1", "2", "3", "4", "5", "6"}, found)
}

// deciding are the texts of a source that something is compared with, looked up
// by, or that are an answer.
func deciding(source *ast.File) []string {
	var all []string
	add := func(expressions ...ast.Expr) {
		for _, e := range expressions {
			if literal, ok := e.(*ast.BasicLit); ok && literal.Kind == token.STRING {
				if text, err := strconv.Unquote(literal.Value); err == nil {
					all = append(all, text)
				}
			}
		}
	}
	ast.Inspect(source, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			add(n.X, n.Y)
		case *ast.CaseClause:
			add(n.List...)
		case *ast.KeyValueExpr:
			add(n.Key)
		case *ast.ReturnStmt:
			add(n.Results...)
		}
		return true
	})
	return all
}
