package suite

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
)

// Job is a scenario on a release.
type Job struct {
	// ID is "2.1.4 features/x.feature:12", or "2.1.4 on mariadb features/...";
	// Number is unique within the plan.
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

// restarted are the scenarios that restart their server, where others stay up.
const restarted = "scenarios that restart it"

// jobFor makes the job of a scenario on a release; the second result is false
// when the scenario is about another release or database.
func jobFor(s Scenario, r release.Release, on place, c *release.Catalogue, sel Selection) (Job, bool, error) {
	job := Job{ID: r.Version + " " + s.At(), Scenario: s, Spec: deployment.Spec{Release: r, Database: on.database, Given: sel.Given[r.Version]}}
	if on.database != "" {
		job.ID = r.Version + " on " + string(on.database) + " " + s.At()
	}
	if !on.about(s) {
		return job, false, nil
	}
	asked, kind := false, sel.Flink
	for _, step := range s.Steps {
		if wants := step.Needs.Deployment; wants != nil {
			if asked {
				return job, false, fmt.Errorf("%s:%d: a scenario has one StreamPark, and this asks for a second", s.File, step.Line)
			}
			asked, job.Spec.Settings, job.Spec.Environment, kind = true, wants.Settings, wants.Environment, cmp.Or(wants.Flink, kind)
			job.Spec.Front = wants.Front
			if wants.Version != "" && wants.Version != r.Version {
				return job, false, nil
			}
		}
		if step.Needs.Release != "" {
			next, err := place{step.Needs.Release, on.database}.find(c)
			if err != nil {
				return job, false, fmt.Errorf("%s:%d: %w", s.File, step.Line, err)
			}
			job.Becomes = append(job.Becomes, next)
		}
	}
	if !asked {
		return job, false, fmt.Errorf("%s: the scenario does not say which StreamPark it needs; begin with \"Given StreamPark 2.1.4 as shipped\"", s.At())
	}
	if err := agrees(s, r, c.On(string(on.product()))); err != nil {
		return job, false, err
	}
	if slices.Contains(s.Tags, ownServer) {
		job.Spec.Own = s.At()
	}
	if needs := s.Needs(); sel.Warm && job.Spec.Own == "" && (needs.Restart || needs.Release != "") {
		job.Spec.Own = restarted
	}
	if onFlink(s) && sel.Flink.Real() {
		job.Spec.Flink = kind
	}
	if sel.Standing != nil {
		job.Spec.There, job.Spec.TTLThere = sel.Standing.Address, sel.Standing.TTL
		if job.LeftOut = sel.Standing.lacking(job); job.LeftOut != nil {
			job.TTL = job.ttl()
			return job, true, nil
		}
	}
	job.TTL = job.ttl()
	if job.LeftOut = on.obstacle(job, c); job.LeftOut != nil {
		return job, true, nil
	}
	var err error
	job.LeftOut, err = obstacle(job, sel.Clock)
	return job, true, err
}

// ttl is zero for a TTL in a form StreamPark does not know.
func (j Job) ttl() time.Duration {
	of, ttl := j.Spec.Release.Config.SessionTTL, clock.ScenarioTTL
	for _, set := range j.Spec.Settings {
		if set.Key != of.Key {
			continue
		}
		own, err := of.Parse(set.Value)
		if err != nil {
			return 0
		}
		ttl = own
	}
	return ttl
}

// becomes are the releases its server is made by upgrades, by their versions.
func (j Job) becomes() []string {
	var all []string
	for _, r := range j.Becomes {
		all = append(all, r.Version)
	}
	return all
}

// PlaceOf is the release and the database that a job's ID names; the database is
// empty where nothing is said of it.
func PlaceOf(id string) (version string, on database.Product) {
	words := strings.Fields(id)
	if len(words) > 2 && words[1] == "on" {
		return words[0], database.Product(words[2])
	}
	if len(words) == 0 {
		return "", ""
	}
	return words[0], ""
}
