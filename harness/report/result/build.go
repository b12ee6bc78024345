package result

import (
	"cmp"
	"slices"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/judge"
	"streampark-regress/harness/verdict"
)

// Build reads the events of a run into a result, and from nothing else. What
// the plan says and the log does not have makes it inconclusive at best.
func Build(events []evidence.Event) Result {
	b := &builder{
		result:  Result{Schema: Schema, Gaps: []Gap{NoBeginning, NoEnd}, Deployments: []Server{}, Scenarios: []Scenario{}},
		servers: map[string]int{}, scenarios: map[string]int{}, told: map[string]bool{},
	}
	for i, e := range events {
		if e.Seq != i+1 {
			b.result.open(EventsMissing)
		}
		if b.repeats(e) {
			b.result.open(Repeated)
		}
		b.add(e)
	}
	return b.finish()
}

type builder struct {
	result Result
	// servers and scenarios are where those of a name are in the result.
	servers, scenarios map[string]int
	// told are the beginnings and ends that were seen so far.
	told map[string]bool
}

// repeats reports whether the log tells the same beginning or end again: the
// second would take the first one's place.
func (b *builder) repeats(e evidence.Event) bool {
	var phase evidence.Phase
	switch {
	case e.Run != nil:
		phase = e.Run.Phase
	case e.Scenario != nil:
		phase = e.Scenario.Phase
	default:
		return false
	}
	key := e.Job + " " + string(phase)
	was := b.told[key]
	b.told[key] = true
	return was
}

func (b *builder) add(e evidence.Event) {
	r := &b.result
	if r.Started.IsZero() {
		r.Started = e.At
	}
	if !r.over() {
		r.Seconds = e.At.Sub(r.Started).Seconds()
	}
	switch {
	case e.Run != nil:
		r.addRun(e)
	case e.Deployment != nil:
		b.addServer(*e.Deployment)
	case e.Job != "":
		b.addScenario(e)
	}
}

func (r Result) over() bool { return !slices.Contains(r.Gaps, NoEnd) }

func (r *Result) addRun(e evidence.Event) {
	failure := cmp.Or(e.Run.Failure, r.Run.Failure)
	switch e.Run.Phase {
	case evidence.Begun:
		r.Run, r.Started, r.Seconds = *e.Run, e.At, 0
		r.close(NoBeginning)
	case evidence.Ready:
		r.Run.Target, r.Run.Why, r.Run.Machine, r.Run.Command, r.Run.Flags, r.Run.Images = e.Run.Target, e.Run.Why, e.Run.Machine, e.Run.Command, e.Run.Flags, e.Run.Images
	case evidence.Ended:
		r.Run.ID = cmp.Or(r.Run.ID, e.Run.ID)
		r.close(NoEnd)
	case evidence.Progress: // a server's, never a run's
	}
	r.Run.Failure = failure
}

func (r *Result) open(gap Gap) {
	if !slices.Contains(r.Gaps, gap) {
		r.Gaps = append(r.Gaps, gap)
	}
}

func (r *Result) close(gap Gap) {
	r.Gaps = slices.DeleteFunc(r.Gaps, func(g Gap) bool { return g == gap })
}

func (b *builder) addServer(d evidence.Deployment) {
	i, known := b.servers[d.Name]
	if !known {
		i = len(b.result.Deployments)
		b.servers[d.Name] = i
		b.result.Deployments = append(b.result.Deployments, Server{Name: d.Name, Release: d.Release, Database: d.Database, Target: d.Target, Detail: d.Detail})
	}
	s := &b.result.Deployments[i]
	switch {
	case d.Failure != "":
		s.Failure, s.LogTail = d.Failure, d.LogTail
	case d.Phase == evidence.Ready:
		s.StartSeconds, s.Image, s.Java, s.Target = d.Seconds, d.Image, d.Java, d.Target
	}
}

func (b *builder) addScenario(e evidence.Event) {
	i, known := b.scenarios[e.Job]
	if !known {
		i = len(b.result.Scenarios)
		b.scenarios[e.Job] = i
		b.result.Scenarios = append(b.result.Scenarios, Scenario{Job: e.Job, Started: e.At, Steps: []evidence.Step{}})
	}
	b.result.Scenarios[i].add(e)
}

// finish says how the run ended as a whole.
func (b *builder) finish() Result {
	r := b.result
	slices.SortStableFunc(r.Scenarios, func(a, b Scenario) int { return cmp.Compare(a.Number, b.Number) })
	planned, ended := slices.Clone(r.Run.Planned), map[string]verdict.Verdict{}
	for i := range r.Scenarios {
		s := &r.Scenarios[i]
		s.prove()
		s.treat(r.Run.KnownAs)
		s.Marked = s.Mark()
		if !slices.Contains(r.Run.Planned, s.Job) {
			r.open(NoBeginning)
		}
		if s.Verdict == "" {
			planned, r.Partial = append(planned, s.Job), true
			continue
		}
		ended[s.Job] = s.Verdict
		r.Partial = r.Partial || s.Verdict == verdict.NotRun
	}
	for _, job := range r.Run.Planned {
		if _, known := b.scenarios[job]; !known {
			r.NeverBegan, r.Partial = append(r.NeverBegan, job), true
		}
	}
	r.Verdict = judge.Whole(planned, ended)
	if r.Verdict == verdict.AsExpected && (len(r.Gaps) > 0 || r.Run.Failure != "") {
		r.Verdict = verdict.Inconclusive
	}
	if len(r.Gaps) == 0 {
		r.Gaps = nil
	}
	r.ExitCode = r.Verdict.ExitCode()
	return r
}
