package schema

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// writer writes a file with its mutants in it. What it does not change it copies,
// so every line keeps its number unless an operand of several lines is written
// twice.
type writer struct {
	set    *token.FileSet
	uses   map[*ast.Ident]types.Object
	values map[ast.Expr]types.TypeAndValue
	text   []byte
	// add takes a mutant and returns its ID.
	add func(Mutant) int
}

func (w *writer) file(f *ast.File) []byte {
	changed := w.copy(f, nil)
	return slices.Concat(w.text[:w.offset(f.Pos())], []byte(changed), w.text[w.offset(f.End()):])
}

func (w *writer) offset(p token.Pos) int { return w.set.Position(p).Offset }

// copy is the text of a node with its mutants; above are the nodes around it, the
// outermost first.
func (w *writer) copy(n ast.Node, above []ast.Node) string {
	var b strings.Builder
	at := w.offset(n.Pos())
	ast.PreorderStack(n, slices.Clip(above), func(c ast.Node, above []ast.Node) bool {
		changed, is := w.change(c, above)
		if !is {
			return true
		}
		b.Write(w.text[at:w.offset(c.Pos())])
		b.WriteString(changed)
		at = w.offset(c.End())
		return false
	})
	b.Write(w.text[at:w.offset(n.End())])
	return b.String()
}

// change is a node that has mutants, with them.
func (w *writer) change(n ast.Node, above []ast.Node) (string, bool) {
	inside := append(slices.Clip(above), n)
	switch n := n.(type) {
	case *ast.BinaryExpr:
		return w.binary(n, inside)
	case *ast.UnaryExpr:
		return w.unary(n, inside)
	case *ast.IncDecStmt:
		return w.step(n, inside), true
	case *ast.AssignStmt:
		return w.assign(n, inside)
	case *ast.BranchStmt:
		return w.branch(n, above)
	case *ast.Ident:
		return w.returned(n, above)
	}
	return "", false
}

// on adds a mutant at a place, and is the expression that asks for it.
func (w *writer) on(p token.Pos, m Mutation) string {
	return fmt.Sprintf("mutantOn(%d)", w.id(p, m))
}

func (w *writer) id(p token.Pos, m Mutation) int {
	at := w.set.Position(p)
	return w.add(Mutant{Line: at.Line, Column: at.Column, Mutation: m})
}
