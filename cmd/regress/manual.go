package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// manual is what the help of a command says besides what the command does.
type manual struct {
	examples []example
	// writes says what is left on this machine or elsewhere.
	writes string
	// codes are the exit codes; that of a wrong command line is there without being
	// named.
	codes []exitCode
}

// example is a command line that somebody may type, and what for.
type example struct{ does, line string }

// exitCode is an exit code and what it says.
type exitCode struct {
	code  int
	means string
}

// withManuals gives each command its manual, by its path.
func withManuals(root *cobra.Command) {
	manuals := manuals()
	var give func(*cobra.Command)
	give = func(c *cobra.Command) {
		if m, has := manuals[c.CommandPath()]; has {
			m.give(c)
		}
		for _, below := range c.Commands() {
			give(below)
		}
	}
	give(root)
}

// give makes the manual part of a command's help.
func (m manual) give(c *cobra.Command) {
	if c.Long == "" {
		c.Long = c.Short + "."
	}
	c.Long = strings.TrimSpace(c.Long) + "\n\nWrites:\n" + indented(m.writes) + "\n\nExit codes:\n" + m.exitCodes()
	var lines []string
	for _, e := range m.examples {
		lines = append(lines, "  # "+e.does+"\n  "+e.line)
	}
	c.Example = strings.Join(lines, "\n\n")
}

// exitCodes lists the exit codes, one a line.
func (m manual) exitCodes() string {
	var b strings.Builder
	for _, e := range m.all() {
		fmt.Fprintf(&b, "  %-3d %s\n", e.code, e.means)
	}
	return strings.TrimRight(b.String(), "\n")
}

// wrongUsage is what every command ends with where it is not to blame.
const wrongUsage = "the command line, a variable or an input file is wrong; nothing was done"

// indented sets a text in by two spaces and wraps it.
func indented(text string) string {
	const width = 80
	var b strings.Builder
	column := 0
	for word := range strings.FieldsSeq(text) {
		switch {
		case column == 0:
			b.WriteString("  ")
			column = 2
		case column+1+len(word) > width:
			b.WriteString("\n  ")
			column = 2
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += len(word)
	}
	return b.String()
}
