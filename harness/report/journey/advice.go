package journey

import (
	"fmt"
	"strings"

	"streampark-regress/harness/database"
	"streampark-regress/harness/release"
	"streampark-regress/harness/upgrade"
)

// advice says what breaks and what to change.
func advice(a upgrade.Advice) (breaks, change string) {
	switch a.Kind {
	case upgrade.DoNotUpgrade:
		breaks = "every caller with an API token: a new one does not start an application either"
		if a.Issue == "" {
			return breaks, "do not upgrade before this is understood"
		}
		return breaks, fmt.Sprintf("do not upgrade while anything uses API tokens: this is issue %s, %s", a.Issue, a.Title)
	case upgrade.ChooseTeams:
		return "whoever has never signed in on " + a.From + ", the seeded administrator too: " + a.To + " asks them for a team and has no page to choose one, so that they are never let in",
			"have everybody sign in once before the upgrade, or give them the default team in the database, before or after: update t_user set last_team_id = 100000 where last_team_id is null"
	case upgrade.RenameFields:
		return "WITHOUT A WORD, the state of the job: what asks for it by the old names is answered as before, and is not heard", renamed(a)
	case upgrade.RenewTokens:
		return "every API token made on " + a.From, "make each token again on the token page"
	case upgrade.DeleteAndRenew:
		if a.Issue != "" {
			return "every API token made on " + a.From, fmt.Sprintf("delete each old token on the token page, then make a new one: beside the old row neither works (issue %s)", a.Issue)
		}
		return "every API token made on " + a.From, "delete each old token on the token page, then make a new one: while the old row is there a new one is refused"
	case upgrade.MoveAddress:
		return "every caller of " + a.OldPath, fmt.Sprintf("call %s instead, with the names that its fields have there (regress check-caller says which); a white list opens %s again, where the old names are ignored", a.NewPath, a.OldPath)
	case upgrade.UseAdministrator:
		return "API tokens of users who are not administrators", "use an administrator's token for the scheduler"
	case upgrade.RenewAfterReturn:
		return "after going back to " + a.From + ", every API token made on " + a.To, "delete it and make a new one there"
	case upgrade.DoNotReturn:
		return "after going back to " + a.From + ", every caller with an API token", "do not count on the way back"
	case upgrade.SignInAgain:
		return "everybody who is signed in, and scripts that keep a sign-in token", "sign in again"
	}
	return string(a.Kind), ""
}

// renamed says which names to send instead.
func renamed(a upgrade.Advice) string {
	var all []string
	for _, action := range release.Actions() {
		var names []string
		for _, r := range a.Renamed {
			if r.Action == action {
				names = append(names, r.New+" instead of "+r.Old)
			}
		}
		if len(names) > 0 {
			all = append(all, fmt.Sprintf("%s with a %s", strings.Join(names, " and "), action))
		}
	}
	text := "send " + strings.Join(all, ", ") + ". The names of both releases at once work on both"
	if a.OldPathIgnores && a.OldPath != a.NewPath {
		text += fmt.Sprintf(". A white list that opens %s again does not help: the old names are not read there either", a.OldPath)
	}
	if n := a.NotStored; n != nil {
		text += fmt.Sprintf(". %s%s stores no savepoint (known issue %s): send %s with its path with every start there", a.To, on(n.Database), n.Issue, n.Field)
	}
	return text
}

// on names the only database that something is met on.
func on(name string) string {
	if name == "" {
		return ""
	}
	return " on " + database.Product(name).Title()
}

// measured quotes the looks an advice is based on.
func measured(f upgrade.Found, a upgrade.Advice) string {
	var parts []string
	for _, l := range a.Looks {
		if s, taken := f.Step(l); taken {
			parts = append(parts, what(s)+": "+found(s))
		}
	}
	return strings.Join(parts, "; ")
}
