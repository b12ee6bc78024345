package suite

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/report/words"
)

// Print writes the plan as a tree.
func (p Plan) Print(out io.Writer) {
	if p.Shard != nil {
		fmt.Fprintf(out, "%s\n", words.Shard(p.Shard, len(p.IDs())))
	}
	fmt.Fprintf(out, "%s on %s: scenarios with the same release and settings share one, those tagged @own-server have their own\n",
		words.Count(p.Jobs(), "scenario"), words.Count(len(p.Servers), "server"))
	for _, s := range p.Servers {
		own := ""
		if s.Spec.Own != "" {
			own = ", of its own"
		}
		fmt.Fprintf(out, "\n%s: %s%s\n", s.Name, s.Spec.Describe(), own)
		together := s.together()
		for i, j := range s.Jobs {
			branch, shares := "├─", ""
			if slices.ContainsFunc(together, func(o Job) bool { return o.ID == j.ID }) {
				shares = ", shares its restart"
			}
			if i == len(s.Jobs)-1 {
				branch = "└─"
			}
			fmt.Fprintf(out, "%s %s  (%s)%s%s\n", branch, j.Scenario.Name, j.Scenario.At(), passes(j.Scenario), shares)
		}
	}
	if len(p.Servers) > 1 {
		names := make([]string, 0, len(p.Servers))
		for _, s := range p.Order() {
			names = append(names, s.Name)
		}
		fmt.Fprintf(out, "\nservers start in this order, as many side by side as processors and memory allow: %s\n", strings.Join(names, ", "))
	}
	for _, b := range p.Builds {
		fmt.Fprintf(out, "\n%s\n", words.Build(b))
	}
	if p.NeedFlink > 0 {
		fmt.Fprintf(out, "\nnot in the plan, for they look at Flink's jobs: %s; --flink real adds them\n", words.Count(p.NeedFlink, "scenario"))
	}
	if p.OnRequest > 0 {
		fmt.Fprintf(out, "\nnot in the plan, for they are on request (replicas, replaced containers, proxies): %s; --tags %s plans them\n", words.Count(p.OnRequest, "scenario"), topologyTag)
	}
	for i, j := range p.LeftOut {
		if i == 0 {
			fmt.Fprintf(out, "\nnot run\n")
		}
		fmt.Fprintf(out, "·  %s on %s: %s\n", j.Scenario.Name, j.place(), words.Obstacle(*j.LeftOut))
	}
}

// passes tells how much time a scenario lets pass.
func passes(s Scenario) string {
	if most := s.Needs().Elapsed; most > 0 {
		return ", lets " + clock.Format(most) + " pass"
	}
	return ""
}
