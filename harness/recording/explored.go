package recording

import (
	"net/http"

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
		r.note(f, "add an administrator", call{method: http.MethodPost, path: "/user/post", auth: s.token, cookie: s.cookie,
			form: form{"username", name, "nickName", name, "password", "newcomer1", "userType", "ADMIN", "status", "1", "sex", "0"}})
	}
	add("newcomer")
	r.note(f, "it signs in, there is one team", signInCall("newcomer", "newcomer1"))
	add("latecomer")
	r.change(func(db *database.Database) error { return db.AddTeam(r.ctx, 200000, "second") })
	r.note(f, "another signs in, there are two teams", signInCall("latecomer", "newcomer1"))
	latecomer := r.user("latecomer")
	r.change(func(db *database.Database) error { return db.DefaultTeam(r.ctx, latecomer) })
	r.note(f, "it signs in after a team was chosen for it", signInCall("latecomer", "newcomer1"))
}

// signOutAgainFlow: signing out asks for no caller.
func (r *recorder) signOutAgainFlow() {
	f, s := "sign out again", r.signInAsAdmin()
	out := call{method: http.MethodPost, path: "/passport/signout", auth: s.token, cookie: s.cookie}
	r.note(f, "sign out", out)
	r.note(f, "sign out again with the same token and cookie", out)
	out.auth, out.cookie = nil, ""
	r.note(f, "sign out without a token", out)
	out.auth = pointer("garbage")
	r.note(f, "sign out with garbage for a token", out)
}

// renamedFlow: an owner who was renamed is found by id and not by name.
func (r *recorder) renamedFlow() {
	f, api := "owner renamed", r.newToken("{{api-token}}")
	r.starts(f, "before", api.token, "")
	r.change(func(db *database.Database) error { return db.RenameUser(r.ctx, admin, "renamed") })
	r.starts(f, "renamed", api.token, "")
	r.note(f, "renamed, /token/list", call{method: http.MethodPost, path: "/token/list", form: form{"pageNum", "1", "pageSize", "10"}, auth: api.token})
	r.change(func(db *database.Database) error { return db.RenameUser(r.ctx, admin, streampark.SeededAdmin) })
	r.starts(f, "renamed back", api.token, "")
	r.wipe()
}
