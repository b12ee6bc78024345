package steps

import (
	"context"
	"strings"

	"streampark-regress/harness/caller"
	"streampark-regress/harness/evidence"
)

// admissions are the phrases about who is let in at the sign-in.
func admissions() []Step {
	owner := func(ctx context.Context, w *World, _ Words) (evidence.Fact, error) {
		return w.Caller.Admission(ctx, caller.RightPassword)
	}
	return []Step{
		{
			Pattern: `^the token's owner is let in$`,
			Example: "the token's owner is let in",
			Expects: expect(evidence.Expectation{Admission: evidence.Admitted}),
			Sees:    owner, Rowless: true,
		},
		{
			Pattern: `^the token's owner is not let in$`,
			Example: "the token's owner is not let in",
			Expects: expect(evidence.Expectation{Admission: evidence.Barred}),
			Sees:    owner, Rowless: true,
		},
		{
			Pattern: `^the token's owner is not let in with (` + passwords() + `)$`,
			Example: "the token's owner is not let in with a wrong password",
			Expects: expect(evidence.Expectation{Admission: evidence.Barred}),
			Sees: func(ctx context.Context, w *World, words Words) (evidence.Fact, error) {
				return w.Caller.Admission(ctx, caller.Password(words.Groups[0]))
			},
			Rowless: true,
		},
		{
			Pattern: `^the scheduler signs out again$`,
			Example: "the scheduler signs out again",
			Does:    act((*caller.Caller).SignOut), Rowless: true,
		},
	}
}

// passwords is what a group matches that names a way of getting a password wrong.
func passwords() string {
	var all []string
	for _, p := range caller.Passwords() {
		all = append(all, string(p))
	}
	return strings.Join(all, "|")
}
