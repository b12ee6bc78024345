package result

import (
	"fmt"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/verdict"
)

// Failures groups the scenarios that did not end as expected, in order. Those
// that share a reason, such as a server that did not start, are one group, to
// be told together.
func (r Result) Failures() [][]Scenario {
	var groups [][]Scenario
	at := map[sharing]int{}
	for _, s := range r.Scenarios {
		if s.Ended() == verdict.AsExpected {
			continue
		}
		key := s.sharing()
		i, known := at[key]
		if !known {
			i = len(groups)
			at[key] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], s)
	}
	return groups
}

// sharing is what scenarios have in common that failed in the same way.
type sharing struct {
	place   string
	verdict verdict.Verdict
	kind    evidence.ReasonKind
	// issues, failure and obstacle are the reason's own.
	issues, failure string
	obstacle        evidence.Obstacle
	// job sets a scenario apart whose reason is its own.
	job string
}

func (s Scenario) sharing() sharing {
	if s.Reason == nil { // it never ended
		return sharing{place: s.Place(), verdict: s.Ended()}
	}
	key := sharing{place: s.Place(), verdict: s.Ended(), job: s.Job}
	key.kind, key.failure, key.issues = s.Reason.Kind, s.Reason.Error, fmt.Sprint(s.Reason.Issues)
	if s.Reason.Obstacle != nil {
		key.obstacle = *s.Reason.Obstacle
	}
	switch s.Reason.Kind {
	case evidence.Failed, evidence.Interrupted, evidence.LeftOut, evidence.Unmet:
		key.job = ""
	case evidence.Mismatched, evidence.Unchecked, evidence.NoEvidence:
	}
	return key
}
