package steps

import (
	"context"
	"errors"

	"streampark-regress/harness/caller"
	"streampark-regress/harness/cause"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
)

// seconds are the phrases about a second scheduler: what is done to one concerns
// the other or does not.
func seconds() []Step {
	does := func(text string, do func(*caller.Caller, context.Context) error) Step {
		return Step{Pattern: "^" + text + "$", Example: text,
			Does: withSecond(func(ctx context.Context, w *World) error { return do(w.second, ctx) })}
	}
	starts := func(text string, expected evidence.Expectation) Step {
		return Step{Pattern: "^" + text + "$", Example: text, Judges: true,
			Does: withSecond(func(ctx context.Context, w *World) error {
				if err := w.second.Start(ctx); err != nil {
					return err
				}
				return w.expectOf(w.second, expected)
			})}
	}
	return []Step{
		{
			Pattern: `^a second scheduler with a token and an application of its own$`,
			Example: "a second scheduler with a token and an application of its own",
			Needs:   makesApplication,
			Does:    second(evidence.Administrator),
		},
		starts("the second scheduler can still start its application", evidence.Expectation{Outcome: outcome.Started}),
		starts("the second scheduler's call is answered 401, because the token was deleted",
			evidence.Expectation{Outcome: outcome.Unauthenticated, Cause: cause.Deleted}),
		does("the second scheduler's token is disabled on the token page", (*caller.Caller).Disable),
		does("the second scheduler's token is deleted on the token page", (*caller.Caller).Delete),
		does("the second scheduler's owner is locked", (*caller.Caller).Lock),
		{
			Pattern: `^the second scheduler's owner is not let in$`,
			Example: "the second scheduler's owner is not let in",
			Expects: expect(evidence.Expectation{Admission: evidence.Barred}),
			Sees: secondFact(func(c *caller.Caller, ctx context.Context) (evidence.Fact, error) {
				return c.Admission(ctx, caller.RightPassword)
			}),
		},
		{
			Pattern: `^the second scheduler's row is as it was left$`,
			Example: "the second scheduler's row is as it was left",
			Expects: expect(evidence.Expectation{Row: evidence.RowUnchanged}),
			Sees:    secondFact((*caller.Caller).Left),
		},
	}
}

// errNoSecond is the error of a step about a second scheduler that nobody made.
var errNoSecond = errors.New("there is no second scheduler: make one first")

func second(role evidence.Role) func(context.Context, *World, Words) error {
	return func(ctx context.Context, w *World, _ Words) error {
		w.second = w.Caller.Second()
		if err := w.second.MakeToken(ctx, role); err != nil {
			return err
		}
		return w.second.MakeApplication(ctx)
	}
}

// secondFact is a fact about the second scheduler.
func secondFact(see func(*caller.Caller, context.Context) (evidence.Fact, error)) func(context.Context, *World, Words) (evidence.Fact, error) {
	return func(ctx context.Context, w *World, _ Words) (evidence.Fact, error) {
		if w.second == nil {
			return evidence.Fact{}, errNoSecond
		}
		return see(w.second, ctx)
	}
}

func withSecond(do func(context.Context, *World) error) func(context.Context, *World, Words) error {
	return func(ctx context.Context, w *World, _ Words) error {
		if w.second == nil {
			return errNoSecond
		}
		return do(ctx, w)
	}
}
