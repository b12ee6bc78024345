package bisection

import (
	"fmt"
	"slices"
	"time"
)

// Schema is the version of a track's form.
const Schema = 1

// Change is what is looked for.
type Change string

// The changes.
const (
	Break Change = "break"
	Fix   Change = "fix"
)

// First is the answer of the oldest candidate.
func (c Change) First() Answer {
	if c == Fix {
		return Bad
	}
	return Good
}

// Over is what the candidates are.
type Over string

// What candidates are.
const (
	Releases Over = "releases"
	Images   Over = "images"
	Commits  Over = "commits"
)

// Candidate is something that shows the issue or does not.
type Candidate struct {
	// Name is a release, a name of the user's, or a commit.
	Name string `json:"name"`
	// Image is its reference; a release and a commit have none before they are
	// found or built.
	Image string `json:"image,omitempty"`
	// Subject is the first line of a commit.
	Subject string `json:"subject,omitempty"`
}

// Short is its name in a sentence: a commit's is short.
func (c Candidate) Short() string {
	if len(c.Name) == 40 {
		return c.Name[:9]
	}
	return c.Name
}

// Title is its short name, with the subject of a commit.
func (c Candidate) Title() string {
	if c.Subject == "" {
		return c.Short()
	}
	return c.Short() + " " + c.Subject
}

// Step is what was seen of a candidate.
type Step struct {
	Candidate int    `json:"candidate"`
	Answer    Answer `json:"answer"`
	// Why is what the answer is based on, a sentence without an end.
	Why string `json:"why"`
	// Image is what was run, Run the folder of the run, and Log that of what the
	// build command wrote; each is empty where there is none.
	Image string `json:"image,omitempty"`
	Run   string `json:"run,omitempty"`
	Log   string `json:"log,omitempty"`
	// Repeat is the command that looks at it alone.
	Repeat  string    `json:"repeat,omitempty"`
	At      time.Time `json:"at"`
	Seconds float64   `json:"seconds"`
}

// Track is a bisection as far as it got: what its state file holds, and what it
// tells programs.
type Track struct {
	Schema int    `json:"schema"`
	Issue  string `json:"issue"`
	Title  string `json:"title,omitempty"`
	Find   Change `json:"find"`
	Over   Over   `json:"over"`
	Target string `json:"target"`
	// Question is what was asked beside: whatever changes an answer.
	Question []string `json:"question"`
	// Command asks the same again.
	Command    string      `json:"command"`
	Candidates []Candidate `json:"candidates"`
	Steps      []Step      `json:"steps"`
	Conclusion *Conclusion `json:"conclusion,omitempty"`
}

// Conclusion is where the answer changes; the candidates are named by their
// indices.
type Conclusion struct {
	// Before is the last candidate known to be as the older end, and After the first
	// known to be as the newer one.
	Before int `json:"before"`
	After  int `json:"after"`
	// Exact: After is the one, and nothing between is unknown.
	Exact   bool  `json:"exact"`
	Unknown []int `json:"unknown"`
}

// Of is the step about a candidate, if it was made.
func (t *Track) Of(candidate int) (Step, bool) {
	i := slices.IndexFunc(t.Steps, func(s Step) bool { return s.Candidate == candidate })
	if i < 0 {
		return Step{}, false
	}
	return t.Steps[i], true
}

// Same reports whether another track asks the same of the same candidates.
func (t *Track) Same(other *Track) bool {
	return t.Issue == other.Issue && t.Find == other.Find && t.Over == other.Over && t.Target == other.Target &&
		slices.Equal(t.Question, other.Question) && slices.Equal(t.Candidates, other.Candidates)
}

// conclude takes what a search between two ends has found; from is the index of its
// first candidate.
func (t *Track) conclude(r Range, from int) {
	t.Conclusion = &Conclusion{Before: from + r.Before, After: from + r.After, Exact: r.Exact(), Unknown: []int{}}
	for _, i := range r.Unknown {
		t.Conclusion.Unknown = append(t.Conclusion.Unknown, from+i)
	}
}

// check finds out whether a track that was read can be gone on with.
func (t *Track) check() error {
	if t.Schema != Schema {
		return fmt.Errorf("it has version %d, and this program reads version %d", t.Schema, Schema)
	}
	for _, s := range t.Steps {
		known := s.Answer == Good || s.Answer == Bad || s.Answer == Unknown
		if s.Candidate < 0 || s.Candidate >= len(t.Candidates) || !known {
			return fmt.Errorf("it has a step about candidate %d with the answer %q, and %d candidates", s.Candidate, s.Answer, len(t.Candidates))
		}
	}
	return nil
}
