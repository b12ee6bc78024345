package conduct

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"streampark-regress/harness/deployment"
)

// longest is how much of a line is kept, in bytes: enough to tell it from others.
const longest = 200

// troubles are the lines of level WARN and worse in a log, once each, without what
// differs from one start to the next.
func troubles(log string) map[string]bool {
	all := map[string]bool{}
	for line := range strings.Lines(deployment.Plain(log)) {
		if text, is := trouble(strings.TrimSpace(line)); is {
			all[text] = true
		}
	}
	return all
}

var (
	// level is what stands before the level of a line: StreamPark's own lines begin
	// with the time (measured: "2026-11-26 11:16:48 | WARN  | main | class:65] text"),
	// and those of the built-in model with time=. Those of its start scripts, which
	// begin with [StreamPark], are none: the harness starts some releases without the
	// script, because that is faster.
	level = regexp.MustCompile(`^(?:time=\S+ |[0-9][0-9-]*[ T]?[0-9:.,+Z]* *\|?-? *)?(?:level=|\[)?(WARN|ERROR|FATAL)\b[\]:]? *(.*)$`)
	// thread stands behind it.
	thread = regexp.MustCompile(`^\| *[^|]* \| *`)
	place  = regexp.MustCompile(`:\d+\] `)
	// varying is what differs from one start to the next: addresses of objects and
	// names that are made up, then numbers.
	varying = regexp.MustCompile(`@?\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|@[0-9a-f]{4,}\b|\$\$[0-9a-f]{6,}\b|\b[0-9a-f]{12,}\b`)
	number  = regexp.MustCompile(`\d+(?:[.:,_-]\d+)*`)
)

// trouble is a line of level WARN or worse, without its time, its thread and the
// numbers in it; false for any other.
func trouble(line string) (string, bool) {
	m := level.FindStringSubmatch(line)
	if m == nil {
		return "", false
	}
	text := place.ReplaceAllString(thread.ReplaceAllString(m[2], ""), " ")
	text = number.ReplaceAllString(varying.ReplaceAllString(text, "ID"), "N")
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > longest {
		text = text[:longest]
		for !utf8.ValidString(text) {
			text = text[:len(text)-1]
		}
	}
	return m[1] + " " + text, true
}
