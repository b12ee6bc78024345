package steps

import (
	"context"

	"streampark-regress/harness/caller"
)

// clients are the phrases in which somebody calls otherwise than with the
// token alone.
func clients() []Step {
	return []Step{
		{
			Pattern: `^the scheduler calls (/\S+) with its owner's sign-in token and (no|its) cookie$`,
			Example: "the scheduler calls /flink/app/start with its owner's sign-in token and no cookie",
			Calls:   true,
			Does: func(ctx context.Context, w *World, words Words) error {
				return w.Caller.CallWithSignIn(ctx, words.Groups[0], caller.Cookie(words.Groups[1]))
			},
		},
		{
			Pattern: `^the scheduler starts the application with that sign-in and (no|its) cookie$`,
			Example: "the scheduler starts the application with that sign-in and its cookie",
			Calls:   true,
			Does: func(ctx context.Context, w *World, words Words) error {
				return w.Caller.StartSignedIn(ctx, caller.Cookie(words.Groups[0]))
			},
		},
		{
			Pattern: `^a careful client starts the application$`,
			Example: "a careful client starts the application",
			Calls:   true,
			Does:    act((*caller.Caller).StartWithCarefulClient),
		},
		{
			Pattern: `^a naive client starts the application$`,
			Example: "a naive client starts the application",
			Calls:   true,
			Does:    act((*caller.Caller).StartWithNaiveClient),
		},
		{
			Pattern: `^the token opens no other page than the catalogue says$`,
			Example: "the token opens no other page than the catalogue says",
			Does:    pages,
			Judges:  true, Rowless: true,
		},
		{
			Pattern: `^the token opens no page at all$`,
			Example: "the token opens no page at all",
			Does:    noPages,
			Judges:  true,
		},
	}
}
