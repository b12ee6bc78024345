package suite

import (
	"cmp"
	"slices"
)

// startsLike is how many scenarios take about as long as one start of a server.
// Measured on OpenJDK 8 and two cores: a start takes 10 to 17 s of a processor, a
// scenario without one 0.3 to 1 s.
const startsLike = 20

// Order is the order in which the servers start: first those whose scenarios will
// take the longest, for the run ends with the last of them.
func (p Plan) Order() []Server {
	order := slices.Clone(p.Servers)
	slices.SortStableFunc(order, func(a, b Server) int { return cmp.Compare(b.work(), a.work()) })
	return order
}

// work is about how long a server's scenarios take, in scenarios without a start.
func (s Server) work() int { return len(s.Jobs) + startsLike*(s.starts()-1) }

// work is about how long a scenario takes, in scenarios without a start.
func (j Job) work() int { return 1 + startsLike*j.restarts() }

// starts counts the starts of a server that its scenarios need: its own, and one for
// each restart and each upgrade; a restart that scenarios share is one.
func (s Server) starts() int {
	n := 1
	for _, j := range s.Jobs {
		n += j.restarts()
	}
	return n - max(len(s.together())-1, 0)
}

// restarts counts how often the job has its server started again.
func (j Job) restarts() int {
	n := 0
	for _, step := range j.Scenario.Steps {
		if step.Needs.Restart { // upgrades too
			n++
		}
	}
	return n
}
