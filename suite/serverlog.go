package suite

import (
	"context"
	"regexp"
	"strings"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/serverlog"
)

// What is kept of a server's log for one scenario.
const (
	mostLines = 150
	mostWidth = 400
)

var frame = regexp.MustCompile(`^\s+(at |\.\.\. \d+ (more|common frames))`)

// logged is what is kept of the lines that a server logged, but for what the run's own
// questions for a sign of life have made it log. Secrets go before a
// line is cut: half of one is not known for what it is.
func logged(lines []string, redactor *evidence.Redactor) *evidence.ServerLog {
	var kept evidence.ServerLog
	for i, line := range lines {
		if i+1 < len(lines) && strings.Contains(lines[i+1], deployment.Stranger) && strings.HasSuffix(strings.TrimSpace(deployment.Plain(line)), "exception:") {
			continue // it announces the exception of the next line
		}
		line = redactor.Redact(strings.TrimRight(deployment.Plain(line), " \t"))
		if line == "" || strings.Contains(line, deployment.Stranger) || frame.MatchString(line) {
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

// logging reads what a server logs while a job has it.
type logging struct {
	cursor serverlog.Cursor
	lines  []string
	// lost is set once a part of the log could not be read.
	lost bool
}

// begin begins where the log ends now.
func (l *logging) begin(ctx context.Context, d deployment.Deployment) {
	var err error
	l.cursor, err = d.LogCursor(ctx)
	l.lost = l.lost || err != nil
}

// keep keeps what was logged since.
func (l *logging) keep(ctx context.Context) {
	if l.lost {
		return
	}
	lines, err := l.cursor.Rest(ctx)
	l.lines, l.lost = append(l.lines, lines...), err != nil
}
