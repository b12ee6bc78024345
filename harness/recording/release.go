package recording

import (
	"context"
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
func releaseFlows(ctx context.Context, r *recorder) {
	r.wipe(ctx)
	r.signInFlow(ctx)
	r.administrationFlow(ctx)
	api := r.newToken(ctx, "{{api-token}}")
	r.elsewhereFlow(ctx, api)
	r.startFlow(ctx, api)
	r.headerFlow(ctx, api)
	r.lifecycleFlow(ctx, api)
	r.passwordFlow(ctx)
	r.restartFlow(ctx)
	r.expiryFlow(ctx)
}

func (r *recorder) signInFlow(ctx context.Context) {
	f := "sign-in"
	r.noteSignIn(ctx, f, "admin signs in", "admin", "streampark")
	r.noteSignIn(ctx, f, "wrong password", "admin", "nope")
	r.noteSignIn(ctx, f, "unknown user", "nobody", "streampark")
	r.note(ctx, f, "no loginType", streampark.SignInCall("admin", "streampark").Without("loginType"))
	r.note(ctx, f, "no user name", streampark.SignInCall("admin", "streampark").Without("username"))
}

func (r *recorder) administrationFlow(ctx context.Context) {
	f, s := "token administration", r.signInAsAdmin(ctx)
	r.note(ctx, f, "check: no token yet", streampark.CheckTokenCall(admin).As(s))
	c := streampark.CreateTokenCall(admin, "d")
	r.note(ctx, f, "create: no Authorization", c.Without("description").As(streampark.Credentials{Session: s.Session}))
	r.note(ctx, f, "create: no session cookie", c.As(s.WithoutCookie()))
	r.wipe(ctx)
	r.note(ctx, f, "create: unknown user", c.With("userId", "424242").As(s))
	r.note(ctx, f, "create: no userId", c.Without("userId").As(s))
	r.wipe(ctx)
	c = streampark.CreateTokenCall(admin, "first").As(s)
	first := r.create(ctx, c, "{{api-token}}")
	asked := r.request(c)
	asked.SessionCookie = true // as the recordings say, also of releases whose sign-in sets no cookie
	r.add(f, Entry{Step: "create", VirtualSeconds: new(r.virtual), Request: asked,
		Response: &Response{Status: first.answer.Status, Body: r.body(first.answer), partial: true}})
	r.note(ctx, f, "check: one token", streampark.CheckTokenCall(admin).As(s))
	r.note(ctx, f, "list", streampark.ListTokensCall().As(s))
	r.nextSecond(ctx)
	second := r.create(ctx, streampark.CreateTokenCall(admin, "second").As(s), "{{second-api-token}}")
	r.partial(f, "create a second one for the same user", second.answer)
	if n := len(r.out.Flows[f]); r.err == nil {
		r.out.Flows[f][n-1].VirtualSeconds = new(r.virtual)
	}
	r.twoRowsFlow(ctx, first, second)
	r.wipe(ctx)
}

// nextSecond waits until tokens made now differ from those made before: a
// token's expiry is in whole seconds.
func (r *recorder) nextSecond(ctx context.Context) {
	if r.err == nil {
		r.err = clock.Idle(ctx, 1100*time.Millisecond)
	}
}

func (r *recorder) twoRowsFlow(ctx context.Context, first, second made) {
	if second.Token == "" {
		return
	}
	f := "two rows for one user"
	r.starts(ctx, f, "first token, two rows", first.with)
	r.starts(ctx, f, "second token, two rows", second.with)
	r.change(func(db *database.Database) error { return db.DeleteOldestToken(ctx, admin) })
	r.starts(ctx, f, "first token, its row deleted", first.with)
	r.starts(ctx, f, "second token, only row", second.with)
}

func (r *recorder) startFlow(ctx context.Context, api made) {
	f := "start"
	r.starts(ctx, f, "valid API token, demo application", api.with)
	r.both(ctx, f, "unknown application", demo().With("id", "999999").As(api.with))
	r.both(ctx, f, "no id", demo().Without("id").As(api.with))
	r.both(ctx, f, "unknown team", demo().With("teamId", "999").As(api.with))
	r.both(ctx, f, "no teamId", demo().Without("teamId").As(api.with))
	r.both(ctx, f, "id is not a number", demo().With("id", "abc").As(api.with))
	for _, path := range streampark.CancelPaths() {
		r.note(ctx, f, "cancel, "+path, streampark.CancelCall(path, database.DemoApplicationID).As(api.with))
	}
	get := demo().As(api.with)
	get.Method = http.MethodGet
	r.note(ctx, f, "GET instead of POST", get)
}

// elsewhereFlow comes before anything is started or cancelled: 2.1.3 cannot list an
// application that was cancelled where it has no Flink.
func (r *recorder) elsewhereFlow(ctx context.Context, api made) {
	secrets := r.secrets(ctx) // some releases tell them
	r.secret(secrets.Salt, "{{salt}}")
	r.secret(secrets.Hash, "{{hash}}")
	for _, c := range []streampark.Call{
		streampark.ListApplicationsCall(), streampark.ListTokensCall(), streampark.ListUsersCall(), streampark.DashboardCall(),
		{Method: http.MethodPost, Path: "/no/such/page"},
	} {
		r.note(ctx, "API token elsewhere", c.Path, c.As(api.with))
	}
}

func (r *recorder) headerFlow(ctx context.Context, api made) {
	if r.err != nil || api.Token == "" {
		return
	}
	f, s, token := "header forms", r.signInAsAdmin(ctx), api.Token
	r.starts(ctx, f, "no Authorization header", streampark.Credentials{})
	for _, form := range []struct{ label, header string }{
		{"empty", ""},
		{"garbage", streampark.Garbage},
		{"Bearer prefix", streampark.Bearer(token)},
		{"cut in half", streampark.Half(token)},
		{"one character changed", streampark.Changed(token, 0)},
		{"surrounded by spaces", " " + token + " "},
	} {
		r.starts(ctx, f, form.label, streampark.Header(form.header))
	}
	r.starts(ctx, f, "sign token without its session cookie", s.WithoutCookie())
	r.starts(ctx, f, "sign token with its session cookie", s)
	r.note(ctx, f, "API token as a query parameter", demo().InQuery(token))
	lower := demo()
	lower.Raw = http.Header{"authorization": {token}}
	r.note(ctx, f, "header named in lower case", lower)
}

func (r *recorder) lifecycleFlow(ctx context.Context, api made) {
	f, s := "lifecycle", r.signInAsAdmin(ctx)
	toggle := streampark.ToggleTokenCall(api.ID).As(s)
	r.note(ctx, f, "toggle: disable", toggle)
	r.starts(ctx, f, "disabled", api.with)
	r.note(ctx, f, "toggle: enable", toggle)
	r.starts(ctx, f, "enabled again", api.with)
	r.note(ctx, f, "toggle: unknown token", streampark.ToggleTokenCall(424242).As(s))
	r.change(func(db *database.Database) error { return db.Lock(ctx, admin) })
	r.starts(ctx, f, "user locked", api.with)
	r.change(func(db *database.Database) error { return db.Unlock(ctx, admin) })
	r.starts(ctx, f, "user unlocked", api.with)
	r.note(ctx, f, "sign out", streampark.SignOutCall().As(s))
	r.starts(ctx, f, "after its owner signed out", api.with)
	remove := streampark.DeleteTokenCall(api.ID).As(r.signInAsAdmin(ctx))
	r.note(ctx, f, "delete", remove)
	r.starts(ctx, f, "deleted", api.with)
	r.note(ctx, f, "delete again", remove)
}

func (r *recorder) passwordFlow(ctx context.Context) {
	f, api := "password change", r.newToken(ctx, "{{api-token}}")
	was := r.secrets(ctx)
	s, before := r.signInAsAdmin(ctx), r.rows(ctx)
	r.starts(ctx, f, "before", api.with)
	r.note(ctx, f, "change the password", streampark.ChangePasswordCall(admin, "admin", "streampark", "streampark2").As(s))
	r.starts(ctx, f, "after", api.with)
	now := r.secrets(ctx)
	r.add(f, Entry{Step: "row unchanged", Same: new(r.rows(ctx) == before),
		SaltChanged: new(now.Salt != was.Salt), HashChanged: new(now.Hash != was.Hash)})
	r.change(func(db *database.Database) error { return db.SetSecrets(ctx, admin, was) })
	r.starts(ctx, f, "salt and hash put back", api.with)
}

func (r *recorder) restartFlow(ctx context.Context) {
	f := "restart"
	r.wipe(ctx)
	api, s := r.newToken(ctx, "{{api-token}}"), r.signInAsAdmin(ctx)
	r.starts(ctx, f, "API token before", api.with)
	r.starts(ctx, f, "sign token with cookie, before", s)
	r.restart(ctx)
	r.starts(ctx, f, "API token after", api.with)
	r.starts(ctx, f, "sign token with cookie, after", s)
	r.starts(ctx, f, "sign token without cookie, after", s.WithoutCookie())
}

func (r *recorder) expiryFlow(ctx context.Context) {
	f := "expiry"
	r.wipe(ctx)
	api, s := r.newToken(ctx, "{{api-token}}"), r.signInAsAdmin(ctx)
	before := r.rows(ctx)
	r.since = api.answer.Date
	for _, at := range []struct {
		label   string
		seconds int64
	}{{"at once", 0}, {"1h59m", 7140}, {"2h01m", 7260}, {"25h", 90000}, {"30 days", 2592000}, {"400 days", 34560000}} {
		r.clock(ctx, at.seconds)
		r.starts(ctx, f, "API token, "+at.label, api.with)
		r.starts(ctx, f, "sign token with cookie, "+at.label, s)
		r.starts(ctx, f, "sign token without cookie, "+at.label, s.WithoutCookie())
		r.add(f, Entry{Step: "row at " + at.label, RowUnchanged: new(r.rows(ctx) == before)})
	}
	fresh := r.newToken(ctx, "{{fresh-api-token}}")
	r.bodyOnly(f, "create a new one while the dead one's row is there", fresh.answer)
	if fresh.Token == "" {
		return
	}
	r.starts(ctx, f, "the fresh token while the dead one's row is there", fresh.with)
	if len(r.tokens(ctx)) > 1 {
		r.change(func(db *database.Database) error { return db.DeleteOldestToken(ctx, admin) })
	}
	r.starts(ctx, f, "the fresh token, the dead one's row deleted", fresh.with)
}

// isUpgrade tells "2.1.4 to 2.1.5" from a single release.
func isUpgrade(release string) (from, to string, ok bool) {
	return strings.Cut(release, " to ")
}
