package scheduler

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/streampark"
	"streampark-regress/harness/token"
)

// Call starts the application at an endpoint with the token.
func (s *Scheduler) Call(ctx context.Context, path string) error {
	return s.call(ctx, path, s.label(), streampark.Credentials{Authorization: &s.token.Token})
}

// label says which call this is: how old the token is, and what was done since
// it last worked.
func (s *Scheduler) label() string {
	label := "API token"
	if s.owner.developer {
		label = "a developer's API token"
	}
	if s.foreign {
		label += " for another team's application"
	}
	if s.since != "" {
		label += " " + s.since
	}
	if n := len(s.happenings); n > 0 && s.happenings[n-1] != s.passed() {
		if s.since != "" {
			label += ","
		}
		label += " after " + s.happenings[n-1]
	}
	return label
}

// passed is the happening of time.
func (s *Scheduler) passed() string {
	return clock.Format(s.elapsed) + " had passed since it was made"
}

// CallWithSignIn starts the application with a fresh sign-in token of the
// token's owner, with or without the cookie of its web session.
func (s *Scheduler) CallWithSignIn(ctx context.Context, path string, cookie bool) error {
	session, err := s.signIn(ctx, s.owner.name, s.owner.password)
	if err != nil {
		return err
	}
	with, label := streampark.Credentials{Authorization: &session.Token}, "sign-in token without its cookie"
	if cookie {
		with.Session, label = session.Cookie, "sign-in token with its cookie"
	}
	return s.call(ctx, path, label, with)
}

// call makes a call, reads its answer and, for a 401, finds the cause.
func (s *Scheduler) call(ctx context.Context, path, label string, with streampark.Credentials) error {
	if err := s.settle(ctx); err != nil {
		return err
	}
	if s.watching {
		var err error
		if s.logged, err = s.deployment.LogCursor(ctx); err != nil {
			return err
		}
	}
	answer, err := s.client().Start(ctx, path, s.app, with)
	if err != nil {
		return err
	}
	reading := outcome.Read(answer.Answer)
	a := attempt{outcome: reading.Outcome, rejection: reading.Rejection, Attempt: evidence.Attempt{
		ID: s.nextAttempt(), Label: label, Method: http.MethodPost, Path: path, Form: form(s.app), Session: with.Session != "",
		ServerTime: answer.Date, Status: answer.Status, ContentType: answer.ContentType, SetCookie: answer.SetCookie,
		Body: shorten(string(answer.Body)), Outcome: string(reading.Outcome), Summary: reading.Summary, Seconds: answer.Took.Seconds()}}
	if with.Authorization != nil {
		a.Authorization = *with.Authorization
		a.subject = s.subject(ctx, a.Authorization)
		if a.Authorization == s.token.Token {
			a.TokenMade = s.token.Made
		}
	}
	if reading.Outcome == outcome.Unauthenticated {
		found, err := s.explain(ctx, with, reading, answer.Date)
		if err != nil {
			return err
		}
		a.cause = found.Cause
		a.Cause, a.Because = string(found.Cause), found.Because
		for _, f := range found.Findings {
			a.Findings = append(a.Findings, f.String())
		}
	}
	if reading.Outcome == outcome.Unauthenticated {
		if a.rowChanged, err = s.rowChanged(ctx); err != nil {
			return err
		}
	}
	s.add(evidence.Event{Kind: evidence.KindAttempt, Attempt: &a.Attempt})
	s.last = &a
	s.unchecked[a.ID] = label + " at " + path
	return nil
}

// subject is what kind of token was sent. One that cannot be opened is taken
// for an API token.
func (s *Scheduler) subject(ctx context.Context, sealed string) release.Subject {
	if opened, err := s.open(ctx, sealed); err == nil && opened.Kind == token.SignIn {
		return release.SignIn
	}
	return release.APIToken
}

// settle waits until the application can be started: an earlier start of it
// may still be failing.
func (s *Scheduler) settle(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, settleWithin)
	defer cancel()
	for {
		ready, err := s.deployment.Database().Startable(ctx, s.app)
		if err != nil || ready {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for the application to be startable again: %w", ctx.Err())
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func (s *Scheduler) explain(ctx context.Context, with streampark.Credentials, r outcome.Reading, at time.Time) (diagnosis.Diagnosis, error) {
	e := diagnosis.Evidence{Release: s.deployment.Release(), Authorization: with.Authorization, Session: with.Session != "",
		Rejection: r.Rejection, ServerTime: at, Started: s.started}
	var err error
	if e.Key, err = s.key(ctx); err != nil {
		return diagnosis.Diagnosis{}, err
	}
	if e.Key == nil { // what an upgraded server sealed is still known after going back
		e.Key = s.seenKey
	}
	if with.Authorization != nil {
		if e.Held, err = s.deployment.Database().Holds(ctx, *with.Authorization); err != nil {
			return diagnosis.Diagnosis{}, err
		}
	}
	if e.Rows, err = s.deployment.Database().TokensOf(ctx, s.owner.id); err != nil {
		return diagnosis.Diagnosis{}, err
	}
	user, found, err := s.deployment.Database().UserByName(ctx, s.owner.name)
	if err != nil {
		return diagnosis.Diagnosis{}, err
	}
	if found {
		s.log.Redactor().Password(user.Salt)
		s.log.Redactor().Password(user.Password)
		e.User = &user
	}
	return diagnosis.Explain(e), nil
}

// snapshot reads the token's row and logs what it found.
func (s *Scheduler) snapshot(ctx context.Context) (database.Snapshot, bool, error) {
	now, exists, err := s.deployment.Database().TokenSnapshot(ctx, s.token.ID)
	if err != nil {
		return now, false, err
	}
	row := &evidence.Row{Table: "t_access_token", ID: s.token.ID, Missing: !exists, Snapshot: now, Digest: now.Digest()}
	s.add(evidence.Event{Kind: evidence.KindRow, Row: row})
	return now, exists, nil
}

// Token is the scheduler's token as it is sent.
func (s *Scheduler) Token() string { return s.token.Token }

func (s *Scheduler) nextAttempt() int {
	s.calls++
	return s.number*1000 + s.calls
}

func form(app int64) map[string]string {
	flat := map[string]string{}
	for key, values := range streampark.StartForm(app) {
		flat[key] = values[0]
	}
	return flat
}

// shorten keeps a body fit for a report: a stack trace says little after its
// first lines.
func shorten(body string) string {
	const most = 2000
	if len(body) > most {
		return body[:most] + " [... cut]"
	}
	return body
}
