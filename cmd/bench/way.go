package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

// way is a way of seeing the issue, and what it took each time.
type way struct {
	// key is what the targets call it.
	key     key
	title   string
	command []string
	// environment is added to that of its command.
	environment []string
	// up and down make what it needs and remove it again, and are not measured; both
	// are empty for a way that makes everything itself.
	up, down []string
	// results is the folder in which regress leaves its results; empty for a script,
	// which is told its run.
	results string
	// containers is set where it needs the engine.
	containers bool
	// why it was not measured, empty where it was.
	why   string
	taken []taken
}

// key names a way.
type key string

// The ways.
const (
	byHand  key = "(a)"
	bare    key = "(b)"
	issue   key = "(c)"
	whole   key = "(d)"
	warm    key = "(e)"
	warmAll key = "(e), all"
	ofModel key = "(f)"
	regress     = "bin/regress"
)

// taken is what it took once: seconds, CPU seconds of its containers and of itself, and
// the most memory that it had, in MB; zero for a script, whose shell says nothing.
type taken struct{ seconds, containers, own, peak float64 }

// ways are those of the page, in its order.
func ways(work string, i images) []way {
	both := []string{
		"--scenario", "On 2.1.4 the token dies with the session TTL, and its row does not show it",
		"--scenario", "On 2.1.5 the token outlives the session, but the address has moved",
	}
	unrestarted := []string{"--tags", "not @restart and not @own-server"}
	script := func(k key, title, name string) way {
		return way{key: k, title: title + ": " + name, command: []string{name}, environment: i.environment(), containers: true}
	}
	program := func(k key, title, name string, args ...string) way {
		results := filepath.Join(work, name)
		return way{key: k, title: title, command: slices.Concat([]string{regress, "run", "--quiet", "--out", results}, args),
			environment: i.environment(), results: results}
	}
	cold := func(k key, title, name string, args ...string) way {
		w := program(k, title, name, slices.Concat([]string{"--target", "docker", "--warm", "no"}, i.flags(), args)...)
		w.containers = true
		return w
	}
	onWarm := func(k key, title, name string, args ...string) way {
		w := program(k, title, name, slices.Concat([]string{"--target", "docker", "--warm", "yes"}, i.flags(), args)...)
		w.up, w.down = slices.Concat([]string{regress, "up"}, i.flags(), args), []string{regress, "down"}
		w.containers = true
		return w
	}
	return []way{
		script(byHand, "(a) issue 3933 by hand", "bench/by-hand.sh"),
		script(bare, "(b) bare start of the pair", "bench/bare-start.sh"),
		cold(issue, "(c) issue 3933 on both", "c", both...),
		cold(whole, "(d) the whole catalogue", "d"),
		onWarm(warm, "(e) issue 3933 on both on warm servers", "e", both...),
		onWarm(warmAll, "(e) every scenario that needs no restart, on warm servers", "e-all", unrestarted...),
		program(ofModel, "(f) the whole catalogue on the model", "f", "--target", "model"),
	}
}

// starts are the starts of servers that the whole catalogue needs, as its plan has them.
func starts(ctx context.Context, i images) (int, error) {
	c := exec.CommandContext(ctx, regress, slices.Concat([]string{"plan", "--json"}, i.flags())...)
	c.Env = append(os.Environ(), i.environment()...)
	text, err := c.Output()
	if err != nil {
		return 0, fmt.Errorf("ask bin/regress for its plan: %w; `make build` builds it", err)
	}
	return countStarts(text)
}

// countStarts adds up the starts of a plan as JSON.
func countStarts(plan []byte) (int, error) {
	var p struct {
		Servers []struct {
			Starts int `json:"starts"`
		} `json:"servers"`
	}
	if err := json.Unmarshal(plan, &p); err != nil {
		return 0, fmt.Errorf("read the plan of bin/regress: %w", err)
	}
	n := 0
	for _, s := range p.Servers {
		n += s.Starts
	}
	if n == 0 {
		return 0, fmt.Errorf("read the plan of bin/regress: it says nothing of starts; `make build` builds the one of this commit")
	}
	return n, nil
}
