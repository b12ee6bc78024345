// Package evidence is the one log of a run. Whatever happens (a deployment
// starts, a call is made, the clock moves, a row is read, a step ends) is an
// event, and every report is written from the events alone, so that it can be
// written again later from events.ndjson.
package evidence

import (
	"fmt"
	"time"

	"streampark-regress/harness/database"
	"streampark-regress/harness/verdict"
	"streampark-regress/harness/version"
)

// Kind names what an event is about; the field of that name is set.
type Kind string

// The kinds of events.
const (
	KindRun        Kind = "run"
	KindDeployment Kind = "deployment"
	KindScenario   Kind = "scenario"
	KindStep       Kind = "step"
	KindAttempt    Kind = "attempt"
	KindClock      Kind = "clock"
	KindRow        Kind = "row"
	KindToken      Kind = "token"
	KindAction     Kind = "action"
	KindServerLog  Kind = "server-log"
	KindCheck      Kind = "check"
	KindNote       Kind = "note"
)

// Event is one entry of the log.
type Event struct {
	Seq  int       `json:"seq"`
	At   time.Time `json:"at"`
	Kind Kind      `json:"kind"`
	// Job is the scenario on a release that the event belongs to.
	Job string `json:"job,omitempty"`

	Run        *Run        `json:"run,omitempty"`
	Deployment *Deployment `json:"deployment,omitempty"`
	Scenario   *Scenario   `json:"scenario,omitempty"`
	Step       *Step       `json:"step,omitempty"`
	Attempt    *Attempt    `json:"attempt,omitempty"`
	Clock      *Clock      `json:"clock,omitempty"`
	Row        *Row        `json:"row,omitempty"`
	Token      *Token      `json:"token,omitempty"`
	Action     *Action     `json:"action,omitempty"`
	ServerLog  *ServerLog  `json:"server_log,omitempty"`
	Check      *Check      `json:"check,omitempty"`
	Note       string      `json:"note,omitempty"`
}

// whole finds out whether an event is what its kind says. The field of its kind
// has to be there and no other, and what belongs to a scenario says to which.
func (e Event) whole() error {
	fields := []struct {
		kind       Kind
		set, inJob bool
	}{
		{KindRun, e.Run != nil, false}, {KindDeployment, e.Deployment != nil, false}, {KindScenario, e.Scenario != nil, true},
		{KindStep, e.Step != nil, true}, {KindAttempt, e.Attempt != nil, true}, {KindClock, e.Clock != nil, true},
		{KindRow, e.Row != nil, true}, {KindToken, e.Token != nil, true}, {KindAction, e.Action != nil, true},
		{KindServerLog, e.ServerLog != nil, true}, {KindCheck, e.Check != nil, true}, {KindNote, e.Kind == KindNote, false},
	}
	known := false
	for _, f := range fields {
		own := f.kind == e.Kind
		known = known || own
		switch {
		case own && !f.set:
			return fmt.Errorf("the event is of the kind %q and does not hold one", e.Kind)
		case !own && f.set:
			return fmt.Errorf("the event is of the kind %q and holds a %s", e.Kind, f.kind)
		case own && f.inJob && e.Job == "":
			return fmt.Errorf("the event is of the kind %q and does not say of which scenario", e.Kind)
		}
	}
	if !known {
		return fmt.Errorf("the event is of the unknown kind %q", e.Kind)
	}
	return nil
}

// Phase is how far something has come.
type Phase string

// The phases of runs, deployments, scenarios and steps.
const (
	Begun    Phase = "begun"
	Progress Phase = "progress"
	Ready    Phase = "ready"
	Ended    Phase = "ended"
)

// LogFormat is the version of the event log's form. Logs of format 1 told
// facts in sentences and cannot be read any more.
const LogFormat = 2

// Run is the run as a whole. It begins with the plan; once a target is chosen
// it is Ready, and says which and why; the last event of a log is its end.
type Run struct {
	Phase Phase `json:"phase"`
	// Format is the version of the log's form, LogFormat.
	Format  int    `json:"format,omitempty"`
	ID      string `json:"id"`
	Program string `json:"program"`
	Target  string `json:"target"`
	// Why says why this target was chosen when the user left it open.
	Why   string `json:"why,omitempty"`
	Clock string `json:"clock"`
	// Config says what became of the config.yaml that was given, empty when
	// the servers ran with those of their images.
	Config string `json:"config,omitempty"`
	// Command runs the same again, without a selection of scenarios. It is Program
	// and Flags, a flag and its value in turn, for a shell.
	Command string   `json:"command,omitempty"`
	Flags   []string `json:"flags,omitempty"`
	// KnownIssues says what the known issues of the run's releases are, by ID.
	KnownIssues map[string]string `json:"known_issues,omitempty"`
	// KnownAs is what a known issue counts as, empty for as expected.
	KnownAs KnownAs `json:"known_as,omitempty"`
	// Machine describes the operating system, the processors and the engine.
	Machine map[string]string `json:"machine,omitempty"`
	// Regress is the program that made the log, nil for one that did not say so.
	Regress *version.Version `json:"regress,omitempty"`
	// Images are those that containers were made of, with their digests.
	Images map[string]string `json:"images,omitempty"`
	// Builds are the builds of somebody's own that were tried.
	Builds []Build `json:"builds,omitempty"`
	// Planned are the jobs of the plan, by ID: a log that ends before they did
	// is not a whole run.
	Planned []string `json:"planned,omitempty"`
	// Shard is the part of a plan that the run is, nil for a whole plan, and Merged
	// are the runs of all parts where they were joined into one log.
	Shard  *Shard `json:"shard,omitempty"`
	Merged []Part `json:"merged,omitempty"`
	// Failure is set when the run as a whole could not be carried out.
	Failure string `json:"failure,omitempty"`
}

// Deployment is one step in the life of a deployment.
type Deployment struct {
	Phase   Phase  `json:"phase"`
	Name    string `json:"name"`
	Release string `json:"release"`
	// Database is the product that keeps its rows, empty where nothing is said of
	// it.
	Database database.Product `json:"database,omitempty"`
	Target   string           `json:"target"`
	// Detail says what is being done, or what was found.
	Detail string `json:"detail,omitempty"`
	Image  string `json:"image,omitempty"`
	// Java is the version of the server's Java.
	Java string `json:"java,omitempty"`
	// Seconds the phase took: for Ready the time since Begun.
	Seconds float64 `json:"seconds,omitempty"`
	// LogTail is the server's last lines when it could not be started.
	LogTail []string `json:"log_tail,omitempty"`
	Failure string   `json:"failure,omitempty"`
}

// Scenario is a scenario on a release.
type Scenario struct {
	Phase Phase `json:"phase"`
	// Number is the scenario's place in the plan.
	Number  int      `json:"number"`
	Feature string   `json:"feature"`
	File    string   `json:"file"`
	Line    int      `json:"line"`
	Name    string   `json:"name"`
	Tags    []string `json:"tags,omitempty"`
	Release string   `json:"release"`
	// Database is the product that the release ran on, empty where nothing is
	// said of it.
	Database   database.Product `json:"database,omitempty"`
	Target     string           `json:"target"`
	Deployment string           `json:"deployment,omitempty"`
	// Becomes are the releases that its server is made by upgrades.
	Becomes []string `json:"becomes,omitempty"`
	// TTLSeconds is the session TTL that the scenario's times are meant for: the
	// shipped one, or the one it sets itself.
	TTLSeconds float64         `json:"ttl_seconds,omitempty"`
	Verdict    verdict.Verdict `json:"verdict,omitempty"`
	// Reason is why it did not end as expected.
	Reason  *Reason `json:"reason,omitempty"`
	Seconds float64 `json:"seconds,omitempty"`
	// KnownIssues lists the known issues whose symptom it met.
	KnownIssues []string `json:"known_issues,omitempty"`
}

// StepStatus is how a step ended, in Cucumber's words.
type StepStatus string

// The statuses of steps.
const (
	StepPassed StepStatus = "passed"
	// StepKnown met a known issue exactly: it failed as expected.
	StepKnown   StepStatus = "known-issue"
	StepFailed  StepStatus = "failed"
	StepSkipped StepStatus = "skipped"
)

// Step is a step that ended.
type Step struct {
	Keyword string     `json:"keyword"`
	Text    string     `json:"text"`
	Line    int        `json:"line"`
	Status  StepStatus `json:"status"`
	// Expects: it expects something, so that it cannot pass without a check.
	Expects bool `json:"expects,omitempty"`
	// Checks are the IDs of the checks it made.
	Checks []int `json:"checks,omitempty"`
	// KnownIssue is the known issue it met, or that masked what it was to
	// check.
	KnownIssue string `json:"known_issue,omitempty"`
	// Error is why it could not be carried out.
	Error   string  `json:"error,omitempty"`
	Seconds float64 `json:"seconds"`
}

// Clock is time that was let pass.
type Clock struct {
	Age
	// Kind is how: by a jump or a wait.
	Kind string `json:"kind"`
	// MovedSeconds is how far the server's clock was moved.
	MovedSeconds float64 `json:"moved_seconds,omitempty"`
	TookSeconds  float64 `json:"took_seconds"`
}

// ServerLog is what a server logged while a scenario ran, without the frames
// of stack traces.
type ServerLog struct {
	Lines []string `json:"lines"`
	// LeftOut counts the lines at the beginning that were too many to keep.
	LeftOut int `json:"left_out,omitempty"`
}
