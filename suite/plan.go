package suite

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/settings"
)

// ErrNothing is the error of a selection that no scenario is in.
var ErrNothing = errors.New("nothing to run")

// Selection says what to plan.
type Selection struct {
	// Releases are the versions to run on; empty for all in the catalogue.
	Releases []string
	// Tags is a tag expression such as "@issue-3933 and not @slow".
	Tags string
	// Scenarios are those to take alone, each a file, a line inside a scenario as
	// "features/x.feature:12", or a name; empty for all.
	Scenarios []string
	// Jobs are the IDs of the jobs to take alone; empty for all.
	Jobs  []string
	Clock clock.Settings
	// WrittenFor is the catalogue the features were written for, which has every
	// release and issue they name; nil for the one at hand.
	WrittenFor *release.Catalogue
	// Given maps a version to the config.yaml to begin with instead of the
	// shipped one.
	Given map[string]*settings.Given
	// Flink is what servers have beside them where a scenario looks at jobs.
	Flink deployment.FlinkKind
	// Databases are the products to run on; empty for the usual one, of which
	// nothing is said then.
	Databases []database.Product
	// Standing is the server to run on that runs already; nil for servers that are
	// started.
	Standing *Standing
	// Warm is set where servers are used that stay up: scenarios that restart theirs
	// share another one.
	Warm bool
}

// Server is a deployment of the plan with the jobs that use it.
type Server struct {
	Name string
	Spec deployment.Spec
	Jobs []Job
}

// Plan is what a run will do.
type Plan struct {
	Servers []Server
	// LeftOut are the jobs the clock cannot show.
	LeftOut []Job
	// NeedFlink counts the jobs that are no part of the plan because they need a
	// real Flink.
	NeedFlink int
	// OnRequest counts those that are no part of it because nobody asked for them.
	OnRequest int
	// Builds are the builds of somebody's own on the plan.
	Builds []evidence.Build
	// Shard is the part of another plan that this is, nil for a whole one.
	Shard *evidence.Shard
}

// Jobs counts the jobs that will run.
func (p Plan) Jobs() int {
	n := 0
	for _, s := range p.Servers {
		n += len(s.Jobs)
	}
	return n
}

// IDs lists the jobs of the plan in order, also those that are left out.
func (p Plan) IDs() []string {
	var all []string
	for _, s := range p.Servers {
		for _, j := range s.Jobs {
			all = append(all, j.ID)
		}
	}
	for _, j := range p.LeftOut {
		all = append(all, j.ID)
	}
	return all
}

// Releases lists the releases the plan starts, those of upgrades too.
func (p Plan) Releases() []release.Release {
	var all []release.Release
	add := func(r release.Release) {
		if !slices.ContainsFunc(all, func(o release.Release) bool { return o.Version == r.Version }) {
			all = append(all, r)
		}
	}
	for _, s := range p.Servers {
		add(s.Spec.Release)
		for _, j := range s.Jobs {
			for _, r := range j.Becomes {
				add(r)
			}
		}
	}
	return all
}

// Make plans the scenarios of a selection on its releases. What any scenario
// says that the catalogue does not know is an error, whether it is selected or
// not.
func Make(all []Scenario, c *release.Catalogue, sel Selection) (Plan, error) {
	if err := known(all, cmp.Or(sel.WrittenFor, c), c); err != nil {
		return Plan{}, err
	}
	chosen, err := choose(all, sel)
	if err != nil {
		return Plan{}, err
	}
	versions := sel.Releases
	if len(versions) == 0 {
		versions = c.Usual()
	}
	var plan Plan
	at := map[string]int{}
	number := 0
	for _, place := range sel.places(versions) {
		r, err := place.find(c)
		if err != nil {
			return Plan{}, err
		}
		plan.tryBuild(r)
		for _, s := range chosen {
			job, wanted, err := jobFor(s, r, place, c, sel)
			if err != nil {
				return Plan{}, err
			}
			if len(sel.Jobs) > 0 && !slices.Contains(sel.Jobs, job.ID) {
				continue
			}
			if !wanted {
				if sel.first(place, s) && !sel.leaves(s) {
					plan.pass(s, r)
				}
				continue
			}
			if s.NeedsFlink() && !sel.Flink.Real() && sel.Standing == nil {
				plan.NeedFlink++
				continue
			}
			if sel.leaves(s) {
				plan.OnRequest++
				continue
			}
			number++
			job.Number = number
			if job.LeftOut != nil {
				plan.LeftOut = append(plan.LeftOut, job)
				continue
			}
			key := job.Spec.Key()
			if _, known := at[key]; !known {
				at[key] = len(plan.Servers)
				plan.Servers = append(plan.Servers, Server{Name: name(job.Spec, plan.Servers), Spec: job.Spec})
			}
			server := &plan.Servers[at[key]]
			server.Jobs = append(server.Jobs, job)
		}
	}
	if plan.Jobs() == 0 && len(plan.LeftOut) == 0 && plan.NeedFlink > 0 {
		return Plan{}, fmt.Errorf("%w: every scenario of %s with the tags %q needs a real Flink; add --flink real", ErrNothing, strings.Join(versions, ", "), sel.Tags)
	}
	if plan.Jobs() == 0 && len(plan.LeftOut) == 0 && plan.OnRequest > 0 {
		return Plan{}, fmt.Errorf("%w: every scenario of %s with the tags %q is on request; add %s to the tags", ErrNothing, strings.Join(versions, ", "), sel.Tags, topologyTag)
	}
	if plan.Jobs() == 0 && len(plan.LeftOut) == 0 {
		return Plan{}, fmt.Errorf("%w: no scenario has to do with %s and the tags %q; `regress plan` without them lists all",
			ErrNothing, strings.Join(versions, ", "), sel.Tags)
	}
	return plan, nil
}
