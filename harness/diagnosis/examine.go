package diagnosis

import (
	"context"
	"errors"
	"slices"
	"time"

	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/stranger"
	"streampark-regress/harness/streampark"
)

// noApplication is an application no installation has: ids come from sequences
// that start at 10000 and at 100000.
const noApplication = 999999999

// Examine finds out why a deployment that runs already answers 401. It only
// asks: it signs nobody in, it writes nothing, and it calls a start with an
// application that does not exist, which tells an accepted token from a
// rejected one and starts nothing. What is not of a form in which StreamPark
// answers neither accepts nor rejects a token.
//
// That nothing answers is a finding, too. The errors are an interrupt, an unknown
// release, and a database that cannot be read.
func Examine(ctx context.Context, c *release.Catalogue, s Subject) (Examination, error) {
	var x Examination
	if s.Release != "" {
		if _, err := c.Find(s.Release); err != nil {
			return x, err
		}
	}
	x.Token = tell(c, s)
	e, err := x.ask(ctx, c, s)
	switch {
	case err != nil:
		return x, x.unreached(ctx, err)
	case x.Accepted || e != nil: // StreamPark has answered
		for i := range x.Calls {
			x.Calls[i].Stranger = stranger.None
		}
	}
	if e == nil {
		return x, nil
	}
	return x, x.explain(ctx, c, s, *e)
}

// ask makes the calls. It returns the evidence of one that StreamPark rejected, nil
// where there is none. The errors are those of calls without an answer.
func (x *Examination) ask(ctx context.Context, c *release.Catalogue, s Subject) (*Evidence, error) {
	at, err := Locate(ctx, s.URL, streampark.Options{Roots: s.Roots, Timeout: s.Timeout})
	x.URL, x.Tried = at.URL, at.Tried
	if err != nil {
		return nil, err
	}
	client := at.Client
	if x.At, err = client.ServerTime(ctx); err != nil {
		return nil, err
	}
	x.Skew = time.Until(x.At).Round(time.Second)
	if x.Model, err = client.IsModel(ctx); err != nil {
		return nil, err
	}
	x.Releases, err = Detect(ctx, client, c, s.Release)
	if undetected, is := errors.AsType[*UndetectedError](err); is {
		x.Calls = append(x.Calls, x.strange(undetected.Path, undetected.Answer))
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if x.OnH2, err = onH2(ctx, client, x.Releases[0]); err != nil {
		return nil, err
	}
	return x.rejection(ctx, client, s)
}

// rejection is the evidence of a call that StreamPark itself rejected, nil for none.
func (x *Examination) rejection(ctx context.Context, client *streampark.Client, s Subject) (*Evidence, error) {
	r, with := x.Releases[0], streampark.Credentials{Authorization: s.Header, Session: s.Session}
	rejected, err := x.call(ctx, client, r, with)
	if err != nil {
		return nil, err
	}
	other, err := x.again(ctx, client, r, with, rejected)
	if err != nil {
		return nil, err
	}
	var e Evidence
	switch {
	case other != nil:
		e = Observe(r, with, *other)
		e.Topology.Alternates = true
	case rejected == nil || x.Accepted:
		return nil, nil
	default:
		e = Observe(r, with, *rejected)
	}
	return &e, nil
}

// strange is a call whose answer says nothing about the token.
func (x *Examination) strange(path string, a streampark.Answer) Call {
	return Call{path, a.Status, outcome.Read(a.Answer), seen(a), stranger.Of(a.Answer, x.URL+path)}
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
		x.Calls = append(x.Calls, x.strange(path, a))
		if accepted(reading.Outcome, a) || reading.Outcome == outcome.Closed {
			x.Calls[len(x.Calls)-1].Stranger = stranger.None
		}
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
func (x *Examination) explain(ctx context.Context, c *release.Catalogue, s Subject, e Evidence) error {
	e.Started, e.StartUnknown, e.Key = s.Started, s.Started.IsZero(), s.Key
	e.Makers = e.makers(c)
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
