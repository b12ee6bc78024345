package deployment

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// StartError is a server that was started and did not come up.
type StartError struct {
	// What was found, such as "exited with code 1".
	What string
	// LogTail is the server's last lines.
	LogTail []string
}

// lastLines is how many lines of a log are kept where a server gives no answer.
const lastLines = 40

// Unanswered is the error of a server that gave no answer within the time it may
// take, with the error of the last look and the server's log; or, where the
// context says so, of one that nobody waited for any longer.
func Unanswered(ctx context.Context, within time.Duration, last error, log string) *StartError {
	what := fmt.Sprintf("the server gave no answer within %s (--start-timeout): %v", within, last)
	if ctx.Err() != nil {
		what = fmt.Sprintf("interrupted before the server gave an answer: %v", context.Cause(ctx))
	}
	return &StartError{What: what, LogTail: Tail(log, lastLines)}
}

func (e *StartError) Error() string {
	if len(e.LogTail) == 0 {
		return e.What + "; it logged nothing"
	}
	return fmt.Sprintf("%s; its last %d log lines:\n    %s", e.What, len(e.LogTail), strings.Join(e.LogTail, "\n    "))
}

var colour = regexp.MustCompile("\x1b\\[[0-9;]*m")

// Plain is a log without the colours StreamPark writes into it.
func Plain(log string) string { return colour.ReplaceAllString(log, "") }

// Tail returns the last n lines of a log, without colours.
func Tail(log string, n int) []string {
	log = strings.TrimRight(Plain(log), "\n")
	if log == "" {
		return nil
	}
	lines := strings.Split(log, "\n")
	return lines[max(0, len(lines)-n):]
}
