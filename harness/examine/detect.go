package examine

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/streampark"
	"streampark-regress/harness/token"
)

// detect finds the releases that answer like this server.
func detect(ctx context.Context, client *streampark.Client, c *release.Catalogue, known string) ([]release.Release, error) {
	if known != "" {
		r, err := c.Find(known)
		return []release.Release{r}, err
	}
	a, err := client.Do(ctx, streampark.Call{Method: http.MethodPost, Path: "/passport/signin", Form: url.Values{"username": {"-"}, "password": {"-"}}})
	if err != nil {
		return nil, err
	}
	var body struct {
		Message string `json:"message"`
	}
	_ = json.Unmarshal(a.Body, &body) // an answer of another form matches nothing
	print := fmt.Sprintf("%d %s", a.Status, body.Message)
	var found []release.Release
	for _, r := range c.Releases {
		if r.API.Fingerprint == print {
			found = append(found, r)
		}
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("the server answers an empty sign-in with %q, as no release of the catalogue does; say which it is with --release", print)
	}
	return bySeal(ctx, client, found)
}

// bySeal tells releases apart by the key they seal tokens with: one that knows
// the shared key opens a token of nobody and then rejects it, one with a key
// file cannot open it. Neither has any effect.
func bySeal(ctx context.Context, client *streampark.Client, found []release.Release) ([]release.Release, error) {
	seals := func(r release.Release) release.Seal { return r.Tokens.SealedWith }
	if !slices.ContainsFunc(found, func(r release.Release) bool { return seals(r) != seals(found[0]) }) {
		return found, nil
	}
	nobodys, err := token.Mint(token.Claims{Kind: token.API, UserID: -1, UserName: "streampark-regress"}, "no secret")
	if err != nil {
		return nil, err
	}
	a, err := client.Start(ctx, found[0].API.Start, noApplication, streampark.Credentials{Authorization: &nobodys})
	if err != nil {
		return nil, err
	}
	seal := release.SealedWithSharedKey
	switch outcome.Read(a.Answer).Rejection {
	case outcome.Decoded:
	case outcome.Undecoded:
		seal = release.SealedWithKeyFile
	default:
		return found, nil
	}
	return slices.DeleteFunc(found, func(r release.Release) bool { return seals(r) != seal }), nil
}
