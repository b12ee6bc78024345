// Package steps is the Gherkin vocabulary. A step is thin: it reads its words
// and asks the scheduler of package harness/scheduler to act.
package steps

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/release"
	"streampark-regress/harness/scheduler"
	"streampark-regress/harness/settings"
)

// World is what the steps of one scenario share.
type World struct{ Scheduler *scheduler.Scheduler }

// Step is one phrase of the vocabulary.
type Step struct {
	// Pattern is matched against the whole text of a step.
	Pattern string
	// Bind returns the function godog calls for a scenario's world.
	Bind func(*World) any
}

// Vocabulary is every phrase there is.
func Vocabulary() []Step {
	var all []Step
	for _, noun := range [][]Step{deployments(), tokens(), calls(), ways(), answers()} {
		all = append(all, noun...)
	}
	return all
}

// The two phrases that say which deployment a scenario needs. The plan reads
// them before anything starts; when the scenario runs they have been met.
const (
	asShipped  = `^StreamPark(?: (\d\S*))? as shipped$`
	withConfig = `^StreamPark(?: (\d\S*))? with this in config\.yaml:$`
)

func deployments() []Step {
	return []Step{
		{asShipped, func(*World) any { return func(string) error { return nil } }},
		{withConfig, func(*World) any { return func(string, string) error { return nil } }},
	}
}

// Deployment is what a scenario asks for in its first step.
type Deployment struct {
	// Version is empty for a scenario that is about every release.
	Version  string
	Settings []release.Setting
}

// AsksFor reads a step that says which deployment is needed; the second result
// is false for any other step.
func AsksFor(text, docString string) (Deployment, bool, error) {
	if m := regexp.MustCompile(asShipped).FindStringSubmatch(text); m != nil {
		return Deployment{Version: m[1]}, true, nil
	}
	m := regexp.MustCompile(withConfig).FindStringSubmatch(text)
	if m == nil {
		return Deployment{}, false, nil
	}
	overlay, err := settings.ParseOverlay(docString)
	if err == nil && len(overlay) == 0 {
		err = fmt.Errorf("it holds no settings")
	}
	if err != nil {
		return Deployment{}, true, fmt.Errorf("the settings below %q: %w", text, err)
	}
	return Deployment{m[1], overlay}, true, nil
}

// Elapses reads how much time a step lets pass; zero for a step that lets none.
func Elapses(text string) (time.Duration, error) {
	for phrase, group := range map[string]int{callLater: 2, startLater: 1, passed: 1} {
		if m := regexp.MustCompile(phrase).FindStringSubmatch(text); m != nil {
			return clock.ParseDuration(m[group])
		}
	}
	return 0, nil
}

// Restarts reports whether a step starts a server again, which takes real time.
func Restarts(text string) bool {
	return regexp.MustCompile(`^the server (is restarted|is upgraded|goes back)`).MatchString(text)
}

// ReadsLog reports whether a step looks into the server's log.
func ReadsLog(text string) bool { return regexp.MustCompile(logged).MatchString(text) }

// act makes a step of something the scheduler does.
func act(do func(*scheduler.Scheduler, context.Context) error) func(*World) any {
	return func(w *World) any { return func(ctx context.Context) error { return do(w.Scheduler, ctx) } }
}
