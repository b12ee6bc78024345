package reporttest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// Constants reads from a source file what the constants of a type are, without
// the empty one, so that a report that does not know a new one is noticed.
func Constants(t *testing.T, file, ofType string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	require.NoError(t, err)
	var found []string
	ast.Inspect(parsed, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		name, named := spec.Type.(*ast.Ident)
		value, literal := spec.Values[0].(*ast.BasicLit)
		if !named || name.Name != ofType || !literal {
			return true
		}
		text, err := strconv.Unquote(value.Value)
		require.NoError(t, err)
		if text != "" {
			found = append(found, text)
		}
		return true
	})
	require.NotEmpty(t, found, "%s in %s", ofType, file)
	return found
}
