// Package words says the facts of an event log in English. It is the only
// place that does: whoever records, judges or reports handles values, and every
// report reads the same.
package words

import (
	"strconv"
	"strings"
	"time"

	"streampark-regress/harness/clock"
)

// Phrase is a text and what is left out of it where there is little room.
type Phrase struct{ Text, Aside string }

// String is the whole phrase, the aside in parentheses.
func (p Phrase) String() string {
	if p.Aside == "" {
		return p.Text
	}
	return p.Text + " (" + p.Aside + ")"
}

// Length is a number of seconds as a scenario writes it, such as 2h01m.
func Length(seconds float64) string {
	return clock.Format(duration(seconds).Truncate(time.Second))
}

// Time is an instant to the second, in UTC.
func Time(t time.Time) string { return t.UTC().Format(time.DateTime) + " UTC" }

// Count is a number of things, such as "1 scenario" and "2 scenarios".
func Count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

// Times is how often something was done, such as "once" and "3 times".
func Times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return Count(n, "time")
}

func duration(seconds float64) time.Duration {
	return time.Duration(seconds * float64(time.Second))
}

// join writes parts that may be empty with something between them.
func join(separator string, parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, separator)
}
