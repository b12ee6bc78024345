// Package scheduler is the caller of the story: it holds an API token of its
// own administrator and starts an application of its own. It records every
// call with its outcome and, for a 401, its cause, and it holds what came of a
// call against what a scenario expects.
package scheduler

import (
	"context"
	"crypto/rand"
	"encoding/hex"
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
	made   database.Snapshot
	app    int64
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
	logged     int

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
}

// attempt is a call with what was read into it.
type attempt struct {
	evidence.Attempt
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
	return s.Outcome == a.Outcome && s.Cause == a.Cause && (s.Row != "unchanged" || a.rowChanged == "") &&
		strings.Contains(a.Body, s.Message)
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

// admin signs in as the seeded administrator. It does so for each use: a
// sign-in of 2.1.5 ends with its TTL and the clock may have been moved.
func (s *Scheduler) admin(ctx context.Context) (*streampark.Session, error) {
	return s.signIn(ctx, streampark.SeededAdmin, streampark.SeededPassword)
}

func (s *Scheduler) signIn(ctx context.Context, name, password string) (*streampark.Session, error) {
	session, err := s.client().SignIn(ctx, name, password)
	if err != nil {
		return nil, err
	}
	s.log.Redactor().Token(session.Token)
	s.log.Redactor().Password(session.Cookie)
	return session, nil
}

// MakeToken makes an administrator of its own and an API token for it.
func (s *Scheduler) MakeToken(ctx context.Context) error { return s.makeToken(ctx, "ADMIN") }

// MakeDeveloperToken makes a user who is no administrator but a developer of
// the default team, and an API token for it.
func (s *Scheduler) MakeDeveloperToken(ctx context.Context) error { return s.makeToken(ctx, "USER") }

func (s *Scheduler) makeToken(ctx context.Context, kind string) error {
	admin, err := s.admin(ctx)
	if err != nil {
		return err
	}
	s.owner = owner{name: fmt.Sprintf("scheduler%d", s.number), password: "Pw-" + random()}
	s.log.Redactor().Password(s.owner.password)
	if err := admin.CreateUser(ctx, s.owner.name, s.owner.password, kind); err != nil {
		return fmt.Errorf("make the user %s: %w", s.owner.name, err)
	}
	if kind == "USER" {
		if err := s.join(ctx, admin); err != nil {
			return err
		}
	}
	user, found, err := s.deployment.Database().UserByName(ctx, s.owner.name)
	if err != nil || !found {
		return fmt.Errorf("find the new user %s in t_user: found %t, %w", s.owner.name, found, err)
	}
	s.owner.id = user.ID
	// Where there are several teams 2.1.4 lets nobody in who has not chosen
	// one; scenarios that add teams would shut the others out.
	if _, err := s.deployment.Database().Exec(ctx, "update t_user set last_team_id = 100000 where user_id = $1 and last_team_id is null", user.ID); err != nil {
		return err
	}
	s.log.Redactor().Password(user.Salt)
	s.log.Redactor().Password(user.Password)
	if s.token, err = admin.CreateToken(ctx, user.ID, "made by streampark-regress"); err != nil {
		return err
	}
	s.log.Redactor().Token(s.token.Token)
	if s.opened, err = token.Open(s.token.Token); err != nil {
		return fmt.Errorf("open the new API token: %w", err)
	}
	var exists bool
	s.made, exists, err = s.snapshot(ctx)
	if err == nil && !exists {
		return fmt.Errorf("the new API token has no row %d in t_access_token", s.token.ID)
	}
	return err
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
	event := &evidence.Clock{Kind: string(s.deployment.Clock().Kind()), Asked: clock.Format(elapsed), Elapsed: passed.Elapsed.Seconds(),
		Moved: passed.Moved.Seconds(), Took: time.Since(start).Seconds()}
	if what == "it" {
		s.elapsed = elapsed
		s.happened(s.passed())
	} else {
		s.happened(clock.Format(elapsed) + " had passed since " + what)
	}
	s.since = clock.Format(elapsed) + " after " + what + " was made"
	if passed.StandsFor != 0 {
		event.StandsFor = clock.Format(passed.StandsFor)
		s.since = fmt.Sprintf("%s after it was made (short TTL; stands for %s)", clock.Format(passed.Elapsed), clock.Format(passed.StandsFor))
	}
	s.add(evidence.Event{Kind: evidence.KindClock, Clock: event})
	return nil
}

// SetEnabled disables or enables the token on the token page, whose button
// only toggles, and makes sure that the row says so.
func (s *Scheduler) SetEnabled(ctx context.Context, enabled bool) error {
	admin, err := s.admin(ctx)
	if err != nil {
		return err
	}
	s.happened(map[bool]string{true: "it was enabled", false: "it was disabled"}[enabled])
	if err := admin.ToggleToken(ctx, s.token.ID); err != nil {
		return err
	}
	rows, err := s.deployment.Database().Tokens(ctx, s.owner.id)
	if err != nil {
		return err
	}
	if len(rows) != 1 || rows[0].Enabled() != enabled {
		return fmt.Errorf("the token page was asked to toggle the token; it should now be enabled: %t, its rows are %d", enabled, len(rows))
	}
	return nil
}

// DeleteToken deletes the token on the token page.
func (s *Scheduler) DeleteToken(ctx context.Context) error {
	admin, err := s.admin(ctx)
	if err != nil {
		return err
	}
	s.happened("it was deleted")
	return admin.DeleteToken(ctx, s.token.ID)
}

// ChangePassword has the token's owner change the password.
func (s *Scheduler) ChangePassword(ctx context.Context) error {
	own, err := s.signIn(ctx, s.owner.name, s.owner.password)
	if err != nil {
		return err
	}
	fresh := "Pw-" + random()
	s.log.Redactor().Password(fresh)
	if err := own.ChangePassword(ctx, s.owner.id, s.owner.name, s.owner.password, fresh); err != nil {
		return err
	}
	s.owner.password = fresh
	s.happened("its owner changed the password")
	return nil
}

// KnownIssues lists the known issues whose symptom was met.
func (s *Scheduler) KnownIssues() []string { return s.issues }

func random() string {
	b := make([]byte, 8)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}
