// Package flink is a Flink session cluster as a scenario sees it: by its REST
// interface, which tells what really runs and with which state. It also says
// what it takes to start one beside a server, and carries the job whose state
// can be checked. It decides nothing.
//
// The interface is that of Flink 1.12 to 1.20 (docs/ops/rest_api of its tags).
package flink

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"streampark-regress/harness/clock"
)

// Cluster is a session cluster by its REST interface.
type Cluster struct {
	address string
	client  *http.Client
}

// answersWithin bounds one request, and answerBytes what is read of an answer.
const (
	answersWithin = 30 * time.Second
	answerBytes   = 4 << 20
)

// New returns the cluster at an address such as "http://127.0.0.1:8081".
func New(address string) *Cluster {
	return &Cluster{strings.TrimSuffix(address, "/"), &http.Client{Timeout: answersWithin}}
}

// Address is where it answers.
func (c *Cluster) Address() string { return c.address }

// AnswerError is an answer that is none of success.
type AnswerError struct {
	// Request is as "GET /overview".
	Request string
	Status  int
	// Messages are what Flink says; without its traces.
	Messages []string
}

func (e *AnswerError) Error() string {
	return strings.TrimSuffix(fmt.Sprintf("%s: Flink answers %d: %s", e.Request, e.Status, strings.Join(e.Messages, "; ")), ": ")
}

// get reads what Flink says at a path.
func (c *Cluster) get(ctx context.Context, path string, into any) error {
	return c.ask(ctx, http.MethodGet, path, nil, into)
}

// ask sends a request, with a body unless it is nil, and reads the answer, if
// somebody wants it.
func (c *Cluster) ask(ctx context.Context, method, path string, body, into any) error {
	content, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	if body == nil {
		content = nil
	}
	request, err := http.NewRequestWithContext(ctx, method, c.address+path, bytes.NewReader(content))
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	request.Header.Set("Content-Type", "application/json")
	return c.send(request, into)
}

// send sends a request that is ready.
func (c *Cluster) send(request *http.Request, into any) error {
	what := request.Method + " " + request.URL.Path
	answer, err := c.client.Do(request)
	if err != nil {
		return fmt.Errorf("ask Flink: %w", err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, answerBytes+1))
	switch {
	case err != nil:
		return fmt.Errorf("%s: read Flink's answer: %w", what, err)
	case len(text) > answerBytes:
		return fmt.Errorf("%s: Flink's answer has more than %d MB", what, answerBytes>>20)
	case answer.StatusCode >= http.StatusMultipleChoices:
		return &AnswerError{what, answer.StatusCode, messages(text)}
	case into == nil:
		return nil
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: what answers is not Flink: %w", what, err)
	}
	return nil
}

// messages are what an error says, without its traces.
func messages(text []byte) []string {
	var said struct {
		Errors []string `json:"errors"`
	}
	_ = json.Unmarshal(text, &said) // what is not JSON says nothing of use
	var all []string
	for _, e := range said.Errors {
		all = append(all, reason(e))
	}
	return all
}

// reason is the last cause of a trace, or its first line: what is above the last
// cause only says who passed it on.
func reason(trace string) string {
	lines := strings.Split(strings.TrimSpace(trace), "\n")
	last := lines[0]
	for _, line := range lines {
		if cause, ok := strings.CutPrefix(strings.TrimSpace(line), "Caused by: "); ok {
			last = cause
		}
	}
	return last
}

// Overview is what a cluster is.
type Overview struct {
	// Version is as "1.18.1".
	Version string `json:"flink-version"`
	// TaskManagers and Slots are what jobs can run on.
	TaskManagers int `json:"taskmanagers"`
	Slots        int `json:"slots-total"`
}

// Overview asks what the cluster is.
func (c *Cluster) Overview(ctx context.Context) (Overview, error) {
	var o Overview
	err := c.get(ctx, "/overview", &o)
	return o, err
}

// Ready returns an error as long as the cluster cannot run a job.
func (c *Cluster) Ready(ctx context.Context) error {
	o, err := c.Overview(ctx)
	if err == nil && o.Slots == 0 {
		err = fmt.Errorf("no TaskManager has joined the Flink %s at %s yet", o.Version, c.address)
	}
	return err
}

// refresh is how old an answer about a job may be: the cluster is told so, see
// Session. It is 3 s by default.
const refresh = 100 * time.Millisecond

// settle lets the answers that Flink has kept become too old, so that the next
// is not older than the call of settle. Nothing tells how old one is.
func settle(ctx context.Context) error { return clock.Idle(ctx, 2*refresh) }
