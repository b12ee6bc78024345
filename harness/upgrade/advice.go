package upgrade

import (
	"strings"

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
	Looks   []Look `json:"looks"`
}

// advise turns what was found into a list for the people who call the API. It
// says nothing that was not measured in this very journey.
func advise(f Found, from, to release.Release) []Advice {
	var all []Advice
	add := func(a Advice, looks ...Look) {
		a.From, a.To, a.Looks = from.Version, to.Version, looks
		all = append(all, a)
	}
	is := func(l Look, o outcome.Outcome) bool {
		s, taken := f.Step(l)
		return taken && s.Attempt != nil && s.Attempt.Outcome == o
	}
	// Where no token works, what else tokens need is no advice.
	blocked := !is(NewAddress, outcome.Started)
	if blocked {
		a := Advice{Kind: DoNotUpgrade}
		if s, taken := f.Step(NewAddress); taken {
			if issue, shown := judge.Shown(*s.Attempt, judge.Of(to)); shown {
				a.Issue, a.Title = issue.ID, issue.Title
			}
		}
		add(a, OldToken, NewAddress)
	}
	if is(OldToken, outcome.Unauthenticated) && !blocked {
		if s, taken := f.Step(SecondToken); taken && strings.Contains(s.Fact.Refused, "already has a token") {
			add(Advice{Kind: DeleteAndRenew}, OldToken, OldRow, SecondToken)
		} else {
			add(Advice{Kind: RenewTokens}, OldToken, OldRow)
		}
	}
	if is(OldAddress, outcome.Closed) || is(OldAddress, outcome.NotFound) {
		add(Advice{Kind: MoveAddress, OldPath: from.API.Start, NewPath: to.API.Start}, OldAddress, NewAddress)
	}
	if is(DeveloperBefore, outcome.Started) && !is(DeveloperAfter, outcome.Started) && !blocked {
		add(Advice{Kind: UseAdministrator}, DeveloperBefore, DeveloperAfter)
	}
	if is(SignInBefore, outcome.Started) && is(SignInAfter, outcome.Unauthenticated) {
		add(Advice{Kind: SignInAgain}, SignInAfter)
	}
	return all
}
