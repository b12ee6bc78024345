package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/pflag"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/merge"
	"streampark-regress/harness/report"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/results"
	"streampark-regress/suite"
	"streampark-regress/suite/session"
)

// addShardTo declares the flag for a part of the plan.
func (o *options) addShardTo(f *pflag.FlagSet) {
	f.StringVar(&o.shard, "shard", "", "a part of the plan alone, as I/N: the first of three machines runs 1/3; regress report --merge joins them")
}

// shardValid refuses what is no shard, before anybody is called.
func (o *options) shardValid() error {
	if _, err := suite.ParseShard(o.shard); err != nil {
		return fmt.Errorf("--shard: %w", err)
	}
	return nil
}

// part is the part of a plan that was asked for, the whole where none was. The error
// is the user's.
func (o *options) part(p suite.Plan) (suite.Plan, error) {
	o.whole = p
	if o.shard == "" {
		return p, nil
	}
	shard, err := suite.ParseShard(o.shard)
	if err != nil {
		return p, fmt.Errorf("--shard: %w", err)
	}
	if o.atSite() {
		return p, errors.New("--shard: what runs already is one server, and a plan is split by servers: leave out --shard")
	}
	return p.Part(shard, o.measured(p), o.files)
}

// measured are the durations of the last whole run that says anything about a plan. A
// run of a shard says nothing: side by side with others it would change how they are
// split.
func (o *options) measured(p suite.Plan) suite.Measured {
	jobs := map[string]bool{}
	for _, id := range p.IDs() {
		jobs[id] = true
	}
	run, found := results.Folder(o.out).Last(func(r result.Result) bool {
		if r.Run.Shard != nil || r.Run.Failure != "" || len(r.Gaps) > 0 || deployment.IsModel(r.Run.Target) != (o.target == string(session.Model)) {
			return false
		}
		for _, s := range r.Scenarios {
			if jobs[s.Job] && s.Seconds > 0 {
				return true
			}
		}
		return false
	})
	if !found {
		return suite.Measured{}
	}
	m := suite.Measured{Run: run.Result.Run.ID, Starts: map[string]float64{}, Jobs: map[string]float64{}}
	for _, d := range run.Result.Deployments {
		if d.StartSeconds > 0 {
			m.Starts[d.Name] = d.StartSeconds
		}
	}
	for _, s := range run.Result.Scenarios {
		if s.Seconds > 0 {
			m.Jobs[s.Job] = s.Seconds
		}
	}
	return m
}

// mergeRuns joins the event logs of the shards in some folders. It returns the folder
// for what comes of it. The error is the user's.
func mergeRuns(out string, dirs []string) (folder string, events []evidence.Event, err error) {
	var logs []merge.Log
	for _, dir := range dirs {
		runs, err := results.Folder(dir).Runs()
		if err != nil {
			return "", nil, fmt.Errorf("--merge: %w", err)
		}
		for _, path := range runs {
			events, err := report.Read(path)
			if err != nil {
				return "", nil, fmt.Errorf("--merge: %w", err)
			}
			logs = append(logs, merge.Log{Path: path, Events: events})
		}
	}
	id := report.NewID()
	if events, err = merge.Logs(id, logs); err != nil {
		return "", nil, fmt.Errorf("--merge: %w", err)
	}
	return filepath.Join(out, id), events, nil
}
