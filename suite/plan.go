package suite

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/settings"
)

// Selection says what to plan.
type Selection struct {
	// Releases are the versions to run on; empty for all in the catalogue.
	Releases []string
	// Tags is a tag expression such as "@issue-3933 and not @slow".
	Tags string
	// Scenario is "features/x.feature:12" for just that scenario.
	Scenario string
	Clock    clock.Settings
	// WrittenFor is the catalogue the features were written for, which has every
	// release and issue they name; nil for the one at hand.
	WrittenFor *release.Catalogue
	// Given maps a version to the config.yaml to begin with instead of the
	// shipped one.
	Given map[string]*settings.Given
}

// Job is a scenario on a release.
type Job struct {
	// ID is "2.1.4 features/x.feature:12"; Number is unique within the plan.
	ID       string
	Number   int
	Scenario Scenario
	Spec     deployment.Spec
	// TTL is the session TTL that the scenario's times are meant for: the
	// shipped one, or the one it sets itself; zero where nobody can tell.
	TTL time.Duration
	// Becomes are the releases its server is made by an upgrade.
	Becomes []release.Release
	// LeftOut says why the job is not run, nil when it is.
	LeftOut *evidence.Obstacle
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
	if err := known(all, cmp.Or(sel.WrittenFor, c)); err != nil {
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
	for _, version := range versions {
		r, err := c.Find(version)
		if err != nil {
			return Plan{}, err
		}
		for _, s := range chosen {
			job, wanted, err := jobFor(s, r, c, sel)
			if err != nil {
				return Plan{}, err
			}
			if !wanted {
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
	if plan.Jobs() == 0 && len(plan.LeftOut) == 0 {
		return Plan{}, fmt.Errorf("nothing to run: no scenario has to do with %s and the tags %q; `regress plan` without them lists all",
			strings.Join(versions, ", "), sel.Tags)
	}
	return plan, nil
}

func choose(all []Scenario, sel Selection) ([]Scenario, error) {
	matches, err := parseTags(sel.Tags)
	if err != nil {
		return nil, err
	}
	var chosen []Scenario
	known := map[string]bool{}
	for _, s := range all {
		if matches(s.Tags) && (sel.Scenario == "" || sel.Scenario == s.At()) {
			chosen = append(chosen, s)
		}
		for _, t := range s.Tags {
			known[t] = true
		}
	}
	if len(chosen) == 0 && sel.Scenario != "" {
		return nil, fmt.Errorf("there is no scenario %s with the tags %q; `regress plan` lists them", sel.Scenario, sel.Tags)
	}
	if len(chosen) == 0 {
		return nil, fmt.Errorf("the tags %q select no scenario; the features have %s", sel.Tags, strings.Join(slices.Sorted(maps.Keys(known)), ", "))
	}
	return chosen, nil
}

// jobFor makes the job of a scenario on a release; the second result is false
// when the scenario is about another release.
func jobFor(s Scenario, r release.Release, c *release.Catalogue, sel Selection) (Job, bool, error) {
	job := Job{ID: r.Version + " " + s.At(), Scenario: s, Spec: deployment.Spec{Release: r, Given: sel.Given[r.Version]}}
	asked := false
	for _, step := range s.Steps {
		if wants := step.Needs.Deployment; wants != nil {
			if asked {
				return job, false, fmt.Errorf("%s:%d: a scenario has one StreamPark, and this asks for a second", s.File, step.Line)
			}
			asked, job.Spec.Settings = true, wants.Settings
			if wants.Version != "" && wants.Version != r.Version {
				return job, false, nil
			}
		}
		if step.Needs.Release != "" {
			next, err := c.Find(step.Needs.Release)
			if err != nil {
				return job, false, fmt.Errorf("%s:%d: %w", s.File, step.Line, err)
			}
			job.Becomes = append(job.Becomes, next)
		}
	}
	if !asked {
		return job, false, fmt.Errorf("%s: the scenario does not say which StreamPark it needs; begin with \"Given StreamPark 2.1.4 as shipped\"", s.At())
	}
	if err := agrees(s, r, c); err != nil {
		return job, false, err
	}
	if slices.Contains(s.Tags, ownServer) {
		job.Spec.Own = s.At()
	}
	job.TTL = job.ttl()
	var err error
	job.LeftOut, err = obstacle(job, sel.Clock)
	return job, true, err
}

// ttl is zero for a TTL in a form StreamPark does not know.
func (j Job) ttl() time.Duration {
	of := j.Spec.Release.Config.SessionTTL
	value := of.Shipped
	for _, set := range j.Spec.Settings {
		if set.Key == of.Key {
			value = set.Value
		}
	}
	ttl, err := release.ParseTTL(value)
	if err != nil {
		return 0
	}
	return ttl
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

// name makes a deployment's name: its version, and a number from the second on.
func name(spec deployment.Spec, before []Server) string {
	n := 1
	for _, s := range before {
		if s.Spec.Release.Version == spec.Release.Version {
			n++
		}
	}
	if n == 1 {
		return spec.Release.Version
	}
	return fmt.Sprintf("%s-%d", spec.Release.Version, n)
}
