package steps

import (
	"context"
	"time"

	"streampark-regress/harness/caller"
	"streampark-regress/harness/clock"
)

// duration is a group that matches a length of time.
const duration = `(\S+(?: days?| hours?| minutes?| seconds?)?)`

// times are the phrases that let time pass.
func times() []Step {
	return []Step{
		{
			Pattern: `^` + duration + ` have passed since the token was made$`,
			Example: "2h01m have passed since the token was made",
			Needs:   elapses(0),
			Does:    later(0, (*caller.Caller).After),
		},
		{
			Pattern: `^` + duration + ` have passed since the scheduler signed in$`,
			Example: "2h01m have passed since the scheduler signed in",
			Needs:   elapses(0),
			Does:    later(0, (*caller.Caller).AfterSignIn),
		},
		{
			Pattern: `^` + duration + ` pass on the wall clock without a call$`,
			Example: "6s pass on the wall clock without a call",
			Needs: func(w Words) (Needs, error) {
				_, err := clock.ParseDuration(w.Groups[0])
				return Needs{}, err
			},
			Does: later(0, (*caller.Caller).Idle),
		},
	}
}

// elapses is the need of a step that lets the time of a group pass.
func elapses(group int) func(Words) (Needs, error) {
	return func(w Words) (Needs, error) {
		d, err := clock.ParseDuration(w.Groups[group])
		return Needs{Elapsed: d}, err
	}
}

// later makes a step of something the caller does with the time of a group.
func later(group int, do func(*caller.Caller, context.Context, time.Duration) error) func(context.Context, *World, Words) error {
	return func(ctx context.Context, w *World, words Words) error {
		d, err := clock.ParseDuration(words.Groups[group])
		if err != nil {
			return err
		}
		return do(w.Caller, ctx, d)
	}
}
