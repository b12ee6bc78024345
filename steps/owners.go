package steps

import "streampark-regress/harness/caller"

// owners are the phrases about the user whose token it is.
func owners() []Step {
	return []Step{
		{
			Pattern: `^the token's owner changes the password$`,
			Example: "the token's owner changes the password",
			Does:    act((*caller.Caller).ChangePassword),
		},
		{
			Pattern: `^the token's owner signs in on the web page and out again$`,
			Example: "the token's owner signs in on the web page and out again",
			Does:    act((*caller.Caller).SignInAndOut),
		},
		{
			Pattern: `^the token's owner is locked$`,
			Example: "the token's owner is locked",
			Does:    act((*caller.Caller).Lock),
		},
		{
			Pattern: `^the token's owner is unlocked$`,
			Example: "the token's owner is unlocked",
			Does:    act((*caller.Caller).Unlock),
		},
		{
			Pattern: `^the scheduler signs in$`,
			Example: "the scheduler signs in",
			Does:    act((*caller.Caller).KeepSignIn),
		},
	}
}
