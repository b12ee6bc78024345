package diagnosis

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/streampark"
	"streampark-regress/harness/token"
)

// noApplication is an application no installation has: ids come from sequences
// that start at 10000 and at 100000.
const noApplication = 999999999

// Subject is what to examine.
type Subject struct {
	URL string
	// Header is the Authorization header as the caller sends it, nil for none.
	Header *string
	// Session is the JSESSIONID cookie the caller sends, if any.
	Session string
	// Database is the deployment's database, nil if it is not to be had.
	Database Database
	// Release is the release if the caller knows it; empty to find out.
	Release string
	// Started is the server's clock when it was started, zero if not known.
	Started time.Time
	// Key is the key file of a server of 2.1.7, nil if it is not to be had.
	Key token.Key
}

// Examination is what was found.
type Examination struct {
	// Releases are those of the catalogue that answer like this server.
	Releases []release.Release
	// Model is set when the built-in model answers, not StreamPark.
	Model bool
	// Skew is how far the server's clock runs ahead of ours.
	Skew time.Duration
	// Calls are the start addresses that were called and their answers.
	Calls []Call
	// Accepted: the server accepted the token; Diagnosis is empty then.
	Accepted  bool
	Diagnosis Diagnosis
	// Advice is what to do about the cause on that release.
	Advice string
	// Gaps are what could not be looked at.
	Gaps []Gap
}

// Call is a start that was tried.
type Call struct {
	Path    string
	Status  int
	Reading outcome.Reading
}

// Gap is something that could not be looked at.
type Gap string

// The gaps.
const (
	// NoDatabase: rows, owner and, up to 2.1.6, the signature.
	NoDatabase Gap = "database"
	// NoKeyFile: what a token of 2.1.7 says.
	NoKeyFile Gap = "key-file"
)

// Examine finds out why a deployment that runs already answers 401. It only
// asks: it signs nobody in, it writes nothing, and it calls a start with an
// application that does not exist, which tells an accepted token from a
// rejected one and starts nothing.
func Examine(ctx context.Context, c *release.Catalogue, s Subject) (Examination, error) {
	var x Examination
	client := streampark.New(s.URL)
	at, err := client.ServerTime(ctx)
	if err != nil {
		return x, fmt.Errorf("reach %s: %w", s.URL, err)
	}
	x.Skew = time.Until(at).Round(time.Second)
	if x.Model, err = client.IsModel(ctx); err != nil {
		return x, err
	}
	if x.Releases, err = detect(ctx, client, c, s.Release); err != nil {
		return x, err
	}
	r, with := x.Releases[0], streampark.Credentials{Authorization: s.Header, Session: s.Session}
	var rejected *streampark.Answer
	for _, path := range addresses(r) {
		a, err := client.Start(ctx, path, noApplication, with)
		if err != nil {
			return x, err
		}
		reading := outcome.Read(a.Answer)
		x.Calls = append(x.Calls, Call{path, a.Status, reading})
		switch {
		case reading.Outcome == outcome.Unauthenticated && rejected == nil:
			rejected = &a
		case accepted(reading.Outcome, a):
			x.Accepted = true
		}
	}
	if rejected == nil || x.Accepted {
		return x, nil
	}
	return x, x.explain(ctx, s, Observe(r, with, *rejected))
}

// explain finds the cause of a 401.
func (x *Examination) explain(ctx context.Context, s Subject, e Evidence) error {
	e.Started, e.StartUnknown, e.Key = s.Started, s.Started.IsZero(), s.Key
	e, err := Collect(ctx, s.Database, e)
	if err != nil {
		return err
	}
	if e.Blind {
		x.Gaps = append(x.Gaps, NoDatabase)
	}
	if sealOf(e.Release) == presentSeal && e.Key == nil {
		x.Gaps = append(x.Gaps, NoKeyFile)
	}
	x.Diagnosis = Explain(e)
	x.Advice = Advise(x.Diagnosis, e.Release)
	return nil
}

// addresses are the start addresses to try: the release's own first.
func addresses(r release.Release) []string {
	all := []string{r.API.Start}
	for _, path := range streampark.StartPaths() {
		if path != r.API.Start {
			all = append(all, path)
		}
	}
	return all
}

// accepted reports whether an answer proves that the token got in. A start of
// an application that does not exist fails in many ways; what tells is that the
// server failed in its own way, opened a web session for the caller and forgot
// the last one once.
func accepted(o outcome.Outcome, a streampark.Answer) bool {
	if o.Authenticated() {
		return true
	}
	forgotten, session := 0, false
	for _, name := range a.SetCookie {
		switch name {
		case "rememberMe":
			forgotten++
		case "JSESSIONID":
			session = true
		}
	}
	return o == outcome.Failed && a.Status == http.StatusInternalServerError && session && forgotten == 1
}
