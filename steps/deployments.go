package steps

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"streampark-regress/harness/caller"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/settings"
)

// deployments are the phrases that say which StreamPark a scenario needs. The
// plan meets them before anything starts.
func deployments() []Step {
	met := func(context.Context, *World, Words) error { return nil }
	return []Step{
		{
			Pattern: `^StreamPark(?: (\d\S*))? as shipped$`,
			Example: "StreamPark 2.1.4 as shipped",
			Needs:   func(w Words) (Needs, error) { return Needs{Deployment: &Deployment{Version: w.Groups[0]}}, nil },
			Does:    met, Harmless: true, Rowless: true,
		},
		{
			Pattern:   `^StreamPark(?: (\d\S*))? with this in config\.yaml:$`,
			Example:   "StreamPark 2.1.4 with this in config.yaml:",
			WithBlock: true,
			Needs: func(w Words) (Needs, error) {
				overlay, err := keys("settings", w)
				return Needs{Deployment: &Deployment{Version: w.Groups[0], Settings: overlay}}, err
			},
			Does: met, Harmless: true, Rowless: true,
		},
		{
			Pattern:   `^StreamPark(?: (\d\S*))? with this in its environment:$`,
			Example:   "StreamPark 2.1.4 with this in its environment:",
			WithBlock: true,
			Needs: func(w Words) (Needs, error) {
				variables, err := keys("variables", w)
				return Needs{Deployment: &Deployment{Version: w.Groups[0], Environment: variables}}, err
			},
			Does: met, Harmless: true, Rowless: true,
		},
		{
			Pattern: `^StreamPark(?: (\d\S*))? beside a Flink without a savepoint directory$`,
			Example: "StreamPark 2.1.4 beside a Flink without a savepoint directory",
			Needs: func(w Words) (Needs, error) {
				return Needs{Deployment: &Deployment{Version: w.Groups[0], Flink: deployment.RealFlinkWithoutSavepoints}}, nil
			},
			Does: met, Harmless: true, Rowless: true,
		},
		{
			Pattern: `^StreamPark(?: (\d\S*))? as two replicas behind a round robin$`,
			Example: "StreamPark 2.1.4 as two replicas behind a round robin",
			Needs: func(w Words) (Needs, error) {
				return Needs{Deployment: &Deployment{Version: w.Groups[0], Front: deployment.RoundRobin}}, nil
			},
			Does: act((*caller.Caller).BeginRound),
		},
		{
			Pattern: `^StreamPark(?: (\d\S*))? behind (` + proxies() + `)$`,
			Example: "StreamPark 2.1.4 behind a reverse proxy that drops Authorization",
			Needs: func(w Words) (Needs, error) {
				return Needs{Deployment: &Deployment{Version: w.Groups[0], Front: deployment.FrontKind(w.Groups[1])}}, nil
			},
			Does: met,
		},
		{
			Pattern: `^an application that can be started$`,
			Example: "an application that can be started",
			Needs:   makesApplication,
			Does:    act((*caller.Caller).MakeApplication),
		},
		{
			Pattern: `^another application that can be started$`,
			Example: "another application that can be started",
			Needs:   makesApplication,
			Does:    act((*caller.Caller).MakeAnotherApplication),
		},
		{
			Pattern: `^an application that is being started already$`,
			Example: "an application that is being started already",
			Needs:   makesApplication,
			Does:    act((*caller.Caller).MakeBusyApplication),
		},
		{
			Pattern: `^an application of another team$`,
			Example: "an application of another team",
			Needs:   makesApplication,
			Does:    act((*caller.Caller).MakeForeignApplication),
		},
	}
}

// makesApplication is the need of a step that makes an application.
func makesApplication(Words) (Needs, error) { return Needs{Application: true}, nil }

// proxies is what a group matches that names a reverse proxy.
func proxies() string {
	var all []string
	for _, kind := range deployment.Proxies() {
		all = append(all, string(kind))
	}
	return strings.Join(all, "|")
}

// keys reads the keys and values in the block below a step.
func keys(what string, w Words) ([]release.Setting, error) {
	all, err := settings.ParseOverlay(w.Block)
	if err == nil && len(all) == 0 {
		err = errors.New("there are none")
	}
	if err != nil {
		return nil, fmt.Errorf("read the %s below the step: %w", what, err)
	}
	return all, nil
}

// act makes a step of something the caller does.
func act(do func(*caller.Caller, context.Context) error) func(context.Context, *World, Words) error {
	return func(ctx context.Context, w *World, _ Words) error { return do(w.Caller, ctx) }
}

// expect makes a step of a fixed expectation.
func expect(e evidence.Expectation) func(Words) (evidence.Expectation, error) {
	return func(Words) (evidence.Expectation, error) { return e, nil }
}
