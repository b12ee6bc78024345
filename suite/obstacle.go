package suite

import (
	"slices"
	"time"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
)

// Standing is a server that runs already and is not the run's own: it is not
// configured, restarted or upgraded, and whatever else is lacking there is said.
type Standing struct {
	// Lacks are the needs of scenarios that cannot be met there, besides those that
	// no such server meets.
	Lacks []evidence.ObstacleKind
	// Address is where it is, for people.
	Address string
	// TTL is its session TTL, zero for the shipped one.
	TTL time.Duration
}

// demands are what a job needs of its server, in the order in which a plan gives
// them as the reason to leave it out.
func (j Job) demands() []evidence.ObstacleKind {
	var all []evidence.ObstacleKind
	add := func(kind evidence.ObstacleKind, needed bool) {
		if needed {
			all = append(all, kind)
		}
	}
	some := func(is func(Step) bool) bool { return slices.ContainsFunc(j.Scenario.Steps, is) }
	add(evidence.NeedsSettings, len(j.Spec.Settings) > 0)
	add(evidence.NeedsEnvironment, len(j.Spec.Environment) > 0)
	add(evidence.NeedsFront, j.Spec.Front != deployment.Direct)
	add(evidence.NeedsUpgrade, len(j.Becomes) > 0)
	add(evidence.NeedsRestart, j.Scenario.Needs().Restart)
	add(evidence.NeedsFlink, j.Scenario.NeedsFlink())
	add(evidence.NeedsLog, some(func(s Step) bool { return s.NeedsLog() }))
	writes := some(func(s Step) bool { return s.Changes() })
	add(evidence.NeedsWrites, writes)
	add(evidence.NeedsRows, some(func(s Step) bool { return s.NeedsRows() }))
	add(evidence.NeedsKey, writes && j.Spec.Release.Tokens.SealedWith == release.SealedWithKeyFile)
	add(evidence.NeedsCluster, some(func(s Step) bool { return s.Needs.Application }))
	return all
}

// lacking is the first of a job's needs that a server that runs already does not
// meet, nil for none.
func (s Standing) lacking(j Job) *evidence.Obstacle {
	lacks := append([]evidence.ObstacleKind{evidence.NeedsSettings, evidence.NeedsEnvironment, evidence.NeedsFront, evidence.NeedsUpgrade,
		evidence.NeedsRestart, evidence.NeedsFlink, evidence.NeedsLog}, s.Lacks...)
	for _, need := range j.demands() {
		if slices.Contains(lacks, need) {
			return &evidence.Obstacle{Kind: need}
		}
	}
	return nil
}

// restartTakes is how long a restart or an upgrade may take.
const restartTakes = 5 * time.Minute

// obstacle says why the clock cannot show a job: it needs more time than the
// clock can let pass, or more real time than a small TTL leaves.
func obstacle(job Job, c clock.Settings) (*evidence.Obstacle, error) {
	ttl, err := job.Spec.TTL()
	if err != nil {
		return nil, err
	}
	needs := job.Scenario.Needs()
	if c.Kind == clock.ShortTTL && c.ShortTTL < restartTakes && needs.Restart {
		return &evidence.Obstacle{Kind: evidence.TooSlow, Clock: string(c.Kind), NeededSeconds: restartTakes.Seconds(), MostSeconds: c.ShortTTL.Seconds()}, nil
	}
	elapsed := needs.Elapsed
	if c.Kind != clock.ShortTTL && ttl.Actual != ttl.Shipped {
		elapsed = clock.NewStretched(nil, ttl.Shipped, ttl.Actual).Real(elapsed)
	}
	if reach := c.Reach(ttl.Shipped); elapsed > reach {
		return &evidence.Obstacle{Kind: evidence.BeyondReach, Clock: string(c.Kind), NeededSeconds: elapsed.Seconds(), MostSeconds: reach.Seconds()}, nil
	}
	return nil, nil
}
