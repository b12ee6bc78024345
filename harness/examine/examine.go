// Package examine finds out why a deployment that runs already answers 401. It
// only asks: it signs nobody in, it writes nothing, and it calls a start with
// an application that does not exist, which tells an accepted token from a
// rejected one and starts nothing.
package examine

import (
	"context"
	"fmt"
	"strings"
	"time"

	"streampark-regress/harness/database"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/streampark"
	"streampark-regress/harness/token"
)

// noApplication is an application no installation has: ids come from sequences
// that start at 10000 and at 100000.
const noApplication = 999999999

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
	Diagnosis diagnosis.Diagnosis
	// Advice is what to do about the cause on that release.
	Advice string
	// Unseen says what could not be looked at.
	Unseen []string
}

// Call is a start that was tried.
type Call struct {
	Path, Outcome, Summary string
}

// Subject is what to examine.
type Subject struct {
	URL string
	// Header is the Authorization header as the caller sends it, nil for none.
	Header *string
	// Session is the JSESSIONID cookie the caller sends, if any.
	Session string
	// Database is the deployment's database, nil if it is not to be had.
	Database *database.Database
	// Release is the release if the caller knows it; empty to find out.
	Release string
	// Started is the server's clock when it was started, zero if not known.
	Started time.Time
	// Key is the key file of a server of 2.1.7, nil if it is not to be had.
	Key token.Key
}

// Run examines a deployment.
func Run(ctx context.Context, c *release.Catalogue, s Subject) (Examination, error) {
	var e Examination
	client := streampark.New(s.URL)
	at, err := client.ServerTime(ctx)
	if err != nil {
		return e, fmt.Errorf("ask %s for anything at all: %w", s.URL, err)
	}
	e.Skew = time.Until(at).Round(time.Second)
	if e.Model, err = client.IsModel(ctx); err != nil {
		return e, err
	}
	if e.Releases, err = detect(ctx, client, c, s.Release); err != nil {
		return e, err
	}
	r := e.Releases[0]
	var rejected *streampark.Answer
	for _, path := range addresses(r) {
		a, err := client.Start(ctx, path, noApplication, streampark.Credentials{Authorization: s.Header, Session: s.Session})
		if err != nil {
			return e, err
		}
		reading := outcome.Read(a.Answer)
		e.Calls = append(e.Calls, Call{path, string(reading.Outcome), reading.Summary})
		switch {
		case reading.Outcome == outcome.Unauthenticated && rejected == nil:
			rejected = &a
		case accepted(reading.Outcome, a):
			e.Accepted = true
		}
	}
	if rejected == nil || e.Accepted {
		return e, nil
	}
	return e, e.explain(ctx, r, s, *rejected)
}

// addresses are the start addresses to try: the release's own first.
func addresses(r release.Release) []string {
	all := []string{r.API.Start}
	for _, path := range []string{"/flink/app/start", "/openapi/app/start"} {
		if path != r.API.Start {
			all = append(all, path)
		}
	}
	return all
}

// accepted reports whether an answer proves that the token got in. A start of
// an application that does not exist fails in many ways; what tells is that the
// server opened a web session for the caller and forgot the last one once.
func accepted(o outcome.Outcome, a streampark.Answer) bool {
	if o.Authenticated() {
		return true
	}
	forgotten, session := 0, false
	for _, name := range a.SetCookie {
		forgotten += map[bool]int{true: 1}[name == "rememberMe"]
		session = session || name == "JSESSIONID"
	}
	return o == outcome.Failed && session && forgotten == 1
}

// explain finds the cause of a 401.
func (e *Examination) explain(ctx context.Context, r release.Release, s Subject, a streampark.Answer) error {
	evidence := diagnosis.Evidence{Release: r, Authorization: s.Header, Session: s.Session != "", Rejection: outcome.Read(a.Answer).Rejection,
		ServerTime: a.Date, Started: s.Started, StartUnknown: s.Started.IsZero(), Key: s.Key, Blind: s.Database == nil}
	if s.Database == nil {
		e.Unseen = append(e.Unseen, "the database (--database-url): rows, owner and signature")
	} else if s.Header != nil {
		if err := look(ctx, s, &evidence); err != nil {
			return err
		}
	}
	if r.Tokens.SealedWith == release.SealedWithKeyFile && s.Key == nil {
		e.Unseen = append(e.Unseen, "what the token says (--key-file)")
	}
	e.Diagnosis = diagnosis.Explain(evidence)
	e.Advice = advise(e.Diagnosis.Cause, r)
	return nil
}

// look reads what the database knows about a token.
func look(ctx context.Context, s Subject, evidence *diagnosis.Evidence) error {
	header := strings.TrimSpace(*s.Header)
	var err error
	if evidence.Held, err = s.Database.Holds(ctx, header); err != nil {
		return err
	}
	opened, unopened := token.Open(header)
	if unopened != nil {
		opened, unopened = token.OpenWithKey(header, s.Key)
	}
	if unopened != nil {
		return nil // what cannot be opened names no owner
	}
	user, found, err := s.Database.UserByName(ctx, opened.UserName)
	if err != nil {
		return err
	}
	if found {
		evidence.User = &user
	}
	evidence.Rows, err = s.Database.TokensOf(ctx, opened.UserID)
	return err
}
