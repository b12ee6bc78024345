package schema

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// boundary is what a comparison becomes that takes the other side of its limit.
func boundary(t token.Token) (other token.Token, is bool) {
	other, is = map[token.Token]token.Token{token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR}[t]
	return other, is
}

// helper is the function of the hook that calculates, or what else it has to.
func helper(t token.Token) (name string, is bool) {
	name, is = map[token.Token]string{token.ADD: "mutantAdd", token.SUB: "mutantSub", token.MUL: "mutantMul", token.QUO: "mutantQuo", token.REM: "mutantRem"}[t]
	return name, is
}

// binary writes an expression of two operands. A constant stays: it may stand
// where only a constant can, and the compiler has done the calculation.
func (w *writer) binary(e *ast.BinaryExpr, inside []ast.Node) (string, bool) {
	if w.values[e].Value != nil {
		return "", false
	}
	if _, limits := boundary(e.Op); limits || e.Op == token.EQL || e.Op == token.NEQ {
		return w.comparison(e, inside), true
	}
	if e.Op == token.LAND || e.Op == token.LOR {
		return w.logical(e, inside)
	}
	call, is := helper(e.Op)
	if !is || !numeric(w.values[e].Type) {
		return "", false
	}
	return fmt.Sprintf("%s(%d, %s, %s)", call, w.id(e.OpPos, Arithmetic), w.copy(e.X, inside), w.copy(e.Y, inside)), true
}

// comparison is negated where it differs from the question for its mutant. Of the
// two sides of a limit only one is asked, so that an operand is evaluated once.
func (w *writer) comparison(e *ast.BinaryExpr, inside []ast.Node) string {
	negated := w.on(e.OpPos, Negation)
	x, y := w.copy(e.X, inside), w.copy(e.Y, inside)
	compare := func(by token.Token) string { return fmt.Sprintf("(%s) %s (%s)", x, by, y) }
	asked := compare(e.Op)
	if other, is := boundary(e.Op); is {
		on := w.on(e.OpPos, Boundary)
		asked = fmt.Sprintf("%s && %s || !%s && %s", on, compare(other), on, asked)
	}
	return fmt.Sprintf("((%s) != %s)", asked, negated)
}

// logical makes one of the other by De Morgan: a || b is !(!a && !b). So each
// operand stands there once, and the right one is evaluated when it has to be.
func (w *writer) logical(e *ast.BinaryExpr, inside []ast.Node) (string, bool) {
	if !plain(w.values[e.X].Type) || !plain(w.values[e.Y].Type) {
		return "", false
	}
	on := w.on(e.OpPos, Logical)
	return fmt.Sprintf("((((%s) != %s) %s ((%s) != %s)) != %s)", w.copy(e.X, inside), on, e.Op, w.copy(e.Y, inside), on, on), true
}

func (w *writer) unary(e *ast.UnaryExpr, inside []ast.Node) (string, bool) {
	switch {
	case w.values[e].Value != nil:
	case e.Op == token.SUB && numeric(w.values[e].Type):
		return fmt.Sprintf("mutantMinus(%d, %s)", w.id(e.OpPos, Sign), w.copy(e.X, inside)), true
	case e.Op == token.NOT && plain(w.values[e.X].Type):
		on := w.on(e.OpPos, Not)
		return fmt.Sprintf("((%s) == %s)", w.copy(e.X, inside), on), true
	}
	return "", false
}

// returned writes a true or false that is a result as it stands.
func (w *writer) returned(e *ast.Ident, above []ast.Node) (string, bool) {
	if len(above) == 0 {
		return "", false
	}
	parent, is := above[len(above)-1].(*ast.ReturnStmt)
	if !is || !slices.Contains(parent.Results, ast.Expr(e)) || w.uses[e] != types.Universe.Lookup(e.Name) || w.values[e].Value == nil {
		return "", false
	}
	return fmt.Sprintf("%s != %s", e.Name, w.on(e.Pos(), Returned)), true
}
