package diagnosis

import (
	"context"
	"fmt"
	"slices"
	"time"

	"streampark-regress/harness/cause"
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
	// OnH2: the console of StreamPark's own H2 answers, which is there only where
	// the server keeps its rows in it.
	OnH2 bool
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

// NotSeen reports whether no answer was StreamPark's: the token was neither
// accepted nor rejected.
func (x Examination) NotSeen() bool { return !x.Accepted && x.Diagnosis.Cause == cause.None }

// Call is a start that was tried.
type Call struct {
	Path    string
	Status  int
	Reading outcome.Reading
	// Seen is what tells an answer of StreamPark's from anybody else's.
	Seen Seen
}

// Gap is something that could not be looked at.
type Gap string

// The gaps.
const (
	// NoDatabase: rows, owner and, up to 2.1.6, the signature.
	NoDatabase Gap = "database"
	// NoKeyFile: what a token of 2.1.7 says.
	NoKeyFile Gap = "key-file"
	// NoSender: who answered. A bare 401 may be a gateway's own, and of a release
	// with a key file nothing else can be had without a token that works.
	NoSender Gap = "sender"
	// NoHeader: whether the header Authorization arrives. A token of nobody, which
	// the release can open, got the 401 of a call without any: something in front
	// takes the header away, or answers in its place.
	NoHeader Gap = "header"
)

// within is how long an examination may take: StreamPark answers each of its
// calls in milliseconds.
const within = 2 * time.Minute

// Examine finds out why a deployment that runs already answers 401. It only
// asks: it signs nobody in, it writes nothing, and it calls a start with an
// application that does not exist, which tells an accepted token from a
// rejected one and starts nothing. What is not of a form in which StreamPark
// answers neither accepts nor rejects a token.
func Examine(ctx context.Context, c *release.Catalogue, s Subject) (Examination, error) {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
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
	if x.Releases, err = Detect(ctx, client, c, s.Release); err != nil {
		return x, err
	}
	if x.OnH2, err = onH2(ctx, client, x.Releases[0]); err != nil {
		return x, err
	}
	r, with := x.Releases[0], streampark.Credentials{Authorization: s.Header, Session: s.Session}
	rejected, err := x.call(ctx, client, r, with)
	if err != nil {
		return x, err
	}
	other, err := x.again(ctx, client, r, with, rejected)
	if err != nil {
		return x, err
	}
	switch {
	case other != nil:
		e := Observe(r, with, *other)
		e.Topology.Alternates = true
		return x, x.explain(ctx, s, e)
	case rejected == nil || x.Accepted:
		return x, nil
	}
	return x, x.explain(ctx, s, Observe(r, with, *rejected))
}

// call calls the start addresses. It returns the first answer with which
// StreamPark itself rejected the token, nil for none.
func (x *Examination) call(ctx context.Context, client *streampark.Client, r release.Release, with streampark.Credentials) (*streampark.Answer, error) {
	var rejected *streampark.Answer
	for _, path := range addresses(r) {
		a, err := client.Start(ctx, path, noApplication, with)
		if err != nil {
			return nil, err
		}
		reading := outcome.Read(a.Answer)
		x.Calls = append(x.Calls, Call{path, a.Status, reading, seen(a)})
		switch {
		case path == r.API.Start && accepted(reading.Outcome, a):
			x.Accepted = true
		case rejected == nil && reading.Outcome == outcome.Unauthenticated && reading.Rejection != outcome.Unfamiliar:
			genuine, err := x.genuine(ctx, client, r, path, reading.Rejection)
			if err != nil {
				return nil, err
			}
			if genuine {
				rejected = &a
			}
		}
	}
	return rejected, nil
}

// genuine reports whether a 401 is StreamPark's own. One with nothing in it, or
// with JSON that says 401, may be a gateway's; then a token of nobody, which a
// release with the shared key opens and rejects in a form of its own, tells who
// answers there. Only 2.1.4 has that JSON, for a web session that is missing.
func (x *Examination) genuine(ctx context.Context, client *streampark.Client, r release.Release, path string, how outcome.Rejection) (bool, error) {
	switch {
	case how == outcome.Decoded:
		return true, nil
	case how == outcome.Sessionless && !r.API.SignInNeedsSession:
		return false, nil
	case sealOf(r) != sharedSeal:
		x.Gaps = append(x.Gaps, NoSender)
		return true, nil
	}
	answer, err := callAsNobody(ctx, client, path)
	got := outcome.Read(answer.Answer).Rejection
	if err == nil && how == outcome.Undecoded && got == outcome.Undecoded && !slices.Contains(x.Gaps, NoHeader) {
		x.Gaps = append(x.Gaps, NoHeader)
	}
	return got == outcome.Decoded, err
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
