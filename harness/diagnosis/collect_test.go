package diagnosis_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite" // the driver "sqlite", in Go alone

	"streampark-regress/harness/cause"
	"streampark-regress/harness/database"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/streampark"
)

// tables makes a SQLite database with the two tables that tell about a token,
// and returns it open for reading.
func tables(t *testing.T, statements ...string) diagnosis.Database {
	t.Helper()
	path := filepath.Join(t.TempDir(), "streampark.db")
	db, err := sql.Open("sqlite", "file:"+path)
	require.NoError(t, err)
	for _, s := range append([]string{
		"create table t_access_token (id integer primary key, user_id integer, token text, status integer)",
		"create table t_user (user_id integer primary key, username text, salt text, password text, status integer)",
		"insert into t_user values (7, 'caller', 'the salt', 'the hash', 1), (8, 'other', null, 'x', 1)",
	}, statements...) {
		_, err := db.ExecContext(t.Context(), s)
		require.NoError(t, err, s)
	}
	require.NoError(t, db.Close())
	open, err := database.OpenReadOnly(t.Context(), "sqlite:"+path)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, open.Close()) })
	return open
}

// The database says what becomes of one and the same token.
func TestCollectAndExplain(t *testing.T) {
	row := func(sent string) string { return "insert into t_access_token values (1, 7, '" + sent + "', 1)" }
	for name, tt := range map[string]struct {
		version string
		change  change
		tables  func(sent string) []string
		want    cause.Cause
		rows    int
		owner   bool
		held    bool
	}{
		"in order": {"2.1.4", nothing, func(s string) []string { return []string{row(s)} }, cause.Unknown, 1, true, true},
		"deleted":  {"2.1.5", nothing, func(string) []string { return nil }, cause.Deleted, 0, true, false},
		"replaced": {"2.1.4", nothing, func(string) []string { return []string{row("another")} }, cause.Replaced, 1, true, false},
		"two rows": {"2.1.4", nothing, func(s string) []string {
			return []string{row(s), "insert into t_access_token values (2, 7, 'more', 1)"}
		}, cause.DuplicateRows, 2, true, true},
		"disabled":        {"2.1.5", nothing, func(s string) []string { return []string{row(s), "update t_access_token set status = 0"} }, cause.Disabled, 1, true, true},
		"locked":          {"2.1.5", nothing, func(s string) []string { return []string{row(s), "update t_user set status = 0 where user_id = 7"} }, cause.UserLocked, 1, true, true},
		"renamed":         {"2.1.4", nothing, func(s string) []string { return []string{row(s), "update t_user set username = 'x' where user_id = 7"} }, cause.UserMissing, 1, false, true},
		"salt changed":    {"2.1.4", nothing, func(s string) []string { return []string{row(s), "update t_user set salt = 'new'"} }, cause.Signature, 1, true, true},
		"another's row":   {"2.1.4", nothing, func(s string) []string { return []string{row(s), "update t_access_token set user_id = 8"} }, cause.Deleted, 0, true, true},
		"garbage":         {"2.1.4", all(sending("garbage"), answered(outcome.Undecoded)), func(s string) []string { return []string{row("x")} }, cause.Malformed, 0, false, false},
		"no header":       {"2.1.4", all(noHeader, answered(outcome.Undecoded)), func(string) []string { return nil }, cause.NoToken, 0, false, false},
		"2.1.7":           {"2.1.7", nothing, func(s string) []string { return []string{row(s)} }, cause.Cipher, 1, true, true},
		"2.1.7, closed":   {"2.1.7", keyUnknown, func(s string) []string { return []string{row(s)} }, cause.Cipher, 0, false, true},
		"2.1.7, key lost": {"2.1.7", all(sealedBy(lostKey()), answered(outcome.Undecoded)), func(s string) []string { return []string{row(s)} }, cause.Cipher, 0, false, true},
		"2.1.7, cut":      {"2.1.7", all(sealedBy(lostKey()), answered(outcome.Undecoded)), func(string) []string { return nil }, cause.Malformed, 0, false, false},
		"2.1.7, spaces around it": {"2.1.7", func(_ *testing.T, e *diagnosis.Evidence) { s := " " + *e.Authorization + " "; e.Authorization = &s },
			func(s string) []string { return []string{row(s[1 : len(s)-1])} }, cause.Cipher, 1, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			e := rejected(t, tt.version)
			tt.change(t, &e)
			e.User, e.Rows, e.Held = nil, nil, false
			sent := ""
			if e.Authorization != nil {
				sent = *e.Authorization
			}
			got, err := diagnosis.Collect(t.Context(), tables(t, tt.tables(sent)...), e)
			require.NoError(t, err)
			assert.False(t, got.Blind)
			assert.Len(t, got.Rows, tt.rows)
			assert.Equal(t, tt.owner, got.User != nil)
			assert.Equal(t, tt.held, got.Held)
			d := diagnosis.Explain(got)
			assert.Equal(t, tt.want, d.Cause, "%+v", d.Findings)
		})
	}
}

func TestCollectWithoutADatabaseIsBlind(t *testing.T) {
	e, err := diagnosis.Collect(t.Context(), nil, rejected(t, "2.1.4"))
	require.NoError(t, err)
	assert.True(t, e.Blind)
}

// broken fails at the nth question.
type broken struct {
	diagnosis.Database
	at *int
}

func (b broken) fails() bool { *b.at--; return *b.at == 0 }

func (b broken) Holds(ctx context.Context, text string) (bool, error) {
	if b.fails() {
		return false, errors.New("no luck")
	}
	return b.Database.Holds(ctx, text)
}

func (b broken) UserByName(ctx context.Context, name string) (database.User, bool, error) {
	if b.fails() {
		return database.User{}, false, errors.New("no luck")
	}
	return b.Database.UserByName(ctx, name)
}

func (b broken) TokensOf(ctx context.Context, id int64) ([]database.TokenRow, error) {
	if b.fails() {
		return nil, errors.New("no luck")
	}
	return b.Database.TokensOf(ctx, id)
}

// A database that fails is an error and never a cause.
func TestCollectFailsWithTheDatabase(t *testing.T) {
	for at := 1; at <= 3; at++ {
		n := at
		_, err := diagnosis.Collect(t.Context(), broken{tables(t), &n}, rejected(t, "2.1.4"))
		assert.EqualError(t, err, "collect evidence about a token: no luck", "question %d", at)
	}
}

// What names nobody is not looked for.
func TestCollectAsksNoMoreThanItCan(t *testing.T) {
	for name, tt := range map[string]struct {
		change change
		asked  int
	}{"a token": {nothing, 3}, "garbage": {sending("garbage"), 1}, "no header": {noHeader, 0}} {
		left := 100
		e := rejected(t, "2.1.4")
		tt.change(t, &e)
		_, err := diagnosis.Collect(t.Context(), broken{tables(t), &left}, e)
		require.NoError(t, err)
		assert.Equal(t, tt.asked, 100-left, name)
	}
}

func TestObserve(t *testing.T) {
	sent := "text"
	e := diagnosis.Observe(find(t, "2.1.4"), streampark.Credentials{Authorization: &sent, Session: "abc"},
		streampark.Answer{Date: made, Answer: outcome.Answer{Status: 401, SetCookie: []string{"rememberMe", "rememberMe"}}})
	assert.Equal(t, diagnosis.Evidence{Release: find(t, "2.1.4"), Authorization: &sent, Session: true, Rejection: outcome.Decoded, ServerTime: made}, e)
	assert.False(t, diagnosis.Observe(find(t, "2.1.4"), streampark.Credentials{}, streampark.Answer{}).Session)
}
