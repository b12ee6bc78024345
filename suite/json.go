package suite

import (
	"fmt"
	"io"

	"streampark-regress/harness/document"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/words"
)

// planned is a plan as JSON; its form is schema/plan.v1.json.
type planned struct {
	Schema    int              `json:"schema"`
	Scenarios int              `json:"scenarios"`
	Servers   []plannedServer  `json:"servers"`
	Order     []string         `json:"starting_order"`
	LeftOut   []plannedJob     `json:"left_out"`
	NeedFlink int              `json:"need_flink"`
	Builds    []evidence.Build `json:"builds"`
	Shard     *evidence.Shard  `json:"shard,omitempty"`
}

type plannedServer struct {
	Name     string `json:"name"`
	Release  string `json:"release"`
	Database string `json:"database,omitempty"`
	Detail   string `json:"detail"`
	Own      bool   `json:"own"`
	// Starts counts its own start, and those of restarts and upgrades.
	Starts int          `json:"starts"`
	Jobs   []plannedJob `json:"jobs"`
}

type plannedJob struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	File    string   `json:"file"`
	Line    int      `json:"line"`
	Tags    []string `json:"tags"`
	Becomes []string `json:"becomes,omitempty"`
	// Passes is the longest time that it lets pass.
	Passes float64 `json:"lets_pass_seconds"`
	Why    string  `json:"why,omitempty"`
}

// JSON writes the plan for programs.
func (p Plan) JSON(out io.Writer) error {
	t := planned{Schema: 1, Scenarios: p.Jobs(), Servers: []plannedServer{}, Order: []string{}, LeftOut: []plannedJob{}, NeedFlink: p.NeedFlink, Builds: p.Builds, Shard: p.Shard}
	if t.Builds == nil {
		t.Builds = []evidence.Build{}
	}
	for _, s := range p.Servers {
		server := plannedServer{Name: s.Name, Release: s.Spec.Release.Version, Database: string(s.Spec.Database), Detail: s.Spec.Describe(), Own: s.Spec.Own != "", Starts: s.starts(), Jobs: []plannedJob{}}
		for _, j := range s.Jobs {
			server.Jobs = append(server.Jobs, j.planned())
		}
		t.Servers = append(t.Servers, server)
	}
	for _, s := range p.Order() {
		t.Order = append(t.Order, s.Name)
	}
	for _, j := range p.LeftOut {
		left := j.planned()
		left.Why = words.Obstacle(*j.LeftOut)
		t.LeftOut = append(t.LeftOut, left)
	}
	if err := document.Write(out, t); err != nil {
		return fmt.Errorf("write the plan: %w", err)
	}
	return nil
}

func (j Job) planned() plannedJob {
	s := j.Scenario
	return plannedJob{ID: j.ID, Name: s.Name, File: s.File, Line: s.Line, Tags: append([]string{}, s.Tags...), Becomes: j.becomes(), Passes: s.Needs().Elapsed.Seconds()}
}
