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

// logged is what is kept of the lines that a server logged. Secrets go before a
// line is cut: half of one is not known for what it is.
func logged(lines []string, redactor *evidence.Redactor) *evidence.ServerLog {
	var kept evidence.ServerLog
	for _, line := range lines {
		line = redactor.Redact(strings.TrimRight(deployment.Plain(line), " \t"))
		if line == "" || frame.MatchString(line) {
			continue
		}
		if text := []rune(line); len(text) > mostWidth {
			line = string(text[:mostWidth]) + "…"
		}
		kept.Lines = append(kept.Lines, line)
	}
	kept.LeftOut = max(0, len(kept.Lines)-mostLines)
	kept.Lines = kept.Lines[kept.LeftOut:]
	return &kept
}
