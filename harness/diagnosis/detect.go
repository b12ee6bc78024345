package diagnosis

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/streampark"
	"streampark-regress/harness/token"
)

// Detect finds the releases that answer like this server, at least one; where one
// is known it is that. It signs nobody in and has no effect.
func Detect(ctx context.Context, client *streampark.Client, c *release.Catalogue, known string) ([]release.Release, error) {
	if known != "" {
		r, err := c.Find(known)
		return []release.Release{r}, err
	}
	signIn := streampark.SignInCall("-", "-").Without("loginType")
	a, err := client.Do(ctx, signIn)
	if err != nil {
		return nil, err
	}
	fingerprint := Fingerprint(a)
	var found []release.Release
	for _, r := range c.Releases {
		if r.API.Fingerprint == fingerprint {
			found = append(found, r)
		}
	}
	if len(found) == 0 {
		return nil, &UndetectedError{signIn.Path, a}
	}
	return bySeal(ctx, client, found)
}

// UndetectedError is the error of an address at which an empty sign-in is answered as
// by no release of the catalogue.
type UndetectedError struct {
	Path   string
	Answer streampark.Answer
}

func (e *UndetectedError) Error() string {
	return fmt.Sprintf("no answer of StreamPark's was seen: an empty sign-in is answered with %s, as by no release of the catalogue; give the address of StreamPark itself, or say which release it is with --release", described(e.Answer))
}

// Fingerprint is what an answer to an empty sign-in says, as the catalogue has it:
// its status and message, or its code where it has no message.
func Fingerprint(a streampark.Answer) string {
	var body struct {
		Message string `json:"message"`
		Code    any    `json:"code"`
	}
	_ = json.Unmarshal(a.Body, &body) // an answer of another form matches nothing
	if body.Message == "" {
		body.Message = fmt.Sprintf("code %v", body.Code)
	}
	return fmt.Sprintf("%d %s", a.Status, body.Message)
}

// described is an answer in short, with everything in it quoted.
func described(a streampark.Answer) string {
	s := seen(a)
	parts := []string{fmt.Sprintf("HTTP %d %q", a.Status, s.Body)}
	for _, header := range []struct{ name, value string }{{"Content-Type", s.ContentType}, {"Location", s.Location}, {"WWW-Authenticate", s.Challenge}} {
		if header.value != "" {
			parts = append(parts, fmt.Sprintf("%s %q", header.name, header.value))
		}
	}
	return strings.Join(parts, ", ")
}

// callAsNobody calls a start address with a token of nobody, sealed with the key
// that all releases up to 2.1.6 share. It has no effect.
func callAsNobody(ctx context.Context, client *streampark.Client, path string) (streampark.Answer, error) {
	nobodys, err := token.Mint(token.Claims{Kind: token.API, UserID: -1, UserName: "streampark-regress"}, "no secret")
	if err != nil {
		return streampark.Answer{}, err
	}
	return client.Start(ctx, path, noApplication, streampark.Header(nobodys))
}

// bySeal tells releases apart by the key they seal tokens with: one that knows
// the shared key opens a token of nobody and then rejects it, one with a key
// file cannot open it. Neither has any effect.
func bySeal(ctx context.Context, client *streampark.Client, found []release.Release) ([]release.Release, error) {
	if !slices.ContainsFunc(found, func(r release.Release) bool { return sealOf(r) != sealOf(found[0]) }) {
		return found, nil
	}
	a, err := callAsNobody(ctx, client, found[0].API.Start)
	if err != nil {
		return nil, err
	}
	seals := map[outcome.Rejection]seal{outcome.Decoded: sharedSeal, outcome.Undecoded: presentSeal}
	its, told := seals[outcome.Read(a.Answer).Rejection]
	if !told {
		return found, nil
	}
	return slices.DeleteFunc(found, func(r release.Release) bool { return sealOf(r) != its }), nil
}
