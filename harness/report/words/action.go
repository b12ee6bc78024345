package words

import (
	"fmt"

	"streampark-regress/harness/evidence"
)

// Action says what was done, after the token was named: "it was disabled".
func Action(a evidence.Action) string { return action(a, "it", "its") }

// Done says what was done, on its own: "the token was disabled".
func Done(a evidence.Action) string { return action(a, "the token", "the token's") }

// action says what was done; it and its are how to name the API token and what
// belongs to it.
func action(a evidence.Action, it, its string) string {
	switch a.Kind {
	case evidence.TimePassed:
		return timePassed(a, it)
	case evidence.Idled:
		return Length(a.IdleSeconds) + " without a call"
	case evidence.TokenDisabled:
		return it + " was disabled"
	case evidence.TokenEnabled:
		return it + " was enabled"
	case evidence.TokenDeleted:
		return it + " was deleted"
	case evidence.TokenFetched:
		return "the newest token was fetched from the token page"
	case evidence.TokenMade:
		return "a new token was made"
	case evidence.OlderTokenDeleted:
		return "the older token was deleted"
	case evidence.SecondTokenAsked:
		if a.Refused != "" {
			return "a second token was refused"
		}
		return "a second token was asked for"
	case evidence.RowStatusSet:
		return fmt.Sprintf("the status of %s row was set to %d in the database", its, a.Status)
	case evidence.OwnerLocked:
		return its + " owner was locked"
	case evidence.OwnerUnlocked:
		return its + " owner was unlocked"
	case evidence.OwnerRenamed:
		return its + " owner was renamed"
	case evidence.OwnerDeleted:
		return its + " owner was deleted"
	case evidence.NameTaken:
		return "somebody else got the name of " + its + " owner"
	case evidence.PasswordReset:
		return "the password of " + its + " owner was reset"
	case evidence.PasswordChanged:
		return its + " owner changed the password"
	case evidence.SignedOut:
		return its + " owner signed out"
	case evidence.ServerRestarted:
		return "the server was restarted"
	case evidence.ServerRecreated:
		return "the server's container was replaced"
	case evidence.ReplicaRestarted:
		return fmt.Sprintf("replica %d was restarted", a.Replica)
	case evidence.ServerUpgraded:
		return upgraded(a)
	case evidence.CommandCopied:
		return its + " owner copied a curl command from the web page"
	}
	return string(a.Kind)
}

func timePassed(a evidence.Action, it string) string {
	if a.Age == nil {
		return "time had passed"
	}
	return Length(a.Age.AskedSeconds) + " had passed since " + origin(a.Age.Since, it+" was made")
}

func upgraded(a evidence.Action) string {
	if a.Back {
		return fmt.Sprintf("the server went back from %s to %s", a.From, a.To)
	}
	return fmt.Sprintf("the server was upgraded from %s to %s", a.From, a.To)
}
