package report

import (
	"regexp"
	"strings"

	"streampark-regress/harness/verdict"
)

// Terminal is where a summary is written to.
type Terminal struct {
	// Columns is its width; zero stands for any.
	Columns int
	// Colour says whether it shows colours.
	Colour bool
}

// colour is an ANSI colour; those of the terminal's own palette are readable
// on its own background.
type colour string

const (
	green  colour = "32"
	red    colour = "31"
	yellow colour = "33"
	blue   colour = "34"
	faint  colour = "2"
)

func (t Terminal) paint(c colour, text string) string {
	if !t.Colour {
		return text
	}
	return "\x1b[" + string(c) + "m" + text + "\x1b[0m"
}

var (
	verdictAtEnd   = regexp.MustCompile(`(as expected|unexpected|inconclusive)( \(known issue [^)]*\))?$`)
	verdictInFront = regexp.MustCompile(`^(AS EXPECTED|UNEXPECTED|INCONCLUSIVE|NOT RUN)`)
)

// paintVerdicts colours the verdicts of a table and of the lines below it.
func (t Terminal) paintVerdicts(text string) string {
	if !t.Colour {
		return text
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		line = verdictAtEnd.ReplaceAllStringFunc(line, t.verdict)
		lines[i] = verdictInFront.ReplaceAllStringFunc(line, t.verdict)
	}
	return strings.Join(lines, "\n")
}

func (t Terminal) verdict(text string) string {
	lower := strings.ToLower(text)
	switch {
	case strings.HasPrefix(lower, string(verdict.AsExpected)):
		return t.paint(green, text)
	case strings.HasPrefix(lower, string(verdict.Unexpected)):
		return t.paint(red, text)
	}
	return t.paint(yellow, text)
}
