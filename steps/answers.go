package steps

import (
	"context"
	"slices"

	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/streampark"
)

// answers are the phrases that expect something of the last call.
func answers() []Step {
	return []Step{
		{
			Pattern: `^the application starts$`,
			Example: "the application starts",
			Expects: expect(evidence.Expectation{Outcome: outcome.Started}),
		},
		{
			Pattern: `^the start is refused$`,
			Example: "the start is refused",
			Expects: expect(evidence.Expectation{Outcome: outcome.Refused}),
		},
		{
			Pattern: `^the call is answered with an error$`,
			Example: "the call is answered with an error",
			Expects: expect(evidence.Expectation{Outcome: outcome.Failed}),
		},
		{
			Pattern: `^the scheduler may not do that$`,
			Example: "the scheduler may not do that",
			Expects: expect(evidence.Expectation{Outcome: outcome.Forbidden}),
		},
		{
			Pattern: `^the endpoint is closed to API tokens$`,
			Example: "the endpoint is closed to API tokens",
			Expects: expect(evidence.Expectation{Outcome: outcome.Closed}),
		},
		{
			Pattern: `^the call is not authenticated$`,
			Example: "the call is not authenticated",
			Expects: expect(evidence.Expectation{Outcome: outcome.Unauthenticated, Explained: true}),
		},
		{
			Pattern: `^the call is answered 401, because (.+)$`,
			Example: "the call is answered 401, because the token has expired",
			Expects: func(w Words) (evidence.Expectation, error) { return rejected("", w.Groups[0]) },
		},
		{
			Pattern: `^the call fails as in known issue (\S+): 401, because (.+)$`,
			Example: "the call fails as in known issue 3933: 401, because the token has expired",
			Expects: func(w Words) (evidence.Expectation, error) { return rejected(w.Groups[0], w.Groups[1]) },
		},
	}
}

// rejected expects a 401 with the cause of a phrase.
func rejected(issue, because string) (evidence.Expectation, error) {
	why, err := diagnosis.ByPhrase(because)
	return evidence.Expectation{Outcome: outcome.Unauthenticated, Cause: why, KnownIssue: issue}, err
}

// pages calls the pages that an API token is not for, and those for cancelling,
// and holds the answers against the catalogue.
func pages(ctx context.Context, w *World, _ Words) error {
	return everyPage(ctx, w, func(open, cancels bool) evidence.Expectation {
		switch {
		case cancels: // there is nothing to cancel
			return evidence.Expectation{Outcome: outcome.Failed}
		case open:
			return evidence.Expectation{Outcome: outcome.Answered}
		}
		return evidence.Expectation{Outcome: outcome.Closed}
	})
}

// noPages calls the same pages with a token that is good for nothing.
func noPages(ctx context.Context, w *World, _ Words) error {
	return everyPage(ctx, w, func(bool, bool) evidence.Expectation {
		return evidence.Expectation{Outcome: outcome.Unauthenticated, Explained: true}
	})
}

// everyPage calls pages with the token and holds each answer against what is to
// be expected of it.
func everyPage(ctx context.Context, w *World, expected func(open, cancels bool) evidence.Expectation) error {
	api := w.Caller.Release().API
	for _, page := range api.OtherPages {
		if err := w.Caller.CallPage(ctx, page.Path); err != nil {
			return err
		}
		if err := w.Expect(expected(page.Open, false)); err != nil {
			return err
		}
	}
	for _, path := range streampark.CancelPaths() {
		if !slices.Contains(api.Open, path) {
			continue
		}
		if err := w.Caller.CancelNothing(ctx, path); err != nil {
			return err
		}
		if err := w.Expect(expected(true, true)); err != nil {
			return err
		}
	}
	return nil
}
