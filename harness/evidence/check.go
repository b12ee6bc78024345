package evidence

import (
	"streampark-regress/harness/cause"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/verdict"
)

// FactKind is what a check is about that is not about a call.
type FactKind string

// The kinds of facts.
const (
	// RowFact is the token's row in t_access_token.
	RowFact FactKind = "row"
	// LifeFact is the expiry the token carries.
	LifeFact FactKind = "life"
	// LogFact is what the server logged for the last call.
	LogFact FactKind = "server-log"
	// SecondTokenFact is what became of the wish for a second token.
	SecondTokenFact FactKind = "second-token"
	// AdmissionFact is whether a sign-in was let in.
	AdmissionFact FactKind = "admission"
	// SecrecyFact is what the server's log tells of secrets.
	SecrecyFact FactKind = "secrecy"
	// CommandFact is the curl command that was copied from the web page.
	CommandFact FactKind = "copied-command"
)

// Admission says whether somebody who signed in was let in.
type Admission string

// The admissions.
const (
	Admitted Admission = "admitted"
	Barred   Admission = "barred"
	// AskedForTeam: the password is right, and nobody is let in without a team.
	AskedForTeam Admission = "asked for a team"
)

// Fact is something that was seen besides calls.
type Fact struct {
	Kind FactKind `json:"kind"`
	Row  RowState `json:"row,omitzero"`
	// Life is how long the token says it lives.
	Life *Life `json:"life,omitempty"`
	// Lines is how many lines of the server's log hold the text.
	Lines int `json:"lines,omitempty"`
	// Refused is in which words a second token was refused, empty when it
	// was made.
	Refused string `json:"refused,omitempty"`
	// Admission is whether a sign-in was let in.
	Admission Admission `json:"admission,omitempty"`
	// Leaks are the secrets that were told.
	Leaks []Secret `json:"leaks,omitempty"`
	// Address is what a copied command calls, with its host if it has one.
	Address string `json:"address,omitempty"`
}

// Life is how long a token lives by what it carries.
type Life struct {
	Never   bool    `json:"never,omitempty"`
	Seconds float64 `json:"seconds,omitempty"`
}

// Expectation is what a scenario expects: of a call its outcome and, for a
// 401, its cause; or of a fact.
type Expectation struct {
	Outcome outcome.Outcome `json:"outcome,omitempty"`
	Cause   cause.Cause     `json:"cause,omitempty"`
	// State is what is to become of the job's state.
	State State `json:"state,omitempty"`
	// Job is what the job is to be in Flink, empty for what it is usually. Kept
	// is whether StreamPark is to keep the savepoint, and Going how a job is to
	// start that was stopped with one; both empty where it does not matter.
	Job   JobStatus `json:"job,omitempty"`
	Kept  Kept      `json:"kept,omitempty"`
	Going Going     `json:"going,omitempty"`
	// Explained: any cause will do that the evidence explains, but for an
	// expiry.
	Explained bool `json:"explained,omitempty"`
	// KnownIssue is the issue whose symptom the scenario itself expects.
	KnownIssue string `json:"known_issue,omitempty"`

	// Row is what the token's row is to be.
	Row RowName `json:"row,omitempty"`
	// Life is how long the token is to live, to within ToleranceSeconds.
	Life             *Life   `json:"life,omitempty"`
	ToleranceSeconds float64 `json:"tolerance_seconds,omitempty"`
	// Logged is a text that the server is to log, NotLogged one it is not to.
	Logged    string `json:"logged,omitempty"`
	NotLogged string `json:"not_logged,omitempty"`
	// Refused is a part of the words in which a second token is to be refused.
	Refused string `json:"refused,omitempty"`
	// Admission is whether a sign-in is to be let in.
	Admission Admission `json:"admission,omitempty"`
	// Secret: no secret is to be told.
	Secret bool `json:"secret,omitempty"`
	// Address is what a copied command is to call.
	Address string `json:"address,omitempty"`
}

// Miss is in what something differs from what was expected.
type Miss string

// The misses.
const (
	MissedOutcome Miss = "outcome"
	MissedStatus  Miss = "status"
	MissedCause   Miss = "cause"
	MissedMessage Miss = "message"
	MissedRow     Miss = "row"
	MissedEffect  Miss = "effect"
	// MissedSubmission: StreamPark submitted nothing to Flink, or something
	// although it said no, or something of another application.
	MissedSubmission Miss = "submission"
	// MissedState: something else became of the job's state.
	MissedState Miss = "state"
	// MissedFlink: a real Flink did something else than was submitted to it.
	MissedFlink Miss = "flink"
	// MissedKept: StreamPark keeps a savepoint that it was not to keep, or does
	// not keep one that it was to.
	MissedKept Miss = "kept"
	// MissedGoing: the job starts otherwise than it was to after its stop.
	MissedGoing Miss = "going"
	// MissedOthers: applications of others were started as well.
	MissedOthers Miss = "others"
	// MissedSecrecy: the answer tells a secret.
	MissedSecrecy   Miss = "secrecy"
	MissedSubject   Miss = "subject"
	MissedLife      Miss = "life"
	MissedLog       Miss = "server-log"
	MissedRefusal   Miss = "refusal"
	MissedAdmission Miss = "admission"
	MissedAddress   Miss = "address"
	// MissedEvidence: what would decide it was not seen.
	MissedEvidence Miss = "evidence"
	// MissedIssue: the catalogue has no such known issue of the release, or
	// describes another symptom.
	MissedIssue Miss = "catalogue"
	// MissedDatabase: the server had lost its database, which says nothing about
	// StreamPark's tokens.
	MissedDatabase Miss = "database"
)

// Suspect is what a surprise looks like, among the causes the report on
// upstream 3933 suspects and the ways a fix goes wrong. It is a hint for
// people; no verdict depends on it.
type Suspect string

// The suspects.
const (
	NoSuspect         Suspect = ""
	SuspectExpiry     Suspect = "expiry"
	SuspectNoExpiry   Suspect = "no-expiry"
	SuspectRevocation Suspect = "revocation"
	SuspectForgery    Suspect = "forgery"
	SuspectStatus     Suspect = "status"
	SuspectAnswer     Suspect = "answer"
	SuspectSession    Suspect = "session"
	SuspectCache      Suspect = "token-cache"
	SuspectRestart    Suspect = "restart"
	SuspectRow        Suspect = "row"
	SuspectEffect     Suspect = "effect"
	SuspectState      Suspect = "state"
)

// Check is one line of the final table: an expectation and how it fared.
type Check struct {
	// ID numbers the checks of a scenario.
	ID      int    `json:"id"`
	Release string `json:"release"`
	Target  string `json:"target"`
	// Attempt is the ID of the call it is about, zero for one about a fact.
	Attempt  int             `json:"attempt,omitempty"`
	Fact     *Fact           `json:"fact,omitempty"`
	Expected Expectation     `json:"expected"`
	Verdict  verdict.Verdict `json:"verdict"`
	// KnownIssue is the known issue whose symptom was met, exactly.
	KnownIssue string `json:"known_issue,omitempty"`
	// Masked: what was expected could not be checked because of KnownIssue.
	Masked bool `json:"masked,omitempty"`
	// Misses are the ways in which it differs from what was expected.
	Misses []Miss `json:"misses,omitempty"`
	// Gone is the known issue that was expected and is not there any more.
	Gone string `json:"gone,omitempty"`
	// Relapse is the issue it looks like that an earlier release had, and
	// FixedIn the release that fixed it.
	Relapse string `json:"relapse,omitempty"`
	FixedIn string `json:"fixed_in,omitempty"`
	// Unasked is the known issue of the release a build is like that it shows
	// although it was not expected to.
	Unasked string  `json:"unasked,omitempty"`
	Suspect Suspect `json:"suspect,omitempty"`
}

// ReasonKind is why a scenario did not end as expected.
type ReasonKind string

// The kinds of reasons.
const (
	// Mismatched: an expectation was not met.
	Mismatched ReasonKind = "mismatch"
	// Unmet: a known issue of the release did not show.
	Unmet ReasonKind = "unmet-issue"
	// KnownMet: it met a known issue exactly, and the run was asked to fail by
	// that. It is never in a log, only in what is made of it.
	KnownMet ReasonKind = "known-issue"
	// Failed: something could not be done.
	Failed ReasonKind = "failure"
	// Unchecked: nothing was expected of a call.
	Unchecked ReasonKind = "unchecked-call"
	// NoEvidence: nothing was checked at all, or not every step was reached.
	NoEvidence ReasonKind = "no-evidence"
	// Broken: its server, or what that stands on, broke down.
	Broken ReasonKind = "broken"
	// Interrupted: the run was ended before.
	Interrupted ReasonKind = "interrupted"
	// LeftOut: the plan left it out.
	LeftOut ReasonKind = "left-out"
)

// Reason is why a scenario ended other than as expected.
type Reason struct {
	Kind ReasonKind `json:"kind"`
	// Check is the ID of the check that was not met.
	Check int `json:"check,omitempty"`
	// Issues are the known issues that did not show.
	Issues []string `json:"issues,omitempty"`
	// Attempts are the calls of which nothing was expected.
	Attempts []int `json:"attempts,omitempty"`
	// Error is what went wrong where something could not be done.
	Error string `json:"error,omitempty"`
	// Obstacle is why a plan left it out.
	Obstacle *Obstacle `json:"obstacle,omitempty"`
}
