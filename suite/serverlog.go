package suite

import (
	"regexp"
	"strings"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
)

// What is kept of a server's log for one scenario.
const (
	mostLines = 150
	mostWidth = 400
)

var frame = regexp.MustCompile(`^\s+(at |\.\.\. \d+ (more|common frames))`)

// loggedSince is what a log says beyond what it said before. A server that was
// replaced in an upgrade begins a log of its own.
func loggedSince(before int, log string) *evidence.ServerLog {
	if before <= len(log) {
		log = log[before:]
	}
	var kept evidence.ServerLog
	for line := range strings.Lines(deployment.Plain(log)) {
		line = strings.TrimRight(line, "\r\n \t")
		if line == "" || frame.MatchString(line) {
			continue
		}
		if text := []rune(line); len(text) > mostWidth {
			line = string(text[:mostWidth]) + "…"
		}
		kept.Lines = append(kept.Lines, line)
	}
	if kept.LeftOut = len(kept.Lines) - mostLines; kept.LeftOut <= 0 {
		kept.LeftOut = 0
		return &kept
	}
	kept.Lines = kept.Lines[kept.LeftOut:]
	return &kept
}
