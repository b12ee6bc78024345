package suite

import (
	"slices"

	"streampark-regress/harness/deployment"
)

// The tags of scenarios about jobs: those that look at Flink itself can be shown
// beside a real one only; those about the state of jobs see more beside one.
const (
	flinkTag = "@flink"
	stateTag = "@state"
)

// NeedsFlink reports whether the scenario can be shown beside a real Flink only.
func (s Scenario) NeedsFlink() bool { return slices.Contains(s.Tags, flinkTag) }

// onFlink reports whether a scenario is played beside a real Flink where the
// user has one started.
func onFlink(s Scenario) bool { return s.NeedsFlink() || slices.Contains(s.Tags, stateTag) }

// Real reports whether a server of the plan has a real Flink beside it.
func (p Plan) Real() bool {
	return slices.ContainsFunc(p.Servers, func(s Server) bool { return s.Spec.Flink != deployment.StandIn })
}
