package recording

import (
	"errors"
	"strconv"

	"streampark-regress/harness/database"
	"streampark-regress/harness/streampark"
)

// memberFlows is about a user who is not an administrator.
func memberFlows(r *recorder) {
	f := "members"
	r.wipe()
	s := r.signInAsAdmin()
	r.note(f, "add a user", streampark.CreateUserCall("caller", "caller123", streampark.PlainUser).As(s))
	caller := r.user("caller")
	r.note(f, "the new user signs in before joining a team", streampark.SignInCall("caller", "caller123"))
	r.note(f, "add the user to the default team", streampark.JoinTeamCall("caller", database.DefaultTeamID, r.role("developer")).As(s))
	own := r.signIn("caller", "caller123")
	r.add(f, Entry{Step: "the user signs in after joining", Token: new(own.Authorization != nil)})
	if own.Authorization == nil {
		r.change(func(db *database.Database) error { return db.DefaultTeam(r.ctx, caller) })
		own = r.signIn("caller", "caller123")
		r.add(f, Entry{Step: "the user signs in after last_team_id is filled in", Token: new(own.Authorization != nil)})
	}
	for range 2 {
		r.create(streampark.CreateTokenCall(caller, "own").As(own), "{{own-api-token}}")
	}
	r.wipe()
	api := r.create(streampark.CreateTokenCall(caller, "by admin").As(r.signInAsAdmin()), "{{member-api-token}}")
	r.bodyOnly(f, "admin creates a token for the user", api.answer)
	r.starts(f, "member's API token, demo application", api.with)
	r.both(f, "member's API token, unknown application", demo().With("id", "999999").As(api.with))
	r.both(f, "member's API token, unknown team", demo().With("teamId", "999").As(api.with))
	r.change(func(db *database.Database) error { return db.LeaveTeams(r.ctx, caller) })
	r.starts(f, "member's API token after leaving the team", api.with)
	s = r.signInAsAdmin()
	reset := r.note(f, "reset the user's password as admin", streampark.ResetPasswordCall("caller").As(s))
	r.hidePassword(f, reset)
	r.starts(f, "after an administrator reset the password", api.with)
	r.change(func(db *database.Database) error { return db.DeleteUser(r.ctx, caller) })
	r.starts(f, "its user deleted", api.with)
	r.wipe()
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
func upgradeFlows(r *recorder) {
	f := "before the upgrade"
	r.wipe()
	api, s, before := r.newToken("{{api-token}}"), r.signInAsAdmin(), r.rows()
	r.starts(f, "API token", api.with)
	if r.err == nil {
		r.deployment, r.err = r.upgrade(r.ctx)
	}
	f = "after the upgrade"
	r.starts(f, "API token made before", api.with)
	r.add(f, Entry{Step: "row", RowUnchanged: new(r.rows() == before), Columns: []string{strconv.Itoa(int(r.oldest().Status))}})
	r.starts(f, "sign token made before", s)
	s = r.noteSignIn(f, "admin signs in", "admin", "streampark")
	second := r.create(streampark.CreateTokenCall(admin, "after").As(s), "{{second-api-token}}")
	r.partial(f, "create while the old row is there", second.answer)
	r.note(f, "delete the old one", streampark.DeleteTokenCall(r.oldest().ID).As(s))
	r.wipe()
	fresh := r.newToken("{{new-api-token}}")
	r.starts(f, "new API token", fresh.with)
	r.since = fresh.answer.Date
	r.clock(90000)
	r.starts(f, "new API token, 25h", fresh.with)
}

// moment is a label and the virtual time it stands for.
type moment struct {
	label   string
	seconds int64
}

// variantFlows is a start at several times, for a configuration variant.
func variantFlows(times []moment) func(*recorder) {
	return func(r *recorder) {
		f := "variant"
		r.wipe()
		api := r.newToken("{{api-token}}")
		r.bodyOnly(f, "create", api.answer)
		if api.Token == "" {
			return
		}
		r.since = api.answer.Date
		for _, at := range times {
			r.clock(at.seconds)
			r.starts(f, "API token, "+at.label, api.with)
		}
	}
}

// startedFlows is a start that succeeds, at once and after the session TTL.
func startedFlows(r *recorder) {
	f := "started"
	r.wipe()
	r.change(func(db *database.Database) error { return db.AddFlink(r.ctx, r.deployment.Flink()) })
	r.change(func(db *database.Database) error { return db.PrepareApplication(r.ctx, database.DemoApplicationID) })
	api := r.newToken("{{api-token}}")
	r.since = api.answer.Date
	start := func(step, path string) {
		r.note(f, step+", "+path, streampark.StartCall(path, database.DemoApplicationID).As(api.with))
	}
	for _, path := range streampark.StartPaths() {
		r.resetApplication()
		start("startable application", path)
		start("again at once", path)
		r.change(func(db *database.Database) error { return db.AwaitStartable(r.ctx, database.DemoApplicationID) })
		r.add(f, Entry{Step: "state 4 s later", State: new(strconv.Itoa(r.state()))})
	}
	r.clock(7260)
	r.resetApplication()
	for _, path := range streampark.StartPaths() {
		start("startable application, 2h01m", path)
	}
}

func (r *recorder) resetApplication() {
	r.change(func(db *database.Database) error { return db.ResetApplication(r.ctx, database.DemoApplicationID) })
}
