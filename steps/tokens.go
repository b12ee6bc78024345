package steps

import (
	"context"
	"strconv"

	"streampark-regress/harness/caller"
	"streampark-regress/harness/evidence"
)

// tokens are the phrases about tokens and their rows.
func tokens() []Step {
	return []Step{
		{
			Pattern: `^a scheduler with a new API token$`,
			Example: "a scheduler with a new API token",
			Does:    makeToken(evidence.Administrator), Rowless: true,
		},
		{
			Pattern: `^a scheduler with a new API token of a developer$`,
			Example: "a scheduler with a new API token of a developer",
			Does:    makeToken(evidence.Developer), Rowless: true,
		},
		{
			Pattern: `^the token is disabled on the token page$`,
			Example: "the token is disabled on the token page",
			Does:    act((*caller.Caller).Disable),
		},
		{
			Pattern: `^the token is enabled on the token page$`,
			Example: "the token is enabled on the token page",
			Does:    act((*caller.Caller).Enable),
		},
		{
			Pattern: `^the token is deleted on the token page$`,
			Example: "the token is deleted on the token page",
			Does:    act((*caller.Caller).Delete),
		},
		{
			Pattern: `^somebody sets the row's status to ([01]) in the database$`,
			Example: "somebody sets the row's status to 0 in the database",
			Does: func(ctx context.Context, w *World, words Words) error {
				status, err := strconv.Atoi(words.Groups[0])
				if err != nil {
					return err
				}
				return w.Caller.SetRowStatus(ctx, status)
			},
		},
		{
			Pattern: `^a second token is asked for on the token page$`,
			Example: "a second token is asked for on the token page",
			Does: func(ctx context.Context, w *World, _ Words) error {
				_, err := w.Caller.AskForSecond(ctx)
				return err
			},
		},
		{
			Pattern: `^the scheduler fetches the newest token from the token page$`,
			Example: "the scheduler fetches the newest token from the token page",
			Does:    act((*caller.Caller).FetchNewest),
		},
		{
			Pattern: `^the scheduler makes another token and uses it$`,
			Example: "the scheduler makes another token and uses it",
			Does:    act((*caller.Caller).UseAnother),
		},
		{
			Pattern: `^the scheduler deletes its token, makes another and uses it$`,
			Example: "the scheduler deletes its token, makes another and uses it",
			Does:    act((*caller.Caller).Renew),
		},
		{
			Pattern: `^the older token is deleted on the token page$`,
			Example: "the older token is deleted on the token page",
			Does:    act((*caller.Caller).DeleteOlder),
		},
	}
}

func makeToken(role evidence.Role) func(context.Context, *World, Words) error {
	return func(ctx context.Context, w *World, _ Words) error { return w.Caller.MakeToken(ctx, role) }
}
