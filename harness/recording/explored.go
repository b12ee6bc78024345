package recording

import (
	"streampark-regress/harness/database"
	"streampark-regress/harness/streampark"
)

// exploredFlows are what exploring the real releases found: answers the model
// once got wrong (see package explore).
func exploredFlows(r *recorder) {
	r.wipe()
	r.signOutAgainFlow()
	r.renamedFlow()
	r.twoTeamsFlow()
}

// twoTeamsFlow: a new administrator has no team of its own. With one team
// 2.1.4 takes that one; with two it lets nobody in who has not chosen.
func (r *recorder) twoTeamsFlow() {
	f, s := "two teams", r.signInAsAdmin()
	add := func(name string) {
		r.note(f, "add an administrator", streampark.CreateUserCall(name, "newcomer1", streampark.Administrator).As(s))
	}
	add("newcomer")
	r.note(f, "it signs in, there is one team", streampark.SignInCall("newcomer", "newcomer1"))
	add("latecomer")
	r.change(func(db *database.Database) error { return db.AddTeam(r.ctx, 200000, "second") })
	r.note(f, "another signs in, there are two teams", streampark.SignInCall("latecomer", "newcomer1"))
	latecomer := r.user("latecomer")
	r.change(func(db *database.Database) error { return db.DefaultTeam(r.ctx, latecomer) })
	r.note(f, "it signs in after a team was chosen for it", streampark.SignInCall("latecomer", "newcomer1"))
}

// signOutAgainFlow: signing out asks for no caller.
func (r *recorder) signOutAgainFlow() {
	f, s := "sign out again", r.signInAsAdmin()
	out := streampark.SignOutCall()
	r.note(f, "sign out", out.As(s))
	r.note(f, "sign out again with the same token and cookie", out.As(s))
	r.note(f, "sign out without a token", out)
	r.note(f, "sign out with garbage for a token", out.As(streampark.Header(streampark.Garbage)))
}

// renamedFlow: an owner who was renamed is found by id and not by name.
func (r *recorder) renamedFlow() {
	f, api := "owner renamed", r.newToken("{{api-token}}")
	r.starts(f, "before", api.with)
	r.change(func(db *database.Database) error { return db.RenameUser(r.ctx, admin, "renamed") })
	r.starts(f, "renamed", api.with)
	r.note(f, "renamed, /token/list", streampark.ListTokensCall().As(api.with))
	r.change(func(db *database.Database) error { return db.RenameUser(r.ctx, admin, streampark.SeededAdmin) })
	r.starts(f, "renamed back", api.with)
	r.wipe()
}
