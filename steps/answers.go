package steps

import (
	"context"

	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
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

// pages calls the pages that an API token is not for and holds the answers
// against the catalogue.
func pages(ctx context.Context, w *World, _ Words) error {
	for _, page := range w.Caller.Release().API.OtherPages {
		if err := w.Caller.CallPage(ctx, page.Path); err != nil {
			return err
		}
		want := outcome.Closed
		if page.Open {
			want = outcome.Answered
		}
		if err := w.Expect(evidence.Expectation{Outcome: want}); err != nil {
			return err
		}
	}
	return nil
}
