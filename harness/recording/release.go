package recording

import (
	"net/http"
	"strings"
	"time"

	"streampark-regress/harness/database"
)

// releaseFlows is everything about one release on a fresh installation:
// sign-in, token administration, starts, header forms, lifecycle, password
// change, restart and expiry.
func releaseFlows(r *recorder) {
	r.wipe()
	r.signInFlow()
	r.administrationFlow()
	api := r.newToken("{{api-token}}")
	r.startFlow(api)
	r.elsewhereFlow(api)
	r.headerFlow(api)
	r.lifecycleFlow(api)
	r.passwordFlow()
	r.restartFlow()
	r.expiryFlow()
}

func (r *recorder) signInFlow() {
	f := "sign-in"
	r.noteSignIn(f, "admin signs in", "admin", "streampark")
	r.noteSignIn(f, "wrong password", "admin", "nope")
	r.noteSignIn(f, "unknown user", "nobody", "streampark")
	c := signInCall("admin", "streampark")
	c.form = form{"username", "admin", "password", "streampark"}
	r.note(f, "no loginType", c)
	c.form = form{"password", "streampark", "loginType", "PASSWORD"}
	r.note(f, "no user name", c)
}

func (r *recorder) administrationFlow() {
	f, s := "token administration", r.signInAsAdmin()
	post := func(path string, fields ...string) call {
		return call{method: http.MethodPost, path: path, form: fields, auth: s.token, cookie: s.cookie}
	}
	r.note(f, "check: no token yet", post("/token/check", "userId", "100000"))
	c := post("/token/create", "userId", "100000")
	c.auth = nil
	r.note(f, "create: no Authorization", c)
	c = post("/token/create", "userId", "100000", "description", "d")
	c.cookie = ""
	r.note(f, "create: no session cookie", c)
	r.wipe()
	r.note(f, "create: unknown user", post("/token/create", "userId", "424242", "description", "d"))
	r.note(f, "create: no userId", post("/token/create", "description", "d"))
	r.wipe()
	first := r.create(s, "100000", "first", "{{api-token}}")
	r.add(f, Entry{Step: "create", VirtualSeconds: pointer(r.virtual), Response: &Response{Status: first.answer.Status, Body: r.body(first.answer), partial: true},
		Request: &Request{Method: http.MethodPost, Path: "/token/create", Form: map[string]string{"userId": "100000", "description": "first"},
			Authorization: pointer("{{sign-token}}"), SessionCookie: true}})
	r.note(f, "check: one token", post("/token/check", "userId", "100000"))
	r.note(f, "list", post("/token/list", "pageNum", "1", "pageSize", "10"))
	r.nextSecond()
	second := r.create(s, "100000", "second", "{{second-api-token}}")
	r.partial(f, "create a second one for the same user", second.answer)
	if n := len(r.out.Flows[f]); r.err == nil {
		r.out.Flows[f][n-1].VirtualSeconds = pointer(r.virtual)
	}
	r.twoRowsFlow(first, second)
	r.wipe()
}

// nextSecond waits until tokens made now differ from those made before: a
// token's expiry is in whole seconds.
func (r *recorder) nextSecond() {
	if r.err != nil {
		return
	}
	select {
	case <-r.ctx.Done():
		r.err = r.ctx.Err()
	case <-time.After(1100 * time.Millisecond):
	}
}

func (r *recorder) twoRowsFlow(first, second made) {
	if second.token == nil {
		return
	}
	f := "two rows for one user"
	r.starts(f, "first token, two rows", first.token, "")
	r.starts(f, "second token, two rows", second.token, "")
	r.change(func(db *database.Database) error { return db.DeleteOldestToken(r.ctx, admin) })
	r.starts(f, "first token, its row deleted", first.token, "")
	r.starts(f, "second token, only row", second.token, "")
}

func (r *recorder) startFlow(api made) {
	f := "start"
	r.starts(f, "valid API token, demo application", api.token, "")
	r.startsWith(f, "unknown application", api.token, "", demo().with("id", "999999"))
	r.startsWith(f, "no id", api.token, "", demo().without("id"))
	r.startsWith(f, "unknown team", api.token, "", demo().with("teamId", "999"))
	r.startsWith(f, "no teamId", api.token, "", demo().without("teamId"))
	r.startsWith(f, "id is not a number", api.token, "", demo().with("id", "abc"))
	for _, path := range []string{"/flink/app/cancel", "/openapi/app/cancel"} {
		r.note(f, "cancel, "+path, call{method: http.MethodPost, path: path, form: form{"id", "100000", "teamId", "100000"}, auth: api.token})
	}
	r.note(f, "GET instead of POST", call{method: http.MethodGet, path: "/flink/app/start", form: demo(), auth: api.token})
}

func (r *recorder) elsewhereFlow(api made) {
	for _, c := range []call{
		{path: "/flink/app/list", form: form{"teamId", "100000", "pageNum", "1", "pageSize", "10"}},
		{path: "/token/list", form: form{"pageNum", "1", "pageSize", "10"}},
		{path: "/user/list", form: form{"pageNum", "1", "pageSize", "10"}},
		{path: "/flink/app/dashboard", form: form{"teamId", "100000"}},
		{path: "/no/such/page"},
	} {
		c.method, c.auth = http.MethodPost, api.token
		r.note("API token elsewhere", c.path, c)
	}
}

func (r *recorder) headerFlow(api made) {
	if r.err != nil || api.token == nil {
		return
	}
	f, s, token := "header forms", r.signInAsAdmin(), *api.token
	changed := "A" + token[1:]
	if token[0] == 'A' {
		changed = "B" + token[1:]
	}
	r.starts(f, "no Authorization header", nil, "")
	r.starts(f, "empty", pointer(""), "")
	r.starts(f, "garbage", pointer("garbage"), "")
	r.starts(f, "Bearer prefix", pointer("Bearer "+token), "")
	r.starts(f, "cut in half", pointer(token[:len(token)/2]), "")
	r.starts(f, "one character changed", &changed, "")
	r.starts(f, "surrounded by spaces", pointer(" "+token+" "), "")
	r.starts(f, "sign token without its session cookie", s.token, "")
	r.starts(f, "sign token with its session cookie", s.token, s.cookie)
	r.note(f, "API token as a query parameter", call{method: http.MethodPost, path: queryPath(token), form: demo(),
		recordedPath: "/flink/app/start?Authorization={{api-token}}"})
	r.note(f, "header named in lower case", call{method: http.MethodPost, path: "/flink/app/start", form: demo(),
		raw: http.Header{"authorization": {token}}})
}

func (r *recorder) lifecycleFlow(api made) {
	f, s := "lifecycle", r.signInAsAdmin()
	toggle := func(id string) call {
		return call{method: http.MethodPost, path: "/token/toggle", form: form{"tokenId", id}, auth: s.token, cookie: s.cookie}
	}
	r.note(f, "toggle: disable", toggle(api.id))
	r.starts(f, "disabled", api.token, "")
	r.note(f, "toggle: enable", toggle(api.id))
	r.starts(f, "enabled again", api.token, "")
	r.note(f, "toggle: unknown token", toggle("424242"))
	r.change(func(db *database.Database) error { return db.Lock(r.ctx, admin) })
	r.starts(f, "user locked", api.token, "")
	r.change(func(db *database.Database) error { return db.Unlock(r.ctx, admin) })
	r.starts(f, "user unlocked", api.token, "")
	r.note(f, "sign out", call{method: http.MethodPost, path: "/passport/signout", auth: s.token, cookie: s.cookie})
	r.starts(f, "after its owner signed out", api.token, "")
	s = r.signInAsAdmin()
	remove := call{method: http.MethodDelete, path: "/token/delete", form: form{"tokenId", api.id}, auth: s.token, cookie: s.cookie}
	r.note(f, "delete", remove)
	r.starts(f, "deleted", api.token, "")
	r.note(f, "delete again", remove)
}

func (r *recorder) passwordFlow() {
	f, api := "password change", r.newToken("{{api-token}}")
	was := r.secrets()
	s, before := r.signInAsAdmin(), r.rows()
	r.starts(f, "before", api.token, "")
	r.note(f, "change the password", call{method: http.MethodPut, path: "/user/password", auth: s.token, cookie: s.cookie,
		form: form{"userId", "100000", "username", "admin", "oldPassword", "streampark", "password", "streampark2"}})
	r.starts(f, "after", api.token, "")
	now := r.secrets()
	r.add(f, Entry{Step: "row unchanged", Same: pointer(r.rows() == before),
		SaltChanged: pointer(now.Salt != was.Salt), HashChanged: pointer(now.Hash != was.Hash)})
	r.change(func(db *database.Database) error { return db.SetSecrets(r.ctx, admin, was) })
	r.starts(f, "salt and hash put back", api.token, "")
}

func (r *recorder) restartFlow() {
	f := "restart"
	r.wipe()
	api, s := r.newToken("{{api-token}}"), r.signInAsAdmin()
	r.starts(f, "API token before", api.token, "")
	r.starts(f, "sign token with cookie, before", s.token, s.cookie)
	r.restart()
	r.starts(f, "API token after", api.token, "")
	r.starts(f, "sign token with cookie, after", s.token, s.cookie)
	r.starts(f, "sign token without cookie, after", s.token, "")
}

func (r *recorder) expiryFlow() {
	f := "expiry"
	r.wipe()
	api, s := r.newToken("{{api-token}}"), r.signInAsAdmin()
	before := r.rows()
	r.since = api.answer.Date
	for _, at := range []struct {
		label   string
		seconds int64
	}{{"at once", 0}, {"1h59m", 7140}, {"2h01m", 7260}, {"25h", 90000}, {"30 days", 2592000}, {"400 days", 34560000}} {
		r.clock(at.seconds)
		r.starts(f, "API token, "+at.label, api.token, "")
		r.starts(f, "sign token with cookie, "+at.label, s.token, s.cookie)
		r.starts(f, "sign token without cookie, "+at.label, s.token, "")
		r.add(f, Entry{Step: "row at " + at.label, RowUnchanged: pointer(r.rows() == before)})
	}
	fresh := r.newToken("{{fresh-api-token}}")
	r.bodyOnly(f, "create a new one while the dead one's row is there", fresh.answer)
	if fresh.token == nil {
		return
	}
	r.starts(f, "the fresh token while the dead one's row is there", fresh.token, "")
	if len(r.tokens()) > 1 {
		r.change(func(db *database.Database) error { return db.DeleteOldestToken(r.ctx, admin) })
	}
	r.starts(f, "the fresh token, the dead one's row deleted", fresh.token, "")
}

// isUpgrade tells "2.1.4 to 2.1.5" from a single release.
func isUpgrade(release string) (from, to string, ok bool) {
	return strings.Cut(release, " to ")
}
