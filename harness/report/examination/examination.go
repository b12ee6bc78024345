// Package examination writes what was found out about a deployment that runs
// already: why it does not accept a token, and what to do about it.
package examination

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/document"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/words"
)

// told is an examination as JSON; its form is schema/diagnosis.v1.json.
type told struct {
	Schema   int      `json:"schema"`
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
}

type call struct {
	Path    string         `json:"path"`
	Status  int            `json:"status"`
	Outcome string         `json:"outcome"`
	Summary string         `json:"summary"`
	Seen    diagnosis.Seen `json:"seen"`
}

// JSON writes an examination for programs.
func JSON(out io.Writer, x diagnosis.Examination) error {
	t := told{Schema: 1, Releases: versions(x), Model: x.Model, OnH2: x.OnH2, SkewSeconds: x.Skew.Seconds(), Accepted: x.Accepted, NotSeen: x.NotSeen(), Kind: kind(x), Cause: x.Diagnosis.Cause,
		Because: because(x), Findings: x.Diagnosis.Findings, Gaps: x.Gaps, Advice: x.Advice}
	for _, c := range x.Calls {
		t.Calls = append(t.Calls, call{c.Path, c.Status, string(c.Reading.Outcome), summary(c), c.Seen})
	}
	if err := document.Write(out, t); err != nil {
		return fmt.Errorf("write the examination: %w", err)
	}
	return nil
}

// Write writes an examination for people.
func Write(out io.Writer, x diagnosis.Examination) error {
	var b strings.Builder
	if x.Model {
		b.WriteString("MODEL: the built-in model answers here, not StreamPark.\n\n")
	}
	fmt.Fprintf(&b, "release  %s\nclock    %s\n", strings.Join(versions(x), " or "), skew(x.Skew))
	if x.OnH2 {
		b.WriteString("database H2, StreamPark's own: DATASOURCE_DIALECT and the other variables of upstream's compose file are read by no release, and conf/config.yaml as shipped says H2. Rows of another database are not this server's. Its console, /h2-console/, is open to everybody\n")
	}
	for _, c := range x.Calls {
		fmt.Fprintf(&b, "call     POST %s with an application that does not exist: %s, %s\n", c.Path, c.Reading.Outcome, summary(c))
	}
	switch {
	case x.Accepted:
		b.WriteString("\nThe token is accepted. If a call still fails, the token is not the reason.\n")
	case x.NotSeen():
		notSeen(&b, x)
	default:
		rejected(&b, x)
	}
	if _, err := io.WriteString(out, b.String()); err != nil {
		return fmt.Errorf("write the examination: %w", err)
	}
	return nil
}

// notSeen says what was seen instead of an answer of StreamPark's.
func notSeen(b *strings.Builder, x diagnosis.Examination) {
	b.WriteString("\nNo answer of StreamPark's was seen, so nothing can be said about the token: none shows that it got in, and none is a 401 of StreamPark's. What was seen:\n")
	for _, c := range x.Calls {
		fmt.Fprintf(b, "  %s: %d", c.Path, c.Status)
		for _, part := range []struct{ name, value string }{{"Content-Type", c.Seen.ContentType}, {"Location", c.Seen.Location}, {"WWW-Authenticate", c.Seen.Challenge},
			{"Set-Cookie", strings.Join(c.Seen.Cookies, ", ")}} {
			if part.value != "" {
				fmt.Fprintf(b, ", %s: %s", part.name, part.value)
			}
		}
		if c.Seen.Body == "" {
			b.WriteString(", an empty body\n")
			continue
		}
		fmt.Fprintf(b, ", %q\n", c.Seen.Body)
	}
	for _, gap := range x.Gaps {
		fmt.Fprintf(b, "not looked at: %s\n", unseen(gap))
	}
	if slices.ContainsFunc(x.Calls, func(c diagnosis.Call) bool { return c.Seen.Challenge != "" }) {
		b.WriteString("a 401 with WWW-Authenticate is a gateway's, StreamPark sends none: a sign-in of the gateway's own and StreamPark's token need the same header, Authorization\n")
	}
	b.WriteString("to do    give the address of StreamPark itself, and not that of a gateway before it\n")
}

// kind names what the token was made for, empty where nobody could open it.
func kind(x diagnosis.Examination) string {
	if x.Diagnosis.Kind == 0 {
		return ""
	}
	return x.Diagnosis.Kind.String()
}

func rejected(b *strings.Builder, x diagnosis.Examination) {
	if of := kind(x); of != "" {
		fmt.Fprintf(b, "token    %s token\n", of)
	}
	b.WriteString("\nWhy is this 401?\n")
	for _, f := range x.Diagnosis.Findings {
		if f.Cause != cause.Unknown {
			fmt.Fprintf(b, "  %s\n", words.Finding(f))
		}
	}
	for _, gap := range x.Gaps {
		fmt.Fprintf(b, "  not looked at: %s\n", unseen(gap))
	}
	fmt.Fprintf(b, "\ncause    %s: %s\nto do    %s\n", x.Diagnosis.Cause, because(x), x.Advice)
}

func versions(x diagnosis.Examination) []string {
	var all []string
	for _, r := range x.Releases {
		all = append(all, r.Version)
	}
	return all
}

func summary(c diagnosis.Call) string {
	return words.Summary(evidence.Attempt{Status: c.Status, Outcome: c.Reading.Outcome, Rejection: c.Reading.Rejection, Message: c.Reading.Message}).String()
}

func because(x diagnosis.Examination) string {
	if len(x.Diagnosis.Findings) == 0 {
		return ""
	}
	return words.Detail(x.Diagnosis.Decisive()).String()
}

func unseen(g diagnosis.Gap) string {
	switch g {
	case diagnosis.NoDatabase:
		return "the database (--database-url): rows, owner and signature"
	case diagnosis.NoKeyFile:
		return "what the token says (--key-file)"
	case diagnosis.NoSender:
		return "who answered: a gateway's 401 with nothing in it looks the same, and so does that of an earlier release behind a proxy that takes Authorization away (--release says which it is)"
	case diagnosis.NoHeader:
		return "whether the header Authorization arrives: a token that StreamPark can open got the 401 of a call without one, so something in front takes the header away, or answers itself"
	}
	return string(g)
}

// skew says how a server's clock differs from this machine's; its Date header
// is told in whole seconds and may lag.
func skew(ahead time.Duration) string {
	switch {
	case ahead > clock.Lag:
		return clock.Format(ahead) + " ahead of this machine's: a token's expiry is judged by the server's"
	case ahead < -clock.Lag:
		return clock.Format(-ahead) + " behind this machine's: a token's expiry is judged by the server's"
	}
	return "that of this machine, as far as its Date header tells"
}
