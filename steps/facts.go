package steps

import (
	"context"
	"slices"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/evidence"
)

// facts are the phrases that expect something besides answers.
func facts() []Step {
	looksAtLog := func(Words) (Needs, error) { return Needs{Log: true}, nil }
	return []Step{
		{
			Pattern: `^the token's row has not changed since it was made$`,
			Example: "the token's row has not changed since it was made",
			Expects: expect(evidence.Expectation{Row: evidence.RowUnchanged}),
			Sees:    func(ctx context.Context, w *World, _ Words) (evidence.Fact, error) { return w.Caller.Row(ctx) },
		},
		{
			Pattern: `^the token says that it never expires$`,
			Example: "the token says that it never expires",
			Expects: expect(evidence.Expectation{Life: &evidence.Life{Never: true}}),
			Sees:    life, Rowless: true,
		},
		{
			Pattern: `^the token says that it expires ` + duration + ` after it was made$`,
			Example: "the token says that it expires 2h after it was made",
			Expects: func(w Words) (evidence.Expectation, error) {
				d, err := clock.ParseDuration(w.Groups[0])
				return evidence.Expectation{Life: &evidence.Life{Seconds: d.Seconds()}}, err
			},
			Sees: life, Rowless: true,
		},
		{
			Pattern: `^the server has logged "(.+)" for that call$`,
			Example: `the server has logged "This subject is anonymous" for that call`,
			Needs:   looksAtLog,
			Expects: func(w Words) (evidence.Expectation, error) { return evidence.Expectation{Logged: w.Groups[0]}, nil },
			Sees: func(ctx context.Context, w *World, words Words) (evidence.Fact, error) {
				return w.Caller.Logged(ctx, words.Groups[0])
			},
		},
		{
			Pattern: `^the server has not logged "(.+)" for that call$`,
			Example: `the server has not logged "This subject is anonymous" for that call`,
			Needs:   looksAtLog,
			Expects: func(w Words) (evidence.Expectation, error) {
				return evidence.Expectation{NotLogged: w.Groups[0]}, nil
			},
			Sees: func(ctx context.Context, w *World, words Words) (evidence.Fact, error) {
				return w.Caller.NotLogged(ctx, words.Groups[0])
			},
		},
		{
			Pattern: `^the server's log tells no secret$`,
			Example: "the server's log tells no secret",
			Expects: expect(evidence.Expectation{Secret: true}),
			Sees:    secrecy,
		},
		{
			Pattern: `^another token is refused while the old row is there$`,
			Example: "another token is refused while the old row is there",
			Stirs:   true,
			Expects: expect(evidence.Expectation{Refused: "already has a token"}),
			Sees: func(ctx context.Context, w *World, _ Words) (evidence.Fact, error) {
				return w.Caller.SecondToken(ctx)
			},
			Rowless: true,
		},
	}
}

// secrecy looks for the secrets of all schedulers of the scenario.
func secrecy(ctx context.Context, w *World, _ Words) (evidence.Fact, error) {
	fact, err := w.Caller.Secrecy(ctx)
	if err != nil || w.second == nil {
		return fact, err
	}
	seconds, err := w.second.Secrecy(ctx)
	for _, told := range seconds.Leaks {
		if !slices.Contains(fact.Leaks, told) {
			fact.Leaks = append(fact.Leaks, told)
		}
	}
	return fact, err
}

func life(_ context.Context, w *World, _ Words) (evidence.Fact, error) { return w.Caller.Life(), nil }
