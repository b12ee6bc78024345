package merge

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"streampark-regress/harness/evidence"
)

// alike is the error of shards that are not of one plan, or of one that is there
// twice.
func alike(all []shard) error {
	first := all[0]
	for i, s := range all[1:] {
		before := all[i]
		for _, held := range []struct {
			what      string
			one, two  string
			different string
		}{
			{"splits", fmt.Sprint(first.run.Shard.Of), fmt.Sprint(s.run.Shard.Of), "the plan was split into different numbers of shards"},
			{"versions of regress", by(first.run), by(s.run), "they were made by different versions of regress"},
			{"clocks", first.run.Clock, s.run.Clock, "they ran with different clocks (--clock)"},
			{"configurations", first.run.Config, s.run.Config, "they ran with different configurations (--config)"},
			{"known issues", string(first.run.KnownAs), string(s.run.KnownAs), "they take known issues differently (--known-issues)"},
			{"measurements", first.run.Shard.Measured, s.run.Shard.Measured, "they were split by different measurements: give all machines the same results folder, or an empty one (--out)"},
			{"plans", first.run.Shard.Plan, s.run.Shard.Plan, "they are of different plans: give all the same flags, scenarios and catalogue"},
		} {
			if held.one != held.two {
				return fmt.Errorf("%s and %s do not belong together: %s (%s: %s and %s)", first.Path, s.Path, held.different, held.what, named(held.one), named(held.two))
			}
		}
		if before.number() == s.number() {
			return fmt.Errorf("shard %s is there twice: %s and %s; name one of them", s.run.Shard, before.Path, s.Path)
		}
	}
	return errors.Join(onOneTarget(all), ofOneImage(all))
}

// named is a value, or a word for none.
func named(value string) string { return cmp.Or(value, "none") }

// by is which program made a log.
func by(r evidence.Run) string {
	if r.Regress == nil {
		return ""
	}
	return r.Regress.String()
}

// onOneTarget is the error of shards that did not run on the same target, for one may
// have fallen back to the model, or not in the same way. One without work ran nowhere,
// and one that never came to its target has said already that it is broken.
func onOneTarget(all []shard) error {
	var first *shard
	for i, s := range all {
		switch {
		case len(s.run.Planned) == 0 || !s.ready():
		case first == nil:
			first = &all[i]
		case first.run.Target != s.run.Target:
			return fmt.Errorf("%s and %s do not belong together: they ran on different targets (%s and %s): name one with --target", first.Path, s.Path, first.run.Target, s.run.Target)
		case telling(first.run.Flags) != telling(s.run.Flags):
			return fmt.Errorf("%s and %s do not belong together: they ran with different flags (%s and %s): give all the same", first.Path, s.Path, named(telling(first.run.Flags)), named(telling(s.run.Flags)))
		}
	}
	return nil
}

// ready reports whether it came to its target.
func (s shard) ready() bool {
	return slices.ContainsFunc(s.Events, func(e evidence.Event) bool { return e.Run != nil && e.Run.Phase == evidence.Ready })
}

// telling are the flags of a run, each followed by its value, that say what is seen
// there; the others are a machine's own, or files whose content the plan knows.
func telling(flags []string) string {
	machines := []string{"--out", "--memory", "--start-timeout", "--registry", "--mysql-connector", "--config", "--features", "--releases-file"}
	var kept []string
	for i := 0; i+1 < len(flags); i += 2 {
		if !slices.Contains(machines, flags[i]) {
			kept = append(kept, flags[i]+" "+flags[i+1])
		}
	}
	return strings.Join(kept, " ")
}

// ofOneImage is the error of shards for which one name was two images.
func ofOneImage(all []shard) error {
	seen := map[string]shard{}
	for _, s := range all {
		for _, ref := range slices.Sorted(maps.Keys(s.run.Images)) {
			was, known := seen[ref]
			if known && was.run.Images[ref] != s.run.Images[ref] {
				return fmt.Errorf("%s and %s do not belong together: %s was %s for one and %s for the other: name it by its digest", was.Path, s.Path, ref, was.run.Images[ref], s.run.Images[ref])
			}
			seen[ref] = s
		}
	}
	return nil
}
