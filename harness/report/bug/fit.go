package bug

import (
	"fmt"
	"strings"

	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/words"
)

// Limit is how long the text of an issue or a comment on GitHub may be. GitHub
// counts characters; bytes are never fewer.
const Limit = 65536

// Whole is the file that has what Fit leaves out.
const Whole = "bug-report-whole.md"

// fits reports whether the report with everything fits into an issue on GitHub.
func (p parts) fits() bool { return len(p.whole()) <= Limit }

// room is what is left of Limit.
type room int

// take gives a text that fits, or else the other.
func (left *room) take(text, instead string) string {
	if need := room(len(text) - len(instead)); need <= *left {
		*left -= need
		return text
	}
	return instead
}

// fitted is the report cut to Limit. The scenarios that a reader has to see come
// before the others; each of both has a line at least, as long as there is room for
// lines.
func (p parts) fitted() string {
	if p.fits() {
		return p.whole()
	}
	notice := "> This is not all: what has a line only is in `" + Whole + "` in the zip file, and so is the server's log.\n\n"
	const reserve = 200 // for the line that says how many are left out
	left := room(Limit - len(p.head) - len(notice) - len(p.hand) - len(otherHeading) - len(p.again) - reserve)
	lines := map[string]string{}
	for _, s := range append(append([]result.Scenario{}, p.shown...), p.others...) {
		if line := brief(s); room(len(line)) <= left {
			lines[s.Job] = line
			left -= room(len(line))
		}
	}
	var b strings.Builder
	omitted := 0
	add := func(s result.Scenario, text string) {
		line, listed := lines[s.Job]
		if !listed {
			omitted++
			return
		}
		b.WriteString(left.take(text, line))
	}
	for _, s := range p.shown {
		add(s, section(s))
	}
	shown := b.String()
	b.Reset()
	for _, s := range p.others {
		add(s, folded(s))
	}
	if omitted > 0 {
		fmt.Fprintf(&b, "And %s.\n\n", words.Count(omitted, "more scenario"))
	}
	return p.head + notice + shown + p.hand + otherHeading + b.String() + p.again
}

// brief is a scenario in a line.
func brief(s result.Scenario) string {
	return fmt.Sprintf("- %s %s: %s\n", words.Mark(s.Mark()), s.Place(), markup(s.Name))
}
