package examination

import (
	"fmt"
	"io"
	"time"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/document"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/stranger"
)

// told is an examination as JSON; its form is schema/diagnosis.v1.json.
type told struct {
	Schema int `json:"schema"`
	// URL is the address that was taken, Tried are those that were not.
	URL   string          `json:"url,omitempty"`
	Tried []diagnosis.Try `json:"tried,omitempty"`
	// Unreached is why nobody answered.
	Unreached *unreached `json:"unreached,omitempty"`
	// Token is what the token says by itself, missing where nobody can open it.
	Token    *inside  `json:"token,omitempty"`
	Releases []string `json:"releases"`
	// Model is set when the built-in model answers, not StreamPark.
	Model bool `json:"model"`
	// OnH2: the server keeps its rows in its own H2.
	OnH2        bool    `json:"on_h2,omitempty"`
	SkewSeconds float64 `json:"clock_ahead_seconds"`
	Calls       []call  `json:"calls"`
	Accepted    bool    `json:"accepted"`
	// NotSeen: no answer was StreamPark's.
	NotSeen bool `json:"no_answer_of_streampark"`
	// Kind is what the token was made for, empty where nobody could open it.
	Kind     string             `json:"kind,omitempty"`
	Cause    cause.Cause        `json:"cause,omitempty"`
	Because  string             `json:"because,omitempty"`
	Findings []evidence.Finding `json:"findings,omitempty"`
	Gaps     []diagnosis.Gap    `json:"not_looked_at,omitempty"`
	Advice   string             `json:"to_do,omitempty"`
	Changes  []Change           `json:"changes,omitempty"`
}

// unreached is why a call was not answered.
type unreached struct {
	Why  stranger.Kind `json:"why"`
	Text string        `json:"text"`
}

// inside is what a token says.
type inside struct {
	Kind   string    `json:"kind"`
	MadeBy []string  `json:"made_by,omitempty"`
	Never  bool      `json:"never_expires"`
	Expiry time.Time `json:"expiry,omitzero"`
}

type call struct {
	Path    string         `json:"path"`
	Status  int            `json:"status"`
	Outcome string         `json:"outcome"`
	Summary string         `json:"summary"`
	Seen    diagnosis.Seen `json:"seen"`
	// Stranger is who answered, where it says nothing about the token.
	Stranger stranger.Kind `json:"stranger,omitempty"`
}

// JSON writes an examination for programs, with what is different since the one
// before.
func JSON(out io.Writer, x diagnosis.Examination, changes ...Change) error {
	t := told{URL: x.URL, Tried: x.Tried, Changes: changes, Schema: 1, Releases: versions(x), Model: x.Model, OnH2: x.OnH2, SkewSeconds: x.Skew.Seconds(), Accepted: x.Accepted, NotSeen: x.NotSeen(), Kind: kind(x), Cause: x.Diagnosis.Cause,
		Because: because(x), Findings: x.Diagnosis.Findings, Gaps: x.Gaps, Advice: x.Advice}
	for _, c := range x.Calls {
		t.Calls = append(t.Calls, call{c.Path, c.Status, string(c.Reading.Outcome), summary(c), c.Seen, c.Stranger})
	}
	if x.Unreached != nil {
		t.Unreached = &unreached{x.Unreached.Why, x.Unreached.Text}
	}
	if x.Token.Opened {
		t.Token = &inside{x.Token.Kind.String(), x.Token.Makers, x.Token.Never, x.Token.Expiry}
	}
	if err := document.Write(out, t); err != nil {
		return fmt.Errorf("write the examination: %w", err)
	}
	return nil
}
