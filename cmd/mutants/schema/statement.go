package schema

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
)

// step writes ++ and --. A function is a statement that can stand in the head of
// a loop too.
func (w *writer) step(s *ast.IncDecStmt, inside []ast.Node) string {
	other := token.INC
	if s.Tok == token.INC {
		other = token.DEC
	}
	on, x := w.on(s.TokPos, Step), w.copy(s.X, inside)
	return fmt.Sprintf("func() { if %s { %s%s } else { %s%s } }()", on, x, other, x, s.Tok)
}

// inverted is what an assignment that calculates becomes.
func inverted(t token.Token) (other token.Token, is bool) {
	other, is = map[token.Token]token.Token{
		token.ADD_ASSIGN: token.SUB_ASSIGN, token.SUB_ASSIGN: token.ADD_ASSIGN,
		token.MUL_ASSIGN: token.QUO_ASSIGN, token.QUO_ASSIGN: token.MUL_ASSIGN, token.REM_ASSIGN: token.MUL_ASSIGN,
	}[t]
	return other, is
}

// assign writes += and its like; a text has no -=.
func (w *writer) assign(s *ast.AssignStmt, inside []ast.Node) (string, bool) {
	other, is := inverted(s.Tok)
	if !is {
		return "", false
	}
	x, y := w.copy(s.Lhs[0], inside), w.copy(s.Rhs[0], inside)
	cases := fmt.Sprintf("case %s: %s = %s; default: %s %s %s", w.on(s.TokPos, Self), x, y, x, s.Tok, y)
	if numeric(w.values[s.Lhs[0]].Type) {
		cases = fmt.Sprintf("case %s: %s %s %s; %s", w.on(s.TokPos, Assignment), x, other, y, cases)
	}
	return fmt.Sprintf("func() { switch { %s } }()", cases), true
}

// branch writes break and continue where the other one can stand and the
// function still ends as the compiler wants it.
func (w *writer) branch(s *ast.BranchStmt, above []ast.Node) (string, bool) {
	if s.Label != nil {
		return "", false
	}
	switch {
	case s.Tok == token.BREAK && looped(above):
		return fmt.Sprintf("if %s { continue } else { break }", w.on(s.Pos(), Loop)), true
	case s.Tok == token.CONTINUE && !endless(above):
		return fmt.Sprintf("if %s { break } else { continue }", w.on(s.Pos(), Loop)), true
	}
	return "", false
}

// looped reports whether there is a loop of the same function around.
func looped(above []ast.Node) bool {
	for _, n := range slices.Backward(above) {
		switch n.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return true
		case *ast.FuncLit, *ast.FuncDecl:
			return false
		}
	}
	return false
}

// endless reports whether a break here would leave a loop without a condition:
// behind one that nothing leaves a function needs no return.
func endless(above []ast.Node) bool {
	for _, n := range slices.Backward(above) {
		switch n := n.(type) {
		case *ast.ForStmt:
			return n.Cond == nil
		case *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
			return false
		}
	}
	return false
}
