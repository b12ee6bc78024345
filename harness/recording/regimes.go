package recording

import (
	"context"

	"streampark-regress/harness/database"
	"streampark-regress/harness/streampark"
)

// The flows of the two regimes.
const (
	runningRegime = "to the server that signed them"
	restarted     = "to the server started again"
)

// expiring is an API token with an expiry of its own: two of one user with the same
// expiry, made by one server, are the same text.
type expiring struct {
	name, at string
	made     made
}

// regimeFlows is about releases that sign with a key of the process: what becomes of
// API tokens that are revoked, before and after the server is started again.
func regimeFlows(ctx context.Context, r *recorder) {
	r.wipe(ctx)
	s := r.signInAsAdmin(ctx)
	tokens := []*expiring{{name: "left alone"}, {name: "deleted", at: "9998-01-01 00:00:00"}, {name: "disabled", at: "9997-01-01 00:00:00"},
		{name: "made twice", at: "9996-01-01 00:00:00"}, {name: "expired", at: "2001-01-01 00:00:00"}}
	for _, t := range tokens {
		c := streampark.CreateTokenCall(admin, t.name).As(s)
		if t.at != "" {
			c = c.With("expireTime", t.at)
		}
		t.made = r.create(ctx, c, "{{"+t.name+" token}}")
		r.partial(runningRegime, "create one that is to be "+t.name, t.made.answer)
	}
	again := r.create(ctx, streampark.CreateTokenCall(admin, "again").With("expireTime", tokens[3].at).As(s), "{{made twice token}}")
	r.partial(runningRegime, "create it the second time", again.answer)
	r.note(ctx, runningRegime, "delete", streampark.DeleteTokenCall(tokens[1].made.ID).As(s))
	r.note(ctx, runningRegime, "disable", streampark.ToggleTokenCall(tokens[2].made.ID).As(s))
	for _, f := range []string{runningRegime, restarted} {
		if f == restarted {
			r.restart(ctx)
		}
		for _, t := range tokens {
			r.note(ctx, f, t.name+", "+demo().Path, demo().As(t.made.with))
			r.note(ctx, f, t.name+", "+streampark.ListTokensCall().Path, streampark.ListTokensCall().As(t.made.with))
		}
		r.note(ctx, f, "the sign-in, "+demo().Path, demo().As(s))
		r.lockedRegime(ctx, f, tokens[0].made)
	}
	s = r.signInAsAdmin(ctx)
	r.note(ctx, restarted, "enable", streampark.ToggleTokenCall(tokens[2].made.ID).As(s))
	r.note(ctx, restarted, "enabled, "+demo().Path, demo().As(tokens[2].made.with))
	r.note(ctx, restarted, "delete one of two", streampark.DeleteTokenCall(again.ID).As(s))
	r.note(ctx, restarted, "one of two deleted, "+demo().Path, demo().As(tokens[3].made.with))
	fresh := r.newToken(ctx, "{{new token}}")
	r.note(ctx, restarted, "a new one, "+streampark.ListTokensCall().Path, streampark.ListTokensCall().As(fresh.with))
}

// lockedRegime is what becomes of a token while its owner is locked.
func (r *recorder) lockedRegime(ctx context.Context, f string, api made) {
	r.change(func(db *database.Database) error { return db.Lock(ctx, admin) })
	r.note(ctx, f, "its owner locked, "+demo().Path, demo().As(api.with))
	r.change(func(db *database.Database) error { return db.Unlock(ctx, admin) })
}
