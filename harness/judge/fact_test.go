package judge_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/judge"
	"streampark-regress/harness/verdict"
)

// What is seen besides calls is held against what is expected of it, and only
// what was seen, and is of that kind, is judged.
func TestFacts(t *testing.T) {
	row := func(s evidence.RowName) evidence.Fact {
		return evidence.Fact{Kind: evidence.RowFact, Row: evidence.RowState{State: s}}
	}
	life := func(l *evidence.Life) evidence.Fact { return evidence.Fact{Kind: evidence.LifeFact, Life: l} }
	logged := func(lines int) evidence.Fact { return evidence.Fact{Kind: evidence.LogFact, Lines: lines} }
	refused := func(with string) evidence.Fact {
		return evidence.Fact{Kind: evidence.SecondTokenFact, Refused: with}
	}
	admission := func(a evidence.Admission) evidence.Fact {
		return evidence.Fact{Kind: evidence.AdmissionFact, Admission: a}
	}
	told := func(all ...evidence.Secret) evidence.Fact {
		return evidence.Fact{Kind: evidence.SecrecyFact, Leaks: all}
	}
	lives := func(l evidence.Life, tolerance float64) evidence.Expectation {
		return evidence.Expectation{Life: &l, ToleranceSeconds: tolerance}
	}
	hours, never := evidence.Life{Seconds: 7200}, evidence.Life{Never: true}
	unchanged, second := evidence.Expectation{Row: evidence.RowUnchanged}, evidence.Expectation{Refused: "only one"}
	for name, tt := range map[string]struct {
		found    evidence.Fact
		expected evidence.Expectation
		want     verdict.Verdict
		miss     evidence.Miss
	}{
		"a row as expected":           {row(evidence.RowUnchanged), unchanged, verdict.AsExpected, ""},
		"a row that changed":          {row(evidence.RowChanged), unchanged, verdict.Unexpected, evidence.MissedRow},
		"a row that is gone":          {row(evidence.RowMissing), unchanged, verdict.Unexpected, evidence.MissedRow},
		"a fact of no kind":           {evidence.Fact{}, unchanged, verdict.Inconclusive, evidence.MissedEvidence},
		"a row nobody saw":            {row(evidence.RowUnseen), unchanged, verdict.Inconclusive, evidence.MissedEvidence},
		"a row of which nothing":      {row(evidence.RowUnchanged), evidence.Expectation{}, verdict.Inconclusive, evidence.MissedEvidence},
		"no row":                      {logged(1), unchanged, verdict.Inconclusive, evidence.MissedEvidence},
		"a row in another's place":    {evidence.Fact{Kind: evidence.LogFact, Row: evidence.RowState{State: evidence.RowUnchanged}}, unchanged, verdict.Inconclusive, evidence.MissedEvidence},
		"as long a life":              {life(&hours), lives(hours, 0), verdict.AsExpected, ""},
		"as long but for a little":    {life(&evidence.Life{Seconds: 7202}), lives(hours, 2), verdict.AsExpected, ""},
		"as short but for a little":   {life(&evidence.Life{Seconds: 7198}), lives(hours, 2), verdict.AsExpected, ""},
		"longer":                      {life(&evidence.Life{Seconds: 7202.5}), lives(hours, 2), verdict.Unexpected, evidence.MissedLife},
		"shorter":                     {life(&evidence.Life{Seconds: 7197.5}), lives(hours, 2), verdict.Unexpected, evidence.MissedLife},
		"never, as expected":          {life(&never), lives(never, 2), verdict.AsExpected, ""},
		"never, where it should":      {life(&never), lives(evidence.Life{}, 2), verdict.Unexpected, evidence.MissedLife},
		"an end where there is none":  {life(&evidence.Life{}), lives(never, 2), verdict.Unexpected, evidence.MissedLife},
		"no life was seen":            {life(nil), lives(hours, 2), verdict.Inconclusive, evidence.MissedEvidence},
		"a life of which nothing":     {life(&hours), evidence.Expectation{}, verdict.Inconclusive, evidence.MissedEvidence},
		"a life in another's place":   {evidence.Fact{Kind: evidence.LogFact, Life: &hours}, lives(hours, 2), verdict.Inconclusive, evidence.MissedEvidence},
		"logged":                      {logged(1), evidence.Expectation{Logged: "x"}, verdict.AsExpected, ""},
		"not logged":                  {logged(0), evidence.Expectation{Logged: "x"}, verdict.Unexpected, evidence.MissedLog},
		"not logged, as expected":     {logged(0), evidence.Expectation{NotLogged: "x"}, verdict.AsExpected, ""},
		"logged, where it should not": {logged(1), evidence.Expectation{NotLogged: "x"}, verdict.Unexpected, evidence.MissedLog},
		"a log of which nothing":      {logged(1), evidence.Expectation{}, verdict.Inconclusive, evidence.MissedEvidence},
		"no log":                      {row(evidence.RowUnchanged), evidence.Expectation{Logged: "x"}, verdict.Inconclusive, evidence.MissedEvidence},
		"no log at all":               {row(evidence.RowUnchanged), evidence.Expectation{NotLogged: "x"}, verdict.Inconclusive, evidence.MissedEvidence},
		"refused in these words":      {refused("there is only one token"), second, verdict.AsExpected, ""},
		"refused in others":           {refused("no"), second, verdict.Unexpected, evidence.MissedRefusal},
		"not refused":                 {refused(""), second, verdict.Unexpected, evidence.MissedRefusal},
		"a refusal of which nothing":  {refused("only one"), evidence.Expectation{}, verdict.Inconclusive, evidence.MissedEvidence},
		"no second token":             {logged(1), second, verdict.Inconclusive, evidence.MissedEvidence},
		"admitted as expected":        {admission(evidence.Admitted), evidence.Expectation{Admission: evidence.Admitted}, verdict.AsExpected, ""},
		"admitted otherwise":          {admission(evidence.Barred), evidence.Expectation{Admission: evidence.Admitted}, verdict.Unexpected, evidence.MissedAdmission},
		"an admission nobody saw":     {admission(""), evidence.Expectation{Admission: evidence.Admitted}, verdict.Inconclusive, evidence.MissedEvidence},
		"an admission of nothing":     {admission(evidence.Admitted), evidence.Expectation{}, verdict.Inconclusive, evidence.MissedEvidence},
		"an address as expected":      {evidence.Fact{Kind: evidence.CommandFact, Address: "/a"}, evidence.Expectation{Address: "/a"}, verdict.AsExpected, ""},
		"an address with a host":      {evidence.Fact{Kind: evidence.CommandFact, Address: "http://h/a"}, evidence.Expectation{Address: "/a"}, verdict.Unexpected, evidence.MissedAddress},
		"no command":                  {evidence.Fact{Kind: evidence.CommandFact}, evidence.Expectation{Address: "/a"}, verdict.Inconclusive, evidence.MissedEvidence},
		"a command of which nothing":  {evidence.Fact{Kind: evidence.CommandFact, Address: "/a"}, evidence.Expectation{}, verdict.Inconclusive, evidence.MissedEvidence},
		"another thing's address":     {evidence.Fact{Kind: evidence.LogFact, Address: "/a"}, evidence.Expectation{Address: "/a"}, verdict.Inconclusive, evidence.MissedEvidence},
		"no secret is told":           {told(), evidence.Expectation{Secret: true}, verdict.AsExpected, ""},
		"a secret is told":            {told(evidence.SecretSalt), evidence.Expectation{Secret: true}, verdict.Unexpected, evidence.MissedSecrecy},
		"secrecy of nothing":          {told(), evidence.Expectation{}, verdict.Inconclusive, evidence.MissedEvidence},
		"nobody looked for secrets":   {logged(1), evidence.Expectation{Secret: true}, verdict.Inconclusive, evidence.MissedEvidence},
		"admitted, and a secret told": {evidence.Fact{Kind: evidence.AdmissionFact, Admission: evidence.Admitted, Leaks: []evidence.Secret{evidence.SecretSalt}}, evidence.Expectation{Admission: evidence.Admitted}, verdict.Unexpected, evidence.MissedSecrecy},
		"a secret in another's place": {evidence.Fact{Kind: evidence.LogFact, Leaks: []evidence.Secret{evidence.SecretSalt}}, evidence.Expectation{}, verdict.Inconclusive, evidence.MissedEvidence},
		"no admission":                {evidence.Fact{Kind: evidence.LogFact, Admission: evidence.Admitted}, evidence.Expectation{Admission: evidence.Admitted}, verdict.Inconclusive, evidence.MissedEvidence},
	} {
		t.Run(name, func(t *testing.T) {
			got := judge.Fact(judge.FactCase{Found: tt.found, Expected: tt.expected})
			want := evidence.Check{Fact: &tt.found, Expected: tt.expected, Verdict: tt.want}
			if tt.miss != "" {
				want.Misses = []evidence.Miss{tt.miss}
			}
			assert.Equal(t, want, got)
		})
	}
}
