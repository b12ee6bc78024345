package recording

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"streampark-regress/harness/database"
	"streampark-regress/harness/streampark"
)

// memberFlows is about a user who is no administrator.
func memberFlows(r *recorder) {
	f := "members"
	r.wipe()
	s := r.signInAsAdmin()
	r.note(f, "add a user", call{method: http.MethodPost, path: "/user/post", auth: s.token, cookie: s.cookie,
		form: form{"username", "caller", "nickName", "caller", "password", "caller123", "userType", "USER", "status", "1", "sex", "0"}})
	caller := r.user("caller")
	id := strconv.FormatInt(caller, 10)
	r.note(f, "the new user signs in before joining a team", signInCall("caller", "caller123"))
	r.note(f, "add the user to the default team", call{method: http.MethodPost, path: "/member/post", auth: s.token, cookie: s.cookie,
		form: form{"teamId", "100000", "userName", "caller", "roleId", r.role("developer")}})
	own := r.signIn("caller", "caller123")
	r.add(f, Entry{Step: "the user signs in after joining", Token: pointer(own.token != nil)})
	if own.token == nil {
		r.change(func(db *database.Database) error { return db.DefaultTeam(r.ctx, caller) })
		own = r.signIn("caller", "caller123")
		r.add(f, Entry{Step: "the user signs in after last_team_id is filled in", Token: pointer(own.token != nil)})
	}
	r.create(own, id, "own", "{{own-api-token}}")
	r.create(own, id, "own", "{{own-api-token}}")
	r.wipe()
	api := r.create(r.signInAsAdmin(), id, "by admin", "{{member-api-token}}")
	r.bodyOnly(f, "admin creates a token for the user", api.answer)
	r.starts(f, "member's API token, demo application", api.token, "")
	r.startsWith(f, "member's API token, unknown application", api.token, "", demo().with("id", "999999"))
	r.startsWith(f, "member's API token, unknown team", api.token, "", demo().with("teamId", "999"))
	r.change(func(db *database.Database) error { return db.LeaveTeams(r.ctx, caller) })
	r.starts(f, "member's API token after leaving the team", api.token, "")
	s = r.signInAsAdmin()
	reset := r.note(f, "reset the user's password as admin", call{method: http.MethodPut, path: "/user/password/reset",
		form: form{"username", "caller"}, auth: s.token, cookie: s.cookie})
	r.hidePassword(f, reset)
	r.starts(f, "after an administrator reset the password", api.token, "")
	r.change(func(db *database.Database) error { return db.DeleteUser(r.ctx, caller) })
	r.starts(f, "its user deleted", api.token, "")
	r.wipe()
}

// hidePassword takes the password out of the last exchange, which told it.
func (r *recorder) hidePassword(flow string, told streampark.Answer) {
	if r.err != nil {
		return
	}
	var body struct {
		Data string `json:"data"`
	}
	if err := json.Unmarshal(told.Body, &body); err != nil {
		r.err = fmt.Errorf("read the new password: %w", err)
		return
	}
	r.secret(body.Data, "{{new-password}}")
	last := &r.out.Flows[flow][len(r.out.Flows[flow])-1]
	last.Response.Body = r.body(told)
}

// upgradeFlows is one token's way through an upgrade.
func upgradeFlows(r *recorder) {
	f := "before the upgrade"
	r.wipe()
	api, s, before := r.newToken("{{api-token}}"), r.signInAsAdmin(), r.rows()
	r.starts(f, "API token", api.token, "")
	if r.err == nil {
		r.deployment, r.err = r.upgrade(r.ctx)
	}
	f = "after the upgrade"
	r.starts(f, "API token made before", api.token, "")
	r.add(f, Entry{Step: "row", RowUnchanged: pointer(r.rows() == before), Columns: []string{strconv.Itoa(int(r.oldest().Status))}})
	r.starts(f, "sign token made before", s.token, s.cookie)
	s = r.noteSignIn(f, "admin signs in", "admin", "streampark")
	second := r.create(s, "100000", "after", "{{second-api-token}}")
	r.partial(f, "create while the old row is there", second.answer)
	id := strconv.FormatInt(r.oldest().ID, 10)
	r.note(f, "delete the old one", call{method: http.MethodDelete, path: "/token/delete", form: form{"tokenId", id}, auth: s.token, cookie: s.cookie})
	r.wipe()
	fresh := r.newToken("{{new-api-token}}")
	r.starts(f, "new API token", fresh.token, "")
	r.since = fresh.answer.Date
	r.clock(90000)
	r.starts(f, "new API token, 25h", fresh.token, "")
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
		if api.token == nil {
			return
		}
		r.since = api.answer.Date
		for _, at := range times {
			r.clock(at.seconds)
			r.starts(f, "API token, "+at.label, api.token, "")
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
		r.note(f, step+", "+path, call{method: http.MethodPost, path: path, form: demo(), auth: api.token})
	}
	for _, path := range endpoints() {
		r.resetApplication()
		start("startable application", path)
		start("again at once", path)
		r.settled()
		r.add(f, Entry{Step: "state 4 s later", State: pointer(strconv.Itoa(r.state()))})
	}
	r.clock(7260)
	r.resetApplication()
	for _, path := range endpoints() {
		start("startable application, 2h01m", path)
	}
}

func (r *recorder) resetApplication() {
	r.change(func(db *database.Database) error { return db.ResetApplication(r.ctx, database.DemoApplicationID) })
}

// settled waits until the application's start has come to its end.
func (r *recorder) settled() {
	for deadline := time.Now().Add(time.Minute); r.err == nil; {
		ready, err := r.deployment.Database().Startable(r.ctx, database.DemoApplicationID)
		if err != nil || ready || time.Now().After(deadline) {
			r.err = err
			return
		}
		select {
		case <-r.ctx.Done():
			r.err = r.ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}
