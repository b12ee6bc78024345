package steps

import (
	"context"

	"streampark-regress/harness/caller"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
)

// copies are the phrases about the curl commands that the web page gives to be
// copied.
func copies() []Step {
	return []Step{
		{
			Pattern: `^a user of the web page copies the curl command for a (start|cancel)( from a page without a base)?$`,
			Example: "a user of the web page copies the curl command for a start",
			Does: func(ctx context.Context, w *World, words Words) error {
				base := caller.OfServer
				if words.Groups[1] != "" {
					base = caller.Empty
				}
				return w.Caller.Copy(ctx, release.Action(words.Groups[0]), base)
			},
		},
		{
			Pattern: `^a user has the curl command for a (start|cancel) that the web page of (\d\S*) gives$`,
			Example: "a user has the curl command for a start that the web page of 2.1.4 gives",
			Does: func(_ context.Context, w *World, words Words) error {
				return w.Caller.TakeCopied(release.Action(words.Groups[0]), words.Groups[1])
			},
		},
		{
			Pattern: `^the copied command calls (/\S+), without a host$`,
			Example: "the copied command calls /flink/app/start, without a host",
			Expects: func(w Words) (evidence.Expectation, error) { return evidence.Expectation{Address: w.Groups[0]}, nil },
			Sees:    func(_ context.Context, w *World, _ Words) (evidence.Fact, error) { return w.Caller.Copied() },
		},
		{
			Pattern: `^the copied command is run( with its flag turned to true)?( with the new token)?(?: at (/\S+|the release's own address))?$`,
			Example: "the copied command is run with its flag turned to true",
			Calls:   true,
			Does: func(ctx context.Context, w *World, words Words) error {
				var edits []caller.Edit
				if words.Groups[0] != "" {
					edits = append(edits, caller.FlagOn)
				}
				if words.Groups[1] != "" {
					edits = append(edits, caller.TokenNow)
				}
				switch at := words.Groups[2]; at {
				case "": // as it was copied
				case "the release's own address":
					edits = append(edits, caller.AtOwnAddress)
				default:
					edits = append(edits, caller.At(at))
				}
				return w.Caller.RunCopied(ctx, edits...)
			},
		},
	}
}
