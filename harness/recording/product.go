package recording

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"streampark-regress/harness/database"
	"streampark-regress/harness/streampark"
)

// databaseRows is the flow about rows as the database keeps them.
const databaseRows = "rows of this database"

// databaseFlows is what differs by the database that a release runs on: the first
// ids, the form of times, who has chosen a team, and what a restart leaves. It has to
// be recorded on a new installation.
func databaseFlows(ctx context.Context, r *recorder) {
	api := r.newToken(ctx, "{{api-token}}")
	r.tokenRow(ctx, "a token's row", api)
	s := r.signInAsAdmin(ctx)
	r.note(ctx, databaseRows, "disable", streampark.ToggleTokenCall(api.ID).As(s))
	r.tokenRow(ctx, "the row after it was disabled", api)
	r.note(ctx, databaseRows, "enable", streampark.ToggleTokenCall(api.ID).As(s))
	r.note(ctx, databaseRows, "list", streampark.ListTokensCall().As(s))
	r.starts(ctx, databaseRows, "a start", api.with)
	r.teamFlow(ctx)
	r.restart(ctx)
	f := "after a restart"
	r.add(f, Entry{Step: "the administrator's tokens", Columns: []string{fmt.Sprint(len(r.tokens(ctx)))}})
	r.starts(ctx, f, "a start", api.with)
	r.newToken(ctx, "{{new-api-token}}")
	r.note(ctx, f, "list", streampark.ListTokensCall().As(r.signInAsAdmin(ctx)))
}

// teamFlow is a sign-in of somebody who has chosen no team.
func (r *recorder) teamFlow(ctx context.Context) {
	f := "a sign-in without a team"
	in := streampark.SignInCall(streampark.SeededAdmin, streampark.SeededPassword)
	r.change(func(db *database.Database) error { return db.ForgetTeam(ctx, admin) })
	without := r.do(ctx, in)
	r.add(f, Entry{Step: "the sign-in", Response: &Response{Status: without.Status, Body: r.teamAsked(without)}})
	r.note(ctx, f, "choose a team", streampark.ChooseTeamCall(admin, database.DefaultTeamID))
	_, works := r.do(ctx, in).SignedIn()
	r.add(f, Entry{Step: "the sign-in after it", Token: new(works)})
	r.change(func(db *database.Database) error { return db.DefaultTeam(ctx, admin) })
}

// teamAsked is the body of a sign-in that asks for a team, and of another one that
// it went well.
func (r *recorder) teamAsked(a streampark.Answer) []byte {
	if _, in := a.SignedIn(); in {
		return []byte(`"signed in"`)
	}
	return r.body(a)
}

// tokenRow is how the database keeps a token: its id as it is, times in their form.
func (r *recorder) tokenRow(ctx context.Context, step string, of made) {
	row := ask(r, func(db *database.Database) (database.Snapshot, error) {
		s, _, err := db.TokenSnapshot(ctx, of.ID)
		return s, err
	})
	var kept []string
	times := map[string]string{}
	for i, column := range row.Columns {
		column = strings.ToLower(column)
		value := row.Values[i]
		switch {
		case column == "token":
			value = r.scrub(value)
		case written().MatchString(value):
			// Without its zone it is before another where it sorts before it.
			times[column] = strings.TrimSuffix(value, written().FindStringSubmatch(value)[2])
			value = form(value)
		}
		kept = append(kept, column+" "+value)
	}
	if made, changed := times["create_time"], times["modify_time"]; made != "" && changed != "" {
		order := "not before"
		if changed < made {
			order = "before"
		}
		kept = append(kept, "modify_time is "+order+" create_time")
	}
	r.add(databaseRows, Entry{Step: step, Columns: kept})
}

// written is a time as a database gives it.
func written() *regexp.Regexp {
	return regexp.MustCompile(`^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?$`)
}

// form is a time without what it says.
func form(of string) string {
	if m := written().FindStringSubmatch(of); m[1] == "" {
		return "{{time}} in whole seconds"
	}
	return "{{time}} in parts of a second"
}
