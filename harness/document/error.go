package document

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Error is what is wrong in a document, and where.
type Error struct {
	// File is the name the document was read under.
	File string
	// Line and Column are counted from 1.
	Line, Column int
	Message      string
	// Excerpt is the line itself.
	Excerpt string
}

// longest is how much of a line is shown, in characters.
const longest = 200

// Error is "file:line:column: message" and the line with a mark below it.
func (e *Error) Error() string {
	text := fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
	if strings.TrimSpace(e.Excerpt) == "" {
		return text
	}
	number := fmt.Sprintf("%5d | ", e.Line)
	shown := short(e.Excerpt)
	if shown != e.Excerpt && e.Column > longest {
		return text
	}
	return fmt.Sprintf("%s\n%s%s\n%*s^", text, number, shown, len(number)+e.Column-1, "")
}

// Errorf is an error at the node.
func (n *Node) Errorf(format string, args ...any) *Error {
	e := &Error{File: n.source.name, Line: n.Line, Column: n.Column, Message: fmt.Sprintf(format, args...)}
	if lines := n.source.lines; e.Line <= len(lines) {
		e.Excerpt = lines[e.Line-1]
	}
	return e
}

// Join makes one error of several, in the order of the document and each once.
// It is nil for none.
func Join(all []*Error) error {
	slices.SortStableFunc(all, func(a, b *Error) int { return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column)) })
	var errs []error
	seen := map[Error]bool{} // a piece that is used twice is wrong once
	for _, e := range all {
		if !seen[*e] {
			errs = append(errs, e)
		}
		seen[*e] = true
	}
	return errors.Join(errs...)
}

// short is a text without what goes beyond the longest line that is shown.
func short(text string) string {
	if line := []rune(text); len(line) > longest {
		return string(line[:longest]) + "…"
	}
	return text
}
