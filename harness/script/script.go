// Package script reads the curl commands in shell scripts, and in texts that
// have shell commands in them. It runs nothing: what only a run would show, such
// as a variable, stays hidden.
package script

import "strings"

// Script is what was read of a text.
type Script struct {
	// Name is that of its file.
	Name string
	// Calls are the requests of its curl commands, in their order.
	Calls []Call
	// Unread are the places where a curl command stands that cannot be read.
	Unread []Unread

	// rest is what is neither a comment nor a curl command that was read.
	rest []passage
}

// Unread is a place where a curl command could not be read.
type Unread struct {
	Line int
	Why  string
}

// passage is a piece of the text and the line it begins at.
type passage struct {
	text string
	line int
}

// Mentions lists the lines that have a text in them outside of comments and of
// the curl commands that were read.
func (s Script) Mentions(text string) []int {
	var lines []int
	for _, p := range s.rest {
		for i, line := range strings.Split(p.text, "\n") {
			if mentions(line, text) {
				lines = append(lines, p.line+i)
			}
		}
	}
	return lines
}

// mentions reports whether a line has a text in it that does not go on as the
// name of something else.
func mentions(line, text string) bool {
	for {
		_, after, found := strings.Cut(line, text)
		if !found {
			return false
		}
		if after == "" || !strings.ContainsAny(after[:1], "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-/") {
			return true
		}
		line = after
	}
}
