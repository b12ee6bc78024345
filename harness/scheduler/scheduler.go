// Package scheduler is the caller of the story: it holds an API token of its
// own administrator and starts an application of its own. It records every
// call with its outcome and, for a 401, its cause, and it holds what came of a
// call against what a scenario expects.
package scheduler

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/serverlog"
	"streampark-regress/harness/streampark"
	"streampark-regress/harness/token"
)

// settleWithin is how long an application may take to be startable again
// after a start: StreamPark fails at submitting it, because there is no Flink.
const settleWithin = 60 * time.Second

// Scheduler calls one deployment on behalf of one scenario.
type Scheduler struct {
	deployment deployment.Deployment
	log        *evidence.Log
	job        string
	// number makes names and ids differ between the scenarios of a run.
	number int

	owner  owner
	token  streampark.APIToken
	opened token.Token
	// seenKey is the key file of the last server that had one.
	seenKey token.Key
	made    database.Snapshot
	app     int64
	// foreign is set when the application is another team's.
	foreign bool
	// since says how long after the making of the token it is now.
	since string

	calls int
	last  *attempt
	// unchecked holds the calls of which nothing was expected yet.
	unchecked map[int]string
	// mayMeet are the known issues of the release that the scenario is about;
	// issues are those whose symptom it met.
	mayMeet []release.KnownIssue
	issues  []string
	// happenings since the token last worked.
	happenings []string
	elapsed    time.Duration
	watching   bool
	// logged is where the server's log ended before the last call.
	logged serverlog.Cursor

	catalogue *release.Catalogue
	// older are the rows of tokens that were used before; ran are the upgrade
	// scripts that were run last; kept is a sign-in and when it was made.
	older     []int64
	ran       []string
	kept      *streampark.Session
	keptSince time.Time
	// started is the server's clock just after it was started by the scenario.
	started time.Time
}

type owner struct {
	id             int64
	name, password string
	// developer is set for one who is no administrator.
	developer bool
}

// attempt is a call with what was read into it.
type attempt struct {
	evidence.Attempt
	subject release.Subject
	outcome outcome.Outcome
	cause   diagnosis.Cause
	// rejection is the kind of 401.
	rejection outcome.Rejection
	// rowChanged says how the token's row differed from what it was when the
	// call was unauthenticated, if it did.
	rowChanged string
}

// shows reports whether the call shows the symptom of an issue, exactly.
func (a *attempt) shows(s release.Symptom) bool {
	return s.Subject == a.subject && s.Outcome == a.outcome && s.Status == a.Status && s.Cause == a.cause &&
		(s.Row != release.RowUnchanged || a.rowChanged == "") && strings.Contains(a.Body, s.Message)
}

// New returns a scheduler that has no token yet.
func New(d deployment.Deployment, log *evidence.Log, job string, number int) *Scheduler {
	return &Scheduler{deployment: d, log: log, job: job, number: number, unchecked: map[int]string{}}
}

// UseCatalogue tells the scheduler where to find other releases.
func (s *Scheduler) UseCatalogue(c *release.Catalogue) { s.catalogue = c }

// MayMeet tells the scheduler that the scenario is about an issue. Where the
// release is known to have it, the scenario has to meet its exact symptom.
func (s *Scheduler) MayMeet(id string) {
	if k, known := s.deployment.Release().Issue(id); known {
		s.mayMeet = append(s.mayMeet, k)
	}
}

// Unmet lists the known issues of the release that the scenario is about and
// did not meet.
func (s *Scheduler) Unmet() []string {
	var unmet []string
	for _, k := range s.mayMeet {
		if !slices.Contains(s.issues, k.ID) {
			unmet = append(unmet, k.ID)
		}
	}
	return unmet
}

func (s *Scheduler) client() *streampark.Client { return streampark.New(s.deployment.URL()) }

// add logs an event of this scenario.
func (s *Scheduler) add(e evidence.Event) {
	e.Job = s.job
	s.log.Add(e)
}

// MakeApplication makes an application that StreamPark agrees to start.
func (s *Scheduler) MakeApplication(ctx context.Context) error {
	if err := s.deployment.Database().AddFlink(ctx, s.deployment.Flink()); err != nil {
		return err
	}
	s.app = int64(200000 + s.number)
	return s.deployment.Database().AddApplication(ctx, s.app, fmt.Sprintf("regress-%d", s.number))
}

// After lets time pass until so much has passed since the token was made.
func (s *Scheduler) After(ctx context.Context, elapsed time.Duration) error {
	return s.pass(ctx, s.token.Made, elapsed, "it")
}

// pass lets time pass until so much has passed since something was made.
func (s *Scheduler) pass(ctx context.Context, since time.Time, elapsed time.Duration, what string) error {
	start := time.Now()
	passed, err := s.deployment.Clock().Pass(ctx, since, elapsed)
	if err != nil {
		return err
	}
	event := &evidence.Clock{Since: what, Kind: string(s.deployment.Clock().Kind()), Asked: clock.Format(elapsed), Elapsed: passed.Elapsed.Seconds(),
		Moved: passed.Moved.Seconds(), Took: time.Since(start).Seconds()}
	if what == "it" {
		s.elapsed = elapsed
		s.happenings = append(s.happenings, s.passed())
	} else {
		s.happenings = append(s.happenings, clock.Format(elapsed)+" had passed since "+what)
	}
	s.since = clock.Format(elapsed) + " after " + what + " was made"
	if passed.StandsFor != 0 {
		event.StandsFor = clock.Format(passed.StandsFor)
		s.since = fmt.Sprintf("%s after it was made (stands for %s)", clock.Format(passed.Elapsed), clock.Format(passed.StandsFor))
	}
	s.add(evidence.Event{Kind: evidence.KindClock, Clock: event})
	return nil
}

// KnownIssues lists the known issues whose symptom was met.
func (s *Scheduler) KnownIssues() []string { return s.issues }
