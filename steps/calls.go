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

// forgeries are the phrases in which the scheduler calls with something that
// looks like its token, or was it once.
func forgeries() []Step {
	var all []Step
	for _, with := range []struct {
		what string
		do   func(*caller.Caller, context.Context) error
	}{
		{"a token that another user signed", (*caller.Caller).StartForged},
		{"a token that says it needs no signature", (*caller.Caller).StartUnsigned},
		{"a sign-in that another user signed", (*caller.Caller).StartForgedSignIn},
		{"a sign-in that says it needs no signature", (*caller.Caller).StartUnsignedSignIn},
		{"a token that no row holds", (*caller.Caller).StartUnheld},
		{"the token it used before", (*caller.Caller).StartWithFormer},
		{"its token and the cookie of a web session", (*caller.Caller).StartInSession},
	} {
		phrase := "the scheduler starts the application with " + with.what
		all = append(all, Step{Pattern: "^" + phrase + "$", Example: phrase, Calls: true, Does: act(with.do)})
	}
	return all
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
	case evidence.BearerInSmall:
		return `"bearer " in front of the token`
	case evidence.Basic:
		return `"Basic " in front of the token`
	case evidence.Quoted:
		return "the token in quotes"
	case evidence.Longer:
		return "one character behind the token"
	case evidence.InOtherHeaders:
		return "the token in headers of other names"
	case evidence.InCookies:
		return "the token in cookies"
	case evidence.GarbageInSession:
		return "garbage and the cookie of a web session"
	case evidence.InQuery:
		return "the token as a query parameter"
	case evidence.InForm:
		return "the token as a field of the form"
	case evidence.Empty:
		return "an empty header"
	case evidence.ProxySignIn:
		return "the proxy's user and password"
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
