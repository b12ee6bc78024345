// Package merge joins the event logs of a plan's shards into the log of one run, so
// that one report and one verdict are made of it. It is pure.
//
// What does not belong together is an error; what is missing is in the joined log,
// which is never as expected then.
package merge

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/result"
)

// Log is the event log of a shard's run, and where it was found.
type Log struct {
	Path   string
	Events []evidence.Event
}

// shard is a log with what it says of itself.
type shard struct {
	Log
	run evidence.Run
	// broken is why the shard was not carried out as a whole, empty where it was.
	broken string
}

// Logs joins the logs of all shards of a plan into one, of a run with an ID. The error
// is for logs that are not of one plan, and for two of one shard. A shard of which
// there is no log, or that did not come to its end, is the failure of the joined run.
func Logs(id string, logs []Log) ([]evidence.Event, error) {
	var all []shard
	for _, l := range logs {
		s, err := read(l)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	if len(all) == 0 {
		return nil, errors.New("there is no run to merge")
	}
	slices.SortStableFunc(all, func(a, b shard) int { return cmp.Compare(a.number(), b.number()) })
	if err := alike(all); err != nil {
		return nil, err
	}
	return join(id, all), nil
}

func (s shard) number() int { return s.run.Shard.Number }

// read finds out which shard a log is of. One without a beginning is of none.
func read(l Log) (shard, error) {
	r := result.Build(l.Events)
	s := shard{Log: l, run: r.Run}
	switch {
	case slices.Contains(r.Gaps, result.NoBeginning):
		return s, fmt.Errorf("%s: the event log does not say how the run began, so nobody knows which shard it is: run that shard again", l.Path)
	case r.Run.Shard == nil:
		return s, fmt.Errorf("%s: the run %s is no shard: --merge joins runs of `regress run --shard I/N`", l.Path, r.Run.ID)
	}
	var wrong []string
	if r.Run.Failure != "" {
		wrong = append(wrong, r.Run.Failure)
	}
	for _, gap := range r.Gaps {
		wrong = append(wrong, gapIn(gap))
	}
	s.broken = strings.Join(wrong, "; ")
	return s, nil
}

// gapIn says what the log of a shard does not have.
func gapIn(g result.Gap) string {
	switch g {
	case result.NoEnd:
		return "it never ended: the program was killed"
	case result.EventsMissing, result.Repeated:
		return "its event log is not as it was written"
	case result.NoBeginning:
	}
	return "its event log has no beginning"
}

// join makes the log of one run: its beginning, what all shards saw in the order of
// their clocks, and its end.
func join(id string, all []shard) []evidence.Event {
	begun, ready := whole(id, all), evidence.Run{Phase: evidence.Ready, ID: id}
	var from, to time.Time
	var between []evidence.Event
	for _, s := range all {
		for _, e := range s.Events {
			if from.IsZero() || e.At.Before(from) {
				from = e.At
			}
			if e.At.After(to) {
				to = e.At
			}
			if e.Run == nil {
				between = append(between, e)
			}
		}
	}
	slices.SortStableFunc(between, func(a, b evidence.Event) int { return a.At.Compare(b.At) })
	ready.Target, ready.Why, ready.Machine, ready.Images = begun.Target, begun.Why, begun.Machine, begun.Images
	ready.Command, ready.Flags = begun.Command, begun.Flags
	ended := evidence.Run{Phase: evidence.Ended, ID: id, Failure: failure(all)}
	log := []evidence.Event{{At: from, Kind: evidence.KindRun, Run: &begun}, {At: from, Kind: evidence.KindRun, Run: &ready}}
	log = append(log, between...)
	log = append(log, evidence.Event{At: to, Kind: evidence.KindRun, Run: &ended})
	for i := range log {
		log[i].Seq = i + 1
	}
	return log
}

// whole is the run that all shards are together.
func whole(id string, all []shard) evidence.Run {
	run := all[0].run
	for _, s := range all { // the first that had work says where it ran
		if len(s.run.Planned) > 0 {
			run = s.run
			break
		}
	}
	run.Phase, run.ID, run.Planned, run.Shard, run.Failure = evidence.Begun, id, run.Shard.Whole, nil, ""
	run.KnownIssues, run.Images, run.Merged = map[string]string{}, map[string]string{}, nil
	for _, s := range all {
		maps.Copy(run.KnownIssues, s.run.KnownIssues)
		maps.Copy(run.Images, s.run.Images)
		run.Merged = append(run.Merged, evidence.Part{Shard: s.number(), ID: s.run.ID})
	}
	return run
}

// failure says which shards are missing and which were not carried out, empty for
// none.
func failure(all []shard) string {
	var wrong []string
	of := all[0].run.Shard.Of
	for n := 1; n <= of; n++ {
		i := slices.IndexFunc(all, func(s shard) bool { return s.number() == n })
		switch {
		case i < 0:
			wrong = append(wrong, fmt.Sprintf("shard %d/%d is missing", n, of))
		case all[i].broken != "":
			wrong = append(wrong, fmt.Sprintf("shard %d/%d: %s", n, of, all[i].broken))
		}
	}
	return strings.Join(wrong, "; ")
}
