package suite

import (
	"slices"
	"strings"
)

// topologyTag is the tag of scenarios about replicas, replaced containers and
// proxies. They take servers of their own, two for a pair of replicas, and show what
// is the same in every run; so they are planned only where somebody asks for them.
const topologyTag = "@topology"

// OnRequest reports whether the scenario is played only where it is asked for.
func (s Scenario) OnRequest() bool { return slices.Contains(s.Tags, topologyTag) }

// leaves reports whether a selection leaves a scenario out that nobody asked for.
func (sel Selection) leaves(s Scenario) bool { return s.OnRequest() && !sel.asks() }

// asks reports whether a selection asks for scenarios that are on request: it names
// their tag, or one of them.
func (sel Selection) asks() bool {
	words := strings.Fields(strings.NewReplacer("(", " ", ")", " ").Replace(sel.Tags))
	return len(sel.Scenarios) > 0 || len(sel.Jobs) > 0 || slices.Contains(words, topologyTag)
}
