package steps

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"streampark-regress/harness/caller"
	"streampark-regress/harness/evidence"
)

// calls are the phrases in which the scheduler calls with its token.
func calls() []Step {
	return []Step{
		{
			Pattern: `^the scheduler starts the application$`,
			Example: "the scheduler starts the application",
			Calls:   true,
			Does:    act((*caller.Caller).Start),
		},
		{
			Pattern: `^the scheduler starts the application ` + duration + ` after the token was made$`,
			Example: "the scheduler starts the application 2h01m after the token was made",
			Calls:   true,
			Needs:   elapses(0),
			Does: func(ctx context.Context, w *World, words Words) error {
				if err := later(0, (*caller.Caller).After)(ctx, w, words); err != nil {
					return err
				}
				return w.Caller.Start(ctx)
			},
		},
		{
			Pattern: `^the scheduler calls (/\S+)(?: at once)?$`,
			Example: "the scheduler calls /flink/app/start at once",
			Calls:   true,
			Does: func(ctx context.Context, w *World, words Words) error {
				return w.Caller.Call(ctx, words.Groups[0])
			},
		},
		{
			Pattern: `^the scheduler calls (/\S+) ` + duration + ` after the token was made$`,
			Example: "the scheduler calls /flink/app/start 2h01m after the token was made",
			Calls:   true,
			Needs:   elapses(1),
			Does: func(ctx context.Context, w *World, words Words) error {
				if err := later(1, (*caller.Caller).After)(ctx, w, words); err != nil {
					return err
				}
				return w.Caller.Call(ctx, words.Groups[0])
			},
		},
		{
			Pattern: `^the scheduler starts the application with a token that another user signed$`,
			Example: "the scheduler starts the application with a token that another user signed",
			Calls:   true,
			Does:    act((*caller.Caller).StartForged),
		},
		{
			Pattern: `^the scheduler starts the application with a token that says it needs no signature$`,
			Example: "the scheduler starts the application with a token that says it needs no signature",
			Calls:   true,
			Does:    act((*caller.Caller).StartUnsigned),
		},
		{
			Pattern: `^the scheduler starts the application with ` + twists() + `$`,
			Example: "the scheduler starts the application with half of the token",
			Calls:   true,
			Does: func(ctx context.Context, w *World, words Words) error {
				twist, err := twistOf(words.Groups[0])
				if err != nil {
					return err
				}
				return w.Caller.StartTwisted(ctx, twist)
			},
		},
		{
			Pattern: `^the scheduler calls (/\S+) with ` + twists() + `$`,
			Example: "the scheduler calls /flink/app/start with no token",
			Calls:   true,
			Does: func(ctx context.Context, w *World, words Words) error {
				twist, err := twistOf(words.Groups[1])
				if err != nil {
					return err
				}
				return w.Caller.CallTwisted(ctx, words.Groups[0], twist)
			},
		},
	}
}

// twistPhrase is how a scenario says that a token is sent wrongly.
func twistPhrase(t evidence.Twist) string {
	switch t {
	case evidence.Absent:
		return "no token"
	case evidence.Garbage:
		return "garbage"
	case evidence.Half:
		return "half of the token"
	case evidence.Changed:
		return "one character of the token changed"
	case evidence.Bearer:
		return `"Bearer " in front of the token`
	case evidence.InQuery:
		return "the token as a query parameter"
	case evidence.InForm:
		return "the token as a field of the form"
	case evidence.Empty:
		return "an empty header"
	case evidence.CookieAlone:
		return "the cookie of a web session alone"
	case evidence.Whole:
		return "the token"
	}
	return ""
}

// twists is a group that matches any way of sending a token wrongly.
func twists() string {
	var quoted []string
	for _, t := range evidence.Twists() {
		quoted = append(quoted, regexp.QuoteMeta(twistPhrase(t)))
	}
	return "(" + strings.Join(quoted, "|") + ")"
}

func twistOf(phrase string) (evidence.Twist, error) {
	for _, t := range evidence.Twists() {
		if twistPhrase(t) == phrase {
			return t, nil
		}
	}
	return "", fmt.Errorf("unknown way to send a token wrongly: %q", phrase)
}
