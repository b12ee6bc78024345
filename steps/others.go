package steps

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"streampark-regress/harness/caller"
	"streampark-regress/harness/choice"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
)

// others are the phrases about somebody else than the scheduler, and about
// calls that are made many times or in odd ways.
func others() []Step {
	return []Step{
		{
			Pattern: `^a second scheduler with a token and an application of its own$`,
			Example: "a second scheduler with a token and an application of its own",
			Does:    second(evidence.Administrator),
		},
		{
			Pattern: `^the second scheduler can still start its application$`,
			Example: "the second scheduler can still start its application",
			Judges:  true,
			Does: withSecond(func(ctx context.Context, w *World) error {
				if err := w.second.Start(ctx); err != nil {
					return err
				}
				return w.expectOf(w.second, evidence.Expectation{Outcome: outcome.Started})
			}),
		},
		{
			Pattern: `^the second scheduler's token is disabled on the token page$`,
			Example: "the second scheduler's token is disabled on the token page",
			Does:    withSecond(func(ctx context.Context, w *World) error { return w.second.Disable(ctx) }),
		},
		{
			Pattern: `^the second scheduler's row is as it was left$`,
			Example: "the second scheduler's row is as it was left",
			Expects: expect(evidence.Expectation{Row: evidence.RowUnchanged}),
			Sees: func(ctx context.Context, w *World, _ Words) (evidence.Fact, error) {
				if w.second == nil {
					return evidence.Fact{}, errNoSecond
				}
				return w.second.Left(ctx)
			},
		},
		{
			Pattern: `^the application starts ([1-9]\d{0,2}) times in a row$`,
			Example: "the application starts 12 times in a row",
			Judges:  true,
			Does:    manyTimes,
		},
		{
			Pattern: `^somebody without a token calls (/\S+)$`,
			Example: "somebody without a token calls /token/create",
			Calls:   true,
			Does: func(ctx context.Context, w *World, words Words) error {
				return w.Caller.CallWithoutToken(ctx, http.MethodPost, words.Groups[0])
			},
		},
		{
			Pattern: `^somebody without a token asks for the start by (` + strings.Join(detourNames(), "|") + `)$`,
			Example: "somebody without a token asks for the start by GET",
			Calls:   true,
			Does: func(ctx context.Context, w *World, words Words) error {
				method, path, err := detour(words.Groups[0], w.Caller.Release().API.Start)
				if err != nil {
					return err
				}
				return w.Caller.CallWithoutToken(ctx, method, path)
			},
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

func withSecond(do func(context.Context, *World) error) func(context.Context, *World, Words) error {
	return func(ctx context.Context, w *World, _ Words) error {
		if w.second == nil {
			return errNoSecond
		}
		return do(ctx, w)
	}
}

func manyTimes(ctx context.Context, w *World, words Words) error {
	n, err := strconv.Atoi(words.Groups[0])
	if err != nil {
		return fmt.Errorf("invalid number of times %q: %w", words.Groups[0], err)
	}
	for range n {
		if err := w.Caller.Start(ctx); err != nil {
			return err
		}
		if err := w.Expect(evidence.Expectation{Outcome: outcome.Started}); err != nil {
			return err
		}
	}
	return nil
}

// detourNames are the ways around the check that are tried.
func detourNames() []string {
	return []string{http.MethodGet, http.MethodPut, http.MethodDelete, http.MethodPatch, "a slash behind the address",
		"a second slash in front of the address", "capital letters", "an ending behind the address"}
}

// detour is a way around the check: a method and an address that lead to the
// start, or nearly.
func detour(name, start string) (method, path string, err error) {
	switch name {
	case http.MethodGet, http.MethodPut, http.MethodDelete, http.MethodPatch:
		return name, start, nil
	case "a slash behind the address":
		return http.MethodPost, start + "/", nil
	case "a second slash in front of the address":
		return http.MethodPost, "/" + start, nil
	case "capital letters":
		return http.MethodPost, strings.ToUpper(start), nil
	case "an ending behind the address":
		return http.MethodPost, start + ".json", nil
	}
	return "", "", fmt.Errorf("unknown way around the check %q: choose %s", name, choice.OneOf(detourNames()))
}

// admissions are the phrases about who is let in at the sign-in.
func admissions() []Step {
	owner := func(ctx context.Context, w *World, _ Words) (evidence.Fact, error) { return w.Caller.Admission(ctx) }
	return []Step{
		{
			Pattern: `^the token's owner is let in$`,
			Example: "the token's owner is let in",
			Expects: expect(evidence.Expectation{Admission: evidence.Admitted}),
			Sees:    owner,
		},
		{
			Pattern: `^the token's owner is not let in$`,
			Example: "the token's owner is not let in",
			Expects: expect(evidence.Expectation{Admission: evidence.Barred}),
			Sees:    owner,
		},
		{
			Pattern: `^the token's owner is not let in with a wrong password$`,
			Example: "the token's owner is not let in with a wrong password",
			Expects: expect(evidence.Expectation{Admission: evidence.Barred}),
			Sees: func(ctx context.Context, w *World, _ Words) (evidence.Fact, error) {
				return w.Caller.AdmissionWithWrongPassword(ctx)
			},
		},
		{
			Pattern: `^the scheduler signs out again$`,
			Example: "the scheduler signs out again",
			Does:    act((*caller.Caller).SignOut),
		},
	}
}
