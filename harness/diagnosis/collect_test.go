package diagnosis_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/database"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/model/store"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/streampark"
)

// ownerID is the owner's id as the tokens of these tests say it.
const ownerID = 7

// filled is a database with the two tables that tell about a token: one user,
// the tokens' owner, and the owner's rows.
type filled struct {
	*database.Database
	user int64
	rows []int64
}

// fill changes what is in a database.
type fill func(*testing.T, *filled)

// open makes a database as the embedded model has it, fills it and opens it for
// reading.
func open(t *testing.T, fills ...fill) diagnosis.Database {
	t.Helper()
	server, err := database.NewServer("sqlite:" + t.TempDir())
	require.NoError(t, err)
	db, err := server.Create(t.Context(), "streampark")
	require.NoError(t, err)
	require.NoError(t, store.Create(t.Context(), db))
	user, err := store.New(db).AddAccount(t.Context(), store.NewAccount{Name: "caller", Salt: "the salt", Hash: "the hash"}, made())
	require.NoError(t, err)
	f := &filled{Database: db, user: user}
	for _, do := range fills {
		do(t, f)
	}
	require.NoError(t, db.Close())
	address, err := server.Address("streampark")
	require.NoError(t, err)
	reading, err := database.OpenReadOnly(t.Context(), address)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, reading.Close()) })
	return reading
}

// rowOf adds a row of a user with a text.
func rowOf(user int64, text string) fill {
	return func(t *testing.T, f *filled) {
		id, err := store.New(f.Database).AddToken(t.Context(), store.NewToken{UserID: user, Token: text}, made())
		require.NoError(t, err)
		f.rows = append(f.rows, id)
	}
}

// doing has the database do something.
func doing(what func(context.Context, *filled) error) fill {
	return func(t *testing.T, f *filled) { require.NoError(t, what(t.Context(), f)) }
}

// The database says what becomes of one and the same token.
func TestCollectAndExplain(t *testing.T) {
	row := func(sent string) fill { return rowOf(ownerID, sent) }
	mine := func(sent string) []fill { return []fill{row(sent)} }
	none := func(string) []fill { return nil }
	with := func(what func(context.Context, *filled) error) func(string) []fill {
		return func(sent string) []fill { return []fill{row(sent), doing(what)} }
	}
	for name, tt := range map[string]struct {
		version string
		change  change
		fills   func(sent string) []fill
		want    cause.Cause
		rows    int
		owner   bool
		held    bool
	}{
		"in order": {"2.1.4", nothing, mine, cause.Unknown, 1, true, true},
		"deleted":  {"2.1.5", nothing, none, cause.Deleted, 0, true, false},
		"replaced": {"2.1.4", nothing, func(string) []fill { return []fill{row("another")} }, cause.Replaced, 1, true, false},
		"two rows": {"2.1.4", nothing, func(s string) []fill { return []fill{row(s), row("more")} }, cause.DuplicateRows, 2, true, true},
		"disabled": {"2.1.5", nothing, with(func(ctx context.Context, f *filled) error {
			return f.SetTokenStatus(ctx, f.rows[0], database.TokenDisabled)
		}), cause.Disabled, 1, true, true},
		"locked": {"2.1.5", nothing, with(func(ctx context.Context, f *filled) error { return f.Lock(ctx, f.user) }), cause.UserLocked, 1, true, true},
		"renamed": {"2.1.4", nothing, with(func(ctx context.Context, f *filled) error { return f.RenameUser(ctx, f.user, "x") }),
			cause.UserMissing, 1, false, true},
		"salt changed": {"2.1.4", nothing, with(func(ctx context.Context, f *filled) error {
			return f.SetSecrets(ctx, f.user, database.Secrets{Salt: "new", Hash: "the hash"})
		}), cause.Signature, 1, true, true},
		"another's row":   {"2.1.4", nothing, func(s string) []fill { return []fill{rowOf(8, s)} }, cause.Deleted, 0, true, true},
		"garbage":         {"2.1.4", all(sending("garbage"), answered(outcome.Undecoded)), func(string) []fill { return []fill{row("x")} }, cause.Malformed, 0, false, false},
		"no header":       {"2.1.4", all(noHeader, answered(outcome.Undecoded)), none, cause.NoToken, 0, false, false},
		"2.1.7":           {"2.1.7", nothing, mine, cause.Cipher, 1, true, true},
		"2.1.7, closed":   {"2.1.7", keyUnknown, mine, cause.Unknown, 0, false, true},
		"2.1.7, key lost": {"2.1.7", all(sealedBy(lostKey()), answered(outcome.Undecoded)), mine, cause.Cipher, 0, false, true},
		"2.1.7, cut":      {"2.1.7", all(sealedBy(lostKey()), answered(outcome.Undecoded)), none, cause.Malformed, 0, false, false},
		"2.1.7, spaces around it": {"2.1.7", func(_ *testing.T, e *diagnosis.Evidence) { s := " " + *e.Authorization + " "; e.Authorization = &s },
			func(s string) []fill { return []fill{row(s[1 : len(s)-1])} }, cause.Cipher, 1, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			e := rejected(t, tt.version)
			tt.change(t, &e)
			e.User, e.Rows, e.Held = nil, nil, false
			sent := ""
			if e.Authorization != nil {
				sent = *e.Authorization
			}
			got, err := diagnosis.Collect(t.Context(), open(t, tt.fills(sent)...), e)
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
		_, err := diagnosis.Collect(t.Context(), broken{open(t), &n}, rejected(t, "2.1.4"))
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
		_, err := diagnosis.Collect(t.Context(), broken{open(t), &left}, e)
		require.NoError(t, err)
		assert.Equal(t, tt.asked, 100-left, name)
	}
}

func TestObserve(t *testing.T) {
	sent := "text"
	e := diagnosis.Observe(find(t, "2.1.4"), streampark.Credentials{Authorization: &sent, Session: "abc"},
		streampark.Answer{Date: made(), Answer: outcome.Answer{Status: 401, SetCookie: []string{"rememberMe", "rememberMe"}}})
	assert.Equal(t, diagnosis.Evidence{Release: find(t, "2.1.4"), Authorization: &sent, Session: true, Rejection: outcome.Decoded, ServerTime: made()}, e)
	assert.False(t, diagnosis.Observe(find(t, "2.1.4"), streampark.Credentials{}, streampark.Answer{}).Session)
}
