package steps

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"streampark-regress/harness/choice"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
)

// others are the phrases about calls that are made many times or in odd ways.
func others() []Step {
	return []Step{
		{
			Pattern: `^the application starts ([1-9]\d{0,2}) times in a row$`,
			Example: "the application starts 12 times in a row",
			Judges:  true,
			Does:    manyTimes,
		},
		{
			Pattern: `^somebody without a token calls (?:(GET|PUT|DELETE) )?(/\S+)$`,
			Example: "somebody without a token calls /token/create",
			Calls:   true, Harmless: true, Rowless: true,
			Does: func(ctx context.Context, w *World, words Words) error {
				return w.Caller.CallWithoutToken(ctx, cmp.Or(words.Groups[0], http.MethodPost), words.Groups[1])
			},
		},
		{
			Pattern: `^the scheduler asks for the start by (GET|PUT|DELETE|PATCH)$`,
			Example: "the scheduler asks for the start by GET",
			Calls:   true,
			Does: func(ctx context.Context, w *World, words Words) error {
				return w.Caller.StartBy(ctx, words.Groups[0])
			},
		},
		{
			Pattern: `^somebody without a token asks for the start by (` + strings.Join(detourNames(), "|") + `)$`,
			Example: "somebody without a token asks for the start by GET",
			Calls:   true, Harmless: true, Rowless: true,
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
	return []string{http.MethodGet, http.MethodHead, http.MethodPut, http.MethodDelete, http.MethodPatch, "a slash behind the address",
		"a second slash in front of the address", "capital letters", "an ending behind the address", "a dot in the address",
		"a way up in the address", "an encoded letter of the address", "a space behind the address", "a parameter of the address",
		"a parameter in front of the address"}
}

// detour is a way around the check: a method and an address that lead to the
// start, or nearly.
func detour(name, start string) (method, path string, err error) {
	switch name {
	case http.MethodGet, http.MethodHead, http.MethodPut, http.MethodDelete, http.MethodPatch:
		return name, start, nil
	case "a slash behind the address":
		return http.MethodPost, start + "/", nil
	case "a second slash in front of the address":
		return http.MethodPost, "/" + start, nil
	case "capital letters":
		return http.MethodPost, strings.ToUpper(start), nil
	case "an ending behind the address":
		return http.MethodPost, start + ".json", nil
	case "a dot in the address":
		return http.MethodPost, "/." + start, nil
	case "a way up in the address":
		return http.MethodPost, "/assets/.." + start, nil
	case "an encoded letter of the address":
		return http.MethodPost, strings.Replace(start, "/start", "/%73tart", 1), nil
	case "a space behind the address":
		return http.MethodPost, start + "%20", nil
	case "a parameter of the address":
		return http.MethodPost, start + ";x=1", nil
	case "a parameter in front of the address":
		return http.MethodPost, "/;" + start, nil
	}
	return "", "", fmt.Errorf("unknown way around the check %q: choose %s", name, choice.OneOf(detourNames()))
}
