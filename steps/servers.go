package steps

import (
	"context"

	"streampark-regress/harness/caller"
)

// servers are the phrases about the server itself.
func servers() []Step {
	return []Step{
		{
			Pattern: `^the server is restarted$`,
			Example: "the server is restarted",
			Needs:   func(Words) (Needs, error) { return Needs{Restart: true, Shared: true}, nil },
			Does:    act((*caller.Caller).Restart),
		},
		{
			Pattern: `^the server's container is replaced and its database kept$`,
			Example: "the server's container is replaced and its database kept",
			Needs:   func(Words) (Needs, error) { return Needs{Restart: true}, nil },
			Does:    act((*caller.Caller).Recreate),
		},
		{
			Pattern: `^the (first|second) replica is restarted$`,
			Example: "the second replica is restarted",
			Needs:   func(Words) (Needs, error) { return Needs{Restart: true}, nil },
			Does: func(ctx context.Context, w *World, words Words) error {
				return w.Caller.RestartReplica(ctx, map[string]int{"first": 1, "second": 2}[words.Groups[0]])
			},
		},
		{
			Pattern: `^the server (?:is upgraded|goes back) to (\S+)$`,
			Example: "the server is upgraded to 2.1.5",
			Needs:   func(w Words) (Needs, error) { return Needs{Restart: true, Release: w.Groups[0]}, nil },
			Does: func(ctx context.Context, w *World, words Words) error {
				return w.Caller.Upgrade(ctx, words.Groups[0])
			},
		},
	}
}
