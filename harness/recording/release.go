package recording

import (
	"net/http"
	"strings"
	"time"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
	"streampark-regress/harness/streampark"
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
	r.note(f, "no loginType", streampark.SignInCall("admin", "streampark").Without("loginType"))
	r.note(f, "no user name", streampark.SignInCall("admin", "streampark").Without("username"))
}

func (r *recorder) administrationFlow() {
	f, s := "token administration", r.signInAsAdmin()
	r.note(f, "check: no token yet", streampark.CheckTokenCall(admin).As(s))
	c := streampark.CreateTokenCall(admin, "d")
	r.note(f, "create: no Authorization", c.Without("description").As(streampark.Credentials{Session: s.Session}))
	r.note(f, "create: no session cookie", c.As(s.WithoutCookie()))
	r.wipe()
	r.note(f, "create: unknown user", c.With("userId", "424242").As(s))
	r.note(f, "create: no userId", c.Without("userId").As(s))
	r.wipe()
	c = streampark.CreateTokenCall(admin, "first").As(s)
	first := r.create(c, "{{api-token}}")
	asked := r.request(c)
	asked.SessionCookie = true // as the recordings say, also of releases whose sign-in sets no cookie
	r.add(f, Entry{Step: "create", VirtualSeconds: new(r.virtual), Request: asked,
		Response: &Response{Status: first.answer.Status, Body: r.body(first.answer), partial: true}})
	r.note(f, "check: one token", streampark.CheckTokenCall(admin).As(s))
	r.note(f, "list", streampark.ListTokensCall().As(s))
	r.nextSecond()
	second := r.create(streampark.CreateTokenCall(admin, "second").As(s), "{{second-api-token}}")
	r.partial(f, "create a second one for the same user", second.answer)
	if n := len(r.out.Flows[f]); r.err == nil {
		r.out.Flows[f][n-1].VirtualSeconds = new(r.virtual)
	}
	r.twoRowsFlow(first, second)
	r.wipe()
}

// nextSecond waits until tokens made now differ from those made before: a
// token's expiry is in whole seconds.
func (r *recorder) nextSecond() {
	if r.err == nil {
		r.err = clock.Idle(r.ctx, 1100*time.Millisecond)
	}
}

func (r *recorder) twoRowsFlow(first, second made) {
	if second.Token == "" {
		return
	}
	f := "two rows for one user"
	r.starts(f, "first token, two rows", first.with)
	r.starts(f, "second token, two rows", second.with)
	r.change(func(db *database.Database) error { return db.DeleteOldestToken(r.ctx, admin) })
	r.starts(f, "first token, its row deleted", first.with)
	r.starts(f, "second token, only row", second.with)
}

func (r *recorder) startFlow(api made) {
	f := "start"
	r.starts(f, "valid API token, demo application", api.with)
	r.both(f, "unknown application", demo().With("id", "999999").As(api.with))
	r.both(f, "no id", demo().Without("id").As(api.with))
	r.both(f, "unknown team", demo().With("teamId", "999").As(api.with))
	r.both(f, "no teamId", demo().Without("teamId").As(api.with))
	r.both(f, "id is not a number", demo().With("id", "abc").As(api.with))
	for _, path := range streampark.CancelPaths() {
		r.note(f, "cancel, "+path, streampark.CancelCall(path, database.DemoApplicationID).As(api.with))
	}
	get := demo().As(api.with)
	get.Method = http.MethodGet
	r.note(f, "GET instead of POST", get)
}

func (r *recorder) elsewhereFlow(api made) {
	for _, c := range []streampark.Call{
		streampark.ListApplicationsCall(), streampark.ListTokensCall(), streampark.ListUsersCall(), streampark.DashboardCall(),
		{Method: http.MethodPost, Path: "/no/such/page"},
	} {
		r.note("API token elsewhere", c.Path, c.As(api.with))
	}
}

func (r *recorder) headerFlow(api made) {
	if r.err != nil || api.Token == "" {
		return
	}
	f, s, token := "header forms", r.signInAsAdmin(), api.Token
	r.starts(f, "no Authorization header", streampark.Credentials{})
	for _, form := range []struct{ label, header string }{
		{"empty", ""},
		{"garbage", streampark.Garbage},
		{"Bearer prefix", streampark.Bearer(token)},
		{"cut in half", streampark.Half(token)},
		{"one character changed", streampark.Changed(token, 0)},
		{"surrounded by spaces", " " + token + " "},
	} {
		r.starts(f, form.label, streampark.Header(form.header))
	}
	r.starts(f, "sign token without its session cookie", s.WithoutCookie())
	r.starts(f, "sign token with its session cookie", s)
	r.note(f, "API token as a query parameter", demo().InQuery(token))
	lower := demo()
	lower.Raw = http.Header{"authorization": {token}}
	r.note(f, "header named in lower case", lower)
}

func (r *recorder) lifecycleFlow(api made) {
	f, s := "lifecycle", r.signInAsAdmin()
	toggle := streampark.ToggleTokenCall(api.ID).As(s)
	r.note(f, "toggle: disable", toggle)
	r.starts(f, "disabled", api.with)
	r.note(f, "toggle: enable", toggle)
	r.starts(f, "enabled again", api.with)
	r.note(f, "toggle: unknown token", streampark.ToggleTokenCall(424242).As(s))
	r.change(func(db *database.Database) error { return db.Lock(r.ctx, admin) })
	r.starts(f, "user locked", api.with)
	r.change(func(db *database.Database) error { return db.Unlock(r.ctx, admin) })
	r.starts(f, "user unlocked", api.with)
	r.note(f, "sign out", streampark.SignOutCall().As(s))
	r.starts(f, "after its owner signed out", api.with)
	remove := streampark.DeleteTokenCall(api.ID).As(r.signInAsAdmin())
	r.note(f, "delete", remove)
	r.starts(f, "deleted", api.with)
	r.note(f, "delete again", remove)
}

func (r *recorder) passwordFlow() {
	f, api := "password change", r.newToken("{{api-token}}")
	was := r.secrets()
	s, before := r.signInAsAdmin(), r.rows()
	r.starts(f, "before", api.with)
	r.note(f, "change the password", streampark.ChangePasswordCall(admin, "admin", "streampark", "streampark2").As(s))
	r.starts(f, "after", api.with)
	now := r.secrets()
	r.add(f, Entry{Step: "row unchanged", Same: new(r.rows() == before),
		SaltChanged: new(now.Salt != was.Salt), HashChanged: new(now.Hash != was.Hash)})
	r.change(func(db *database.Database) error { return db.SetSecrets(r.ctx, admin, was) })
	r.starts(f, "salt and hash put back", api.with)
}

func (r *recorder) restartFlow() {
	f := "restart"
	r.wipe()
	api, s := r.newToken("{{api-token}}"), r.signInAsAdmin()
	r.starts(f, "API token before", api.with)
	r.starts(f, "sign token with cookie, before", s)
	r.restart()
	r.starts(f, "API token after", api.with)
	r.starts(f, "sign token with cookie, after", s)
	r.starts(f, "sign token without cookie, after", s.WithoutCookie())
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
		r.starts(f, "API token, "+at.label, api.with)
		r.starts(f, "sign token with cookie, "+at.label, s)
		r.starts(f, "sign token without cookie, "+at.label, s.WithoutCookie())
		r.add(f, Entry{Step: "row at " + at.label, RowUnchanged: new(r.rows() == before)})
	}
	fresh := r.newToken("{{fresh-api-token}}")
	r.bodyOnly(f, "create a new one while the dead one's row is there", fresh.answer)
	if fresh.Token == "" {
		return
	}
	r.starts(f, "the fresh token while the dead one's row is there", fresh.with)
	if len(r.tokens()) > 1 {
		r.change(func(db *database.Database) error { return db.DeleteOldestToken(r.ctx, admin) })
	}
	r.starts(f, "the fresh token, the dead one's row deleted", fresh.with)
}

// isUpgrade tells "2.1.4 to 2.1.5" from a single release.
func isUpgrade(release string) (from, to string, ok bool) {
	return strings.Cut(release, " to ")
}
