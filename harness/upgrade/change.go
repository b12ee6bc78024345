package upgrade

import (
	"slices"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
)

// ChangeKind is in what something became different.
type ChangeKind string

// The kinds of changes.
const (
	// OutcomeChanged: the same kind of call came to something else.
	OutcomeChanged ChangeKind = "outcome"
	// StateLost: a call that is answered as before does not keep the job's state.
	StateLost ChangeKind = "state"
	// RowChanged: a token's row is not what it was.
	RowChanged ChangeKind = "row"
	// EffectDiffers: a call did not do what its answer says.
	EffectDiffers ChangeKind = "effect"
	// LockedOut: somebody with the right password is not let in.
	LockedOut ChangeKind = "locked-out"
)

// Change is something that became different on the way.
type Change struct {
	Kind ChangeKind `json:"kind"`
	// Before is the look it is held against, empty where there is none; After
	// is the look that shows it.
	Before Look `json:"before,omitempty"`
	After  Look `json:"after"`
	// Was and Is are what the calls came to.
	Was outcome.Outcome `json:"was,omitempty"`
	Is  outcome.Outcome `json:"is,omitempty"`
	// WasState and IsState are what became of the job's state.
	WasState evidence.State `json:"was_state,omitempty"`
	IsState  evidence.State `json:"is_state,omitempty"`
	// Row is what became of the row.
	Row *evidence.RowState `json:"row,omitempty"`
	// Advice are the kinds of advice that are about it. It is empty for a
	// change that nobody has advice for.
	Advice []AdviceKind `json:"advice"`
}

// comparison is two looks that should find the same.
type comparison struct{ before, after Look }

// comparisons lists them, in the order of the looks.
func comparisons() []comparison {
	return []comparison{
		{TokenBefore, OldToken}, {DisabledBefore, DisabledAfter}, {SignInBefore, SignInAfter}, {TokenBefore, OldAddress},
		{TokenBefore, NewAddress}, {DeveloperBefore, DeveloperAfter}, {TokenBefore, Back}, {TokenBefore, BackRenewed},
		{RestoreBefore, RestoreOldNames}, {SaveBefore, SaveOldNames}, {RestoreBefore, RestoreNewNames}, {SaveBefore, SaveNewNames},
	}
}

// changes lists everything that became different, with the advice that is about
// it.
func changes(f Found) []Change {
	all := []Change{}
	add := func(c Change) {
		c.Advice = []AdviceKind{}
		for _, a := range f.Advice {
			if a.covers(c) {
				c.Advice = append(c.Advice, a.Kind)
			}
		}
		all = append(all, c)
	}
	for _, s := range f.Steps {
		if s.Fact != nil && s.Fact.Kind == evidence.RowFact && s.Fact.Row.State != evidence.RowUnchanged {
			add(Change{Kind: RowChanged, After: s.Look, Row: &s.Fact.Row})
		}
		if s.Fact != nil && s.Fact.Kind == evidence.AdmissionFact && s.Fact.Admission != evidence.Admitted {
			add(Change{Kind: LockedOut, After: s.Look})
		}
		if s.Attempt == nil {
			continue
		}
		i := slices.IndexFunc(comparisons(), func(c comparison) bool { return c.after == s.Look })
		if i >= 0 {
			before := comparisons()[i].before
			was := f.attempt(before)
			switch {
			case was.Outcome != s.Attempt.Outcome:
				add(Change{Kind: OutcomeChanged, Before: before, After: s.Look, Was: was.Outcome, Is: s.Attempt.Outcome})
			case keeps(was) && !keeps(*s.Attempt):
				add(Change{Kind: StateLost, Before: before, After: s.Look, Was: was.Outcome, Is: s.Attempt.Outcome, WasState: stateOf(was), IsState: stateOf(*s.Attempt)})
			}
		}
		if contradicts(*s.Attempt) {
			add(Change{Kind: EffectDiffers, After: s.Look, Is: s.Attempt.Outcome})
		}
	}
	return all
}

// Unadvised lists the changes that nobody has advice for.
func (f Found) Unadvised() []Change {
	return slices.DeleteFunc(slices.Clone(f.Changes), func(c Change) bool { return len(c.Advice) > 0 })
}

// contradicts reports whether a call did not do what its answer says.
func contradicts(a evidence.Attempt) bool {
	says := map[outcome.Outcome]evidence.EffectName{outcome.Started: evidence.EffectStarted, outcome.Cancelled: evidence.EffectCancelled}[a.Outcome]
	if says == "" {
		says = evidence.EffectNone
	}
	submitted := stateOf(a) != evidence.NotSubmitted
	return len(a.Effect.Others) > 0 || a.Effect.Name != says || submitted != (says != evidence.EffectNone) || a.Submission != nil && len(a.Submission.Others) > 0
}

// stateOf is what became of the job's state; of a call that nobody looked at
// nothing is known.
func stateOf(a evidence.Attempt) evidence.State {
	if a.Submission == nil {
		return evidence.StateUnseen
	}
	return a.Submission.State
}
