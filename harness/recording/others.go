package recording

import (
	"context"
	"errors"
	"strconv"

	"streampark-regress/harness/database"
	"streampark-regress/harness/streampark"
)

// memberFlows is about a user who is not an administrator.
func memberFlows(ctx context.Context, r *recorder) {
	f := "members"
	r.wipe(ctx)
	s := r.signInAsAdmin(ctx)
	r.note(ctx, f, "add a user", streampark.CreateUserCall("caller", "caller123", streampark.PlainUser).As(s))
	caller := r.user(ctx, "caller")
	r.note(ctx, f, "the new user signs in before joining a team", streampark.SignInCall("caller", "caller123"))
	r.note(ctx, f, "add the user to the default team", streampark.JoinTeamCall("caller", database.DefaultTeamID, r.role(ctx, "developer")).As(s))
	own := r.signIn(ctx, "caller", "caller123")
	r.add(f, Entry{Step: "the user signs in after joining", Token: new(own.Authorization != nil)})
	if own.Authorization == nil {
		r.change(func(db *database.Database) error { return db.DefaultTeam(ctx, caller) })
		own = r.signIn(ctx, "caller", "caller123")
		r.add(f, Entry{Step: "the user signs in after last_team_id is filled in", Token: new(own.Authorization != nil)})
	}
	for range 2 {
		r.create(ctx, streampark.CreateTokenCall(caller, "own").As(own), "{{own-api-token}}")
	}
	r.wipe(ctx)
	api := r.create(ctx, streampark.CreateTokenCall(caller, "by admin").As(r.signInAsAdmin(ctx)), "{{member-api-token}}")
	r.bodyOnly(f, "admin creates a token for the user", api.answer)
	r.starts(ctx, f, "member's API token, demo application", api.with)
	r.both(ctx, f, "member's API token, unknown application", demo().With("id", "999999").As(api.with))
	r.both(ctx, f, "member's API token, unknown team", demo().With("teamId", "999").As(api.with))
	r.change(func(db *database.Database) error { return db.LeaveTeams(ctx, caller) })
	r.starts(ctx, f, "member's API token after leaving the team", api.with)
	s = r.signInAsAdmin(ctx)
	reset := r.note(ctx, f, "reset the user's password as admin", streampark.ResetPasswordCall("caller").As(s))
	r.hidePassword(f, reset)
	r.starts(ctx, f, "after an administrator reset the password", api.with)
	r.change(func(db *database.Database) error { return db.DeleteUser(ctx, caller) })
	r.starts(ctx, f, "its user deleted", api.with)
	r.wipe(ctx)
}

// hidePassword takes the password out of the last exchange, which told it.
func (r *recorder) hidePassword(flow string, told streampark.Answer) {
	if r.err != nil {
		return
	}
	password, is := told.NewPassword()
	if !is {
		r.err = errors.New("keep the new password out of the recording: the answer to its reset does not give it as text")
		return
	}
	r.secret(password, "{{new-password}}")
	last := &r.out.Flows[flow][len(r.out.Flows[flow])-1]
	last.Response.Body = r.body(told)
}

// upgradeFlows is one token's way through an upgrade.
func upgradeFlows(ctx context.Context, r *recorder) {
	f := "before the upgrade"
	r.wipe(ctx)
	api, s, before := r.newToken(ctx, "{{api-token}}"), r.signInAsAdmin(ctx), r.rows(ctx)
	r.starts(ctx, f, "API token", api.with)
	if r.err == nil {
		r.deployment, r.err = r.upgrade(ctx)
	}
	f = "after the upgrade"
	r.starts(ctx, f, "API token made before", api.with)
	r.add(f, Entry{Step: "row", RowUnchanged: new(r.rows(ctx) == before), Columns: []string{strconv.Itoa(int(r.oldest(ctx).Status))}})
	r.starts(ctx, f, "sign token made before", s)
	s = r.noteSignIn(ctx, f, "admin signs in", "admin", "streampark")
	second := r.create(ctx, streampark.CreateTokenCall(admin, "after").As(s), "{{second-api-token}}")
	r.partial(f, "create while the old row is there", second.answer)
	r.note(ctx, f, "delete the old one", streampark.DeleteTokenCall(r.oldest(ctx).ID).As(s))
	r.wipe(ctx)
	fresh := r.newToken(ctx, "{{new-api-token}}")
	r.starts(ctx, f, "new API token", fresh.with)
	r.since = fresh.answer.Date
	r.clock(ctx, 90000)
	r.starts(ctx, f, "new API token, 25h", fresh.with)
}

// moment is a label and the virtual time it stands for.
type moment struct {
	label   string
	seconds int64
}

// variantFlows is a start at several times, for a configuration variant.
func variantFlows(times []moment) func(context.Context, *recorder) {
	return func(ctx context.Context, r *recorder) {
		f := Variant
		r.wipe(ctx)
		api := r.newToken(ctx, "{{api-token}}")
		r.bodyOnly(f, "create", api.answer)
		if api.Token == "" {
			return
		}
		r.since = api.answer.Date
		for _, at := range times {
			r.clock(ctx, at.seconds)
			r.starts(ctx, f, "API token, "+at.label, api.with)
		}
	}
}

// startedFlows is a start that succeeds, at once and after the session TTL.
func startedFlows(ctx context.Context, r *recorder) {
	f := "started"
	r.wipe(ctx)
	r.change(func(db *database.Database) error { return db.AddFlink(ctx, r.deployment.Flink()) })
	r.change(func(db *database.Database) error { return db.PrepareApplication(ctx, database.DemoApplicationID) })
	api := r.newToken(ctx, "{{api-token}}")
	r.since = api.answer.Date
	start := func(step, path string) {
		r.note(ctx, f, step+", "+path, startAt(path).As(api.with))
	}
	for _, path := range streampark.StartPaths() {
		r.resetApplication(ctx)
		start("startable application", path)
		start("again at once", path)
		r.change(func(db *database.Database) error { return db.AwaitStartable(ctx, database.DemoApplicationID) })
		r.add(f, Entry{Step: "state 4 s later", State: new(strconv.Itoa(r.state(ctx)))})
	}
	r.clock(ctx, 7260)
	r.resetApplication(ctx)
	for _, path := range streampark.StartPaths() {
		start("startable application, 2h01m", path)
	}
}

func (r *recorder) resetApplication(ctx context.Context) {
	r.change(func(db *database.Database) error { return db.ResetApplication(ctx, database.DemoApplicationID) })
}
