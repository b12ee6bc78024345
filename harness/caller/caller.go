// Package caller is the caller of the story: it holds an API token of its own
// administrator and starts an application of its own. It acts and records what
// it saw, call by call, and decides nothing: what came of a call is for package
// judge.
//
//	c := caller.New(deployment, log, caller.Options{Job: "2.1.4 features/x.feature:12", Number: 3})
//	err := c.MakeToken(ctx, evidence.Administrator)
//	err = c.MakeApplication(ctx)
//	attempt, err := c.Start(ctx)
package caller

import (
	"context"
	"fmt"
	"time"

	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/serverlog"
	"streampark-regress/harness/streampark"
	"streampark-regress/harness/token"
)

// Log is where a caller records what it did and saw.
type Log interface {
	Add(evidence.Event)
	Redactor() *evidence.Redactor
}

// Options of a caller.
type Options struct {
	// Job is the scenario on a release whose events these are.
	Job string
	// Number makes names and ids differ between the callers of a run.
	Number int
	// Catalogue is where upgrades find other releases.
	Catalogue *release.Catalogue
	// Restart has the server restarted, nil for the deployment's own: a restart that
	// others need too is made once for all of them.
	Restart func(context.Context) error
}

// Caller calls one deployment on behalf of one scenario.
type Caller struct {
	deployment deployment.Deployment
	log        Log
	options    Options

	owner       owner
	token       held
	application application
	signIn      *signIn
	// older are the rows of tokens that were used before, and made is when each
	// of the owner's tokens was made.
	older []int64
	made  map[int64]time.Time
	// former is the token that was in use before.
	former string
	// copied is the curl command that was copied last.
	copied *copied
	// ran are the upgrade scripts that were run last.
	ran []string

	history history
	server  server
	secrets secrets
}

// owner is the user whose token it is.
type owner struct {
	id             int64
	name, password string
	// former is the password from before the last change.
	former string
	role   evidence.Role
}

// held is the API token in use: as it is sent, opened, its row as it was when
// the token was made, and as the scenario left it.
type held struct {
	streampark.APIToken
	opened    token.Token
	row, left database.Snapshot
}

// application is the one the caller starts and cancels.
type application struct {
	id    int64
	name  string
	whose evidence.Application
	// busy: it is being started already, and is left at that.
	busy bool
	// running is Flink's ID of the job that a real Flink runs for it, given a
	// savepoint there that is not its latest, and stopped the one with which its
	// job was stopped last; all are empty without a real Flink.
	running, given, stopped string
}

// job is Flink's ID of the application's job, where it is set to running.
func (a application) job() string {
	if a.running != "" {
		return a.running
	}
	return fmt.Sprintf("%032x", a.id)
}

// signIn is a sign-in that was kept, and when it was made.
type signIn struct {
	session *streampark.Session
	made    time.Time
	by      acceptance
}

// acceptance is who let something in: a release, and where there are several
// servers which of them, and which of its starts.
type acceptance struct {
	release             string
	replica, generation int
}

// history is what was done so far.
type history struct {
	calls int
	last  *evidence.Attempt
	// since is what was done since the caller was last let in, and age how
	// much time was let pass last.
	since []evidence.Action
	age   *evidence.Age
	// accepted maps what was sent and let in to who let it in last.
	accepted map[string]acceptance
	// session is the web session that the token's last call opened.
	session string
	// resting are the applications that were at rest before the last call; of the
	// caller's own, latest is the latest savepoint, marked the row of the one that
	// is marked as that (0 for none), and job what a real Flink ran for it.
	resting     []int64
	latest, job string
	marked      int64
}

// server is what is known of the server besides its answers.
type server struct {
	// started is its clock just after the scenario started it last, by the number of
	// the replica (0 for one server alone); none where the scenario did not.
	started map[int]time.Time
	// keys are the key files of all servers so far, the oldest first.
	keys []token.Key
	// logged is where its log was before the last call; silent: nobody can read it.
	logged serverlog.Cursor
	silent bool
}

// New returns a caller that has no token yet.
func New(d deployment.Deployment, log Log, o Options) *Caller {
	return &Caller{deployment: d, log: log, options: o, made: map[int64]time.Time{}, history: history{accepted: map[string]acceptance{}},
		server: server{started: map[int]time.Time{}}, secrets: secrets{}}
}

// Release is the release that answers now.
func (c *Caller) Release() release.Release { return c.deployment.Release() }

// Target is where the deployment comes from.
func (c *Caller) Target() string { return c.deployment.Target() }

// Last is the last call; the second result is false before any was made.
func (c *Caller) Last() (evidence.Attempt, bool) {
	if c.history.last == nil {
		return evidence.Attempt{}, false
	}
	return *c.history.last, true
}

// Token is the caller's token as it is sent.
func (c *Caller) Token() string { return c.token.Token }

// TokenTook is how long the call took that made the token; it was made within
// that time before StreamPark answered.
func (c *Caller) TokenTook() time.Duration { return c.token.Took }

// client calls the server itself, to prepare a scenario and to look: the first where
// there are several, whatever stands in front.
func (c *Caller) client() *streampark.Client { return deployment.Behind(c.deployment)[0].Client() }

// entrance is where the scheduler calls.
func (c *Caller) entrance() *streampark.Client { return c.deployment.Client() }

func (c *Caller) tenancy() *deployment.Tenancy { return c.deployment.Tenancy() }
func (c *Caller) database() *database.Database { return c.deployment.Database() }

// rowless reports whether nobody may look into the deployment's database.
func (c *Caller) rowless() bool { return c.deployment.Database() == nil }

// record adds an event to the caller's job.
func (c *Caller) record(e evidence.Event) {
	e.Job = c.options.Job
	c.log.Add(e)
}

// did records an action and remembers it for the next call.
func (c *Caller) did(a evidence.Action) {
	c.history.since = append(c.history.since, a)
	c.record(evidence.Event{Kind: evidence.KindAction, Action: &a})
}

// MakeApplication makes an application of the caller's team that StreamPark
// agrees to start.
func (c *Caller) MakeApplication(ctx context.Context) error {
	if err := c.database().AddFlink(ctx, c.deployment.Flink()); err != nil {
		return err
	}
	c.application = application{whose: evidence.OwnApplication}
	return c.nextApplication(ctx, c.options.Number)
}

// anotherNumber keeps a caller's second application away from everybody's first.
const anotherNumber = 10000

// MakeAnotherApplication makes one more application that StreamPark agrees to
// start; it is the one that is started from now on.
func (c *Caller) MakeAnotherApplication(ctx context.Context) error {
	return c.nextApplication(ctx, c.options.Number+anotherNumber)
}

// nextApplication adds the application with a number, which is the one that is
// started from now on.
func (c *Caller) nextApplication(ctx context.Context, number int) error {
	id, err := c.tenancy().ApplicationID(number)
	if err != nil {
		return err
	}
	c.application.id, c.application.name = id, c.tenancy().ApplicationName(number)
	return c.addApplication(ctx)
}
