package upgrade

import (
	"slices"
	"strings"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/judge"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
)

// AdviceKind is what callers have to do.
type AdviceKind string

// The kinds of advice, in the order in which callers follow them.
const (
	// DoNotUpgrade: no token works there.
	DoNotUpgrade AdviceKind = "do-not-upgrade"
	// ChooseTeams: who has never signed in is asked for a team, for ever.
	ChooseTeams AdviceKind = "choose-teams"
	// RenameFields: a call that asks for the job's state by the old names is
	// answered as before, and the state is lost.
	RenameFields AdviceKind = "rename-fields"
	// RenewTokens: every token has to be made again.
	RenewTokens AdviceKind = "renew-tokens"
	// DeleteAndRenew: the same, and the old row has to go first.
	DeleteAndRenew AdviceKind = "delete-and-renew-tokens"
	// MoveAddress: another address starts applications.
	MoveAddress AdviceKind = "move-address"
	// UseAdministrator: tokens of other users start nothing any more.
	UseAdministrator AdviceKind = "use-an-administrator"
	// SignInAgain: sign-ins end.
	SignInAgain AdviceKind = "sign-in-again"
	// RenewAfterReturn: whoever goes back has to make new tokens there.
	RenewAfterReturn AdviceKind = "renew-tokens-after-the-return"
	// DoNotReturn: no token works after going back.
	DoNotReturn AdviceKind = "do-not-return"
)

// Advice is something callers have to do, and the looks that say so.
type Advice struct {
	Kind AdviceKind `json:"kind"`
	From string     `json:"from"`
	To   string     `json:"to"`
	// Issue and Title are the known issue it is about, if any.
	Issue string `json:"issue,omitempty"`
	Title string `json:"title,omitempty"`
	// OldPath and NewPath are the addresses before and after.
	OldPath string `json:"old_path,omitempty"`
	NewPath string `json:"new_path,omitempty"`
	// Renamed are the fields that have another name there.
	Renamed []Renamed `json:"renamed,omitempty"`
	// OldPathIgnores: the old address, where it is opened, does not read the old
	// names either.
	OldPathIgnores bool `json:"old_path_ignores,omitempty"`
	// NotStored says where a start has to name its savepoint, nil for nowhere.
	NotStored *NotStored `json:"not_stored,omitempty"`
	Looks     []Look     `json:"looks"`
}

// NotStored is a known issue by which no savepoint is stored on a database, so that
// a start has to say where it is.
type NotStored struct {
	Issue string `json:"issue"`
	// Database is the only one it is met on, empty for any.
	Database string `json:"database,omitempty"`
	// Field is what to say it in.
	Field string `json:"field"`
}

// Renamed is what a caller sent, and what it has to send instead.
type Renamed struct {
	Action release.Action  `json:"action"`
	Means  release.Meaning `json:"means"`
	Old    string          `json:"old"`
	New    string          `json:"new"`
}

// advise turns what was found into a list for the people who call the API. It
// says nothing that was not measured in this very journey.
func advise(f Found, from, to release.Release) []Advice {
	var all []Advice
	add := func(a Advice, looks ...Look) {
		a.From, a.To, a.Looks = from.Version, to.Version, looks
		all = append(all, a)
	}
	is := func(l Look, o outcome.Outcome) bool { return f.attempt(l).Outcome == o }
	// Where no token works, what else tokens need is not advice; where none
	// worked before either, nothing breaks.
	worked, blocked := is(TokenBefore, outcome.Started), !is(NewAddress, outcome.Started)
	if worked && blocked {
		issue, _ := judge.Shown(f.attempt(NewAddress), judge.Of(to))
		add(Advice{Kind: DoNotUpgrade, Issue: issue.ID, Title: issue.Title}, OldToken, OldAddress, NewAddress, DeveloperAfter)
	}
	if f.fact(NewcomerAfter).Admission == evidence.AskedForTeam {
		add(Advice{Kind: ChooseTeams}, NewcomerAfter)
	}
	if lost(f, RestoreBefore, RestoreOldNames) || lost(f, SaveBefore, SaveOldNames) {
		add(renaming(from, to), RestoreBefore, RestoreOldNames, RestoreNewNames, SaveBefore, SaveOldNames, SaveNewNames)
	}
	if is(OldToken, outcome.Unauthenticated) && !blocked {
		// One that was disabled and worked on ends with the others.
		looks := []Look{OldToken, OldRow}
		if is(DisabledBefore, outcome.Started) {
			looks = append(looks, DisabledAfter)
		}
		issue, kills := secondKills(to)
		switch {
		case strings.Contains(f.fact(SecondToken).Refused, "already has a token"):
			add(Advice{Kind: DeleteAndRenew}, append(looks, SecondToken)...)
		case kills:
			add(Advice{Kind: DeleteAndRenew, Issue: issue.ID, Title: issue.Title}, looks...)
		default:
			add(Advice{Kind: RenewTokens}, looks...)
		}
	}
	if worked && (is(OldAddress, outcome.Closed) || is(OldAddress, outcome.NotFound)) {
		add(Advice{Kind: MoveAddress, OldPath: from.API.Start, NewPath: to.API.Start}, OldAddress, NewAddress)
	}
	if is(DeveloperBefore, outcome.Started) && !blocked {
		issue, shown := judge.Shown(f.attempt(DeveloperAfter), judge.Of(to))
		if shown || is(DeveloperAfter, outcome.Forbidden) {
			add(Advice{Kind: UseAdministrator, Issue: issue.ID, Title: issue.Title}, DeveloperBefore, DeveloperAfter)
		}
	}
	if is(SignInBefore, outcome.Started) && is(SignInAfter, outcome.Unauthenticated) {
		add(Advice{Kind: SignInAgain}, SignInAfter)
	}
	if _, returned := f.Step(BackRenewed); worked && returned {
		switch {
		case !is(BackRenewed, outcome.Started):
			add(Advice{Kind: DoNotReturn}, Back, BackRenewed)
		case is(Back, outcome.Unauthenticated):
			add(Advice{Kind: RenewAfterReturn}, Back, BackRenewed)
		}
	}
	return all
}

// secondKills is the known issue of a release by which a second token beside the
// first makes both useless; false for none.
func secondKills(r release.Release) (release.KnownIssue, bool) {
	i := slices.IndexFunc(r.KnownIssues, func(k release.KnownIssue) bool { return k.After == release.AfterSecondToken })
	if i < 0 {
		return release.KnownIssue{}, false
	}
	return r.KnownIssues[i], true
}

// lost reports whether a call that kept the job's state before is answered alike
// after, and does not keep it.
func lost(f Found, before, after Look) bool {
	was, is := f.attempt(before), f.attempt(after)
	return was.Outcome == is.Outcome && keeps(was) && !keeps(is)
}

// renaming says which fields have another name, from the catalogue.
func renaming(from, to release.Release) Advice {
	a := Advice{Kind: RenameFields, OldPath: from.API.Start, NewPath: to.API.Start, OldPathIgnores: true, NotStored: unstored(to)}
	for _, action := range release.Actions() {
		old, _ := from.RequestTo(action) // one that is not there has no fields
		fresh, _ := to.RequestTo(action)
		reopened, _ := to.Request(old.Address)
		for _, means := range release.Meanings() {
			o, known := old.Field(means, release.APIToken)
			n, reads := fresh.Field(means, release.APIToken)
			if !known || !reads || !means.KeepsState() || o.Name == n.Name {
				continue
			}
			a.Renamed = append(a.Renamed, Renamed{action, means, o.Name, n.Name})
			if _, reads := reopened.Reads(o.Name, release.APIToken); reads {
				a.OldPathIgnores = false
			}
		}
	}
	return a
}

// unstored is the known issue of a release by which no savepoint is stored.
func unstored(r release.Release) *NotStored {
	start, _ := r.RequestTo(release.Start)
	path, has := start.Field(release.RestorePath, release.APIToken)
	for _, k := range r.KnownIssues {
		if k.Unkept() && has {
			return &NotStored{k.ID, k.Database, path.Name}
		}
	}
	return nil
}

// covers reports whether a change is one that the advice is about.
func (a Advice) covers(c Change) bool {
	if c.Kind == StateLost {
		return a.Kind == RenameFields && (c.After == RestoreOldNames || c.After == SaveOldNames)
	}
	if c.Kind == LockedOut {
		return a.Kind == ChooseTeams
	}
	if c.Kind != OutcomeChanged {
		return false
	}
	switch a.Kind {
	case DoNotUpgrade:
		return c.Before == RestoreBefore || c.Before == SaveBefore || c.Before == TokenBefore && c.After != Back && c.After != BackRenewed || c.Before == DeveloperBefore
	case RenameFields, ChooseTeams: // what they are about is no change of an outcome
	case RenewTokens, DeleteAndRenew:
		return (c.After == OldToken || c.After == DisabledAfter) && c.Is == outcome.Unauthenticated
	case MoveAddress:
		return (c.After == OldAddress || c.After == OldToken) && (c.Is == outcome.Closed || c.Is == outcome.NotFound)
	case UseAdministrator:
		return c.After == DeveloperAfter
	case SignInAgain:
		return c.After == SignInAfter && c.Is == outcome.Unauthenticated
	case DoNotReturn:
		return c.After == Back || c.After == BackRenewed
	case RenewAfterReturn:
		return c.After == Back && c.Is == outcome.Unauthenticated
	}
	return false
}
