package recording

import (
	"context"

	"streampark-regress/harness/database"
	"streampark-regress/harness/streampark"
)

// exploredFlows are what exploring the real releases found: answers the model
// once got wrong (see package explore).
func exploredFlows(ctx context.Context, r *recorder) {
	r.wipe(ctx)
	r.signOutAgainFlow(ctx)
	r.renamedFlow(ctx)
	r.twoTeamsFlow(ctx)
}

// twoTeamsFlow: a new administrator has no team of its own. With one team
// 2.1.4 takes that one; with two it lets nobody in who has not chosen.
func (r *recorder) twoTeamsFlow(ctx context.Context) {
	f, s := "two teams", r.signInAsAdmin(ctx)
	add := func(name string) {
		r.note(ctx, f, "add an administrator", streampark.CreateUserCall(name, "newcomer1", streampark.Administrator).As(s))
	}
	add("newcomer")
	r.note(ctx, f, "it signs in, there is one team", streampark.SignInCall("newcomer", "newcomer1"))
	add("latecomer")
	r.change(func(db *database.Database) error { return db.AddTeam(ctx, 200000, "second") })
	r.note(ctx, f, "another signs in, there are two teams", streampark.SignInCall("latecomer", "newcomer1"))
	latecomer := r.user(ctx, "latecomer")
	r.change(func(db *database.Database) error { return db.DefaultTeam(ctx, latecomer) })
	r.note(ctx, f, "it signs in after a team was chosen for it", streampark.SignInCall("latecomer", "newcomer1"))
}

// signOutAgainFlow: signing out asks for no caller.
func (r *recorder) signOutAgainFlow(ctx context.Context) {
	f, s := "sign out again", r.signInAsAdmin(ctx)
	out := streampark.SignOutCall()
	r.note(ctx, f, "sign out", out.As(s))
	r.note(ctx, f, "sign out again with the same token and cookie", out.As(s))
	r.note(ctx, f, "sign out without a token", out)
	r.note(ctx, f, "sign out with garbage for a token", out.As(streampark.Header(streampark.Garbage)))
}

// renamedFlow: an owner who was renamed is found by id and not by name.
func (r *recorder) renamedFlow(ctx context.Context) {
	f, api := "owner renamed", r.newToken(ctx, "{{api-token}}")
	r.starts(ctx, f, "before", api.with)
	r.change(func(db *database.Database) error { return db.RenameUser(ctx, admin, "renamed") })
	r.starts(ctx, f, "renamed", api.with)
	r.note(ctx, f, "renamed, /token/list", streampark.ListTokensCall().As(api.with))
	r.change(func(db *database.Database) error { return db.RenameUser(ctx, admin, streampark.SeededAdmin) })
	r.starts(ctx, f, "renamed back", api.with)
	r.wipe(ctx)
}
