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
func (s Server) work() int {
	work := 0
	for _, j := range s.Jobs {
		work++
		if needs := j.Scenario.Needs(); needs.Restart || needs.Release != "" {
			work += startsLike
		}
	}
	return work
}
