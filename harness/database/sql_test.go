package database_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// statement matches what begins like SQL.
var statement = regexp.MustCompile(`(?is)^\s*(select\s.+\sfrom\s|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|(create|alter|drop)\s+(table|database|index)\s)`)

func TestStatementsAreToldFromWords(t *testing.T) {
	for text, want := range map[string]bool{
		"select id from t_user": true, "UPDATE t_user\nset x = 1": true, "delete from t_user": true, "insert into t_user values (1)": true,
		"create table x (a int)": true, "delete the old one": false, "create an API token: %w": false, "update the page": false,
	} {
		assert.Equal(t, want, statement.MatchString(text), text)
	}
}

// TestNobodyElseWritesSQL reads the program: statements and the driver's
// package are this package's, and the model's store's.
func TestNobodyElseWritesSQL(t *testing.T) {
	top := filepath.Join("..", "..")
	seen := 0
	require.NoError(t, filepath.WalkDir(top, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(top, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		if entry.IsDir() {
			// Package shipped reads the scripts of images, and its tests hold such scripts.
			if name == "harness/database" || name == "harness/shipped" || name == "harness/model/store" || strings.HasPrefix(entry.Name(), ".") && name != "." {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		seen++
		for _, line := range sqlIn(t, path) {
			t.Errorf("%s:%d holds SQL: make it an intent of package database", name, line)
		}
		return nil
	}))
	assert.Greater(t, seen, 100, "the whole program was read")
}

// sqlIn are the lines of a file with a statement or an import of database/sql.
func sqlIn(t *testing.T, path string) []int {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
	require.NoError(t, err)
	var lines []int
	ast.Inspect(file, func(n ast.Node) bool {
		literal, ok := n.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return true
		}
		text, err := strconv.Unquote(literal.Value)
		require.NoError(t, err)
		if text == "database/sql" || statement.MatchString(text) {
			lines = append(lines, files.Position(literal.Pos()).Line)
		}
		return true
	})
	return lines
}
