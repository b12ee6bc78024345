package steps

import "streampark-regress/harness/caller"

// owners are the phrases about the user whose token it is.
func owners() []Step {
	return []Step{
		{
			Pattern: `^the token's owner changes the password$`,
			Example: "the token's owner changes the password",
			Does:    act((*caller.Caller).ChangePassword), Rowless: true,
		},
		{
			Pattern: `^an administrator resets the password of the token's owner$`,
			Example: "an administrator resets the password of the token's owner",
			Does:    act((*caller.Caller).ResetPassword), Rowless: true,
		},
		{
			Pattern: `^the token's owner is renamed$`,
			Example: "the token's owner is renamed",
			Does:    act((*caller.Caller).Rename),
		},
		{
			Pattern: `^the token's owner gets the old name back$`,
			Example: "the token's owner gets the old name back",
			Does:    act((*caller.Caller).RenameBack),
		},
		{
			Pattern: `^the token's owner is deleted$`,
			Example: "the token's owner is deleted",
			Does:    act((*caller.Caller).DeleteOwner),
		},
		{
			Pattern: `^somebody else gets the owner's name$`,
			Example: "somebody else gets the owner's name",
			Does:    act((*caller.Caller).TakeName),
		},
		{
			Pattern: `^the token's owner signs in on the web page and out again$`,
			Example: "the token's owner signs in on the web page and out again",
			Does:    act((*caller.Caller).SignInAndOut), Rowless: true,
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
			Does:    act((*caller.Caller).KeepSignIn), Rowless: true,
		},
	}
}
