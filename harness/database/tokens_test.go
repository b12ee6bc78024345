package database_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/database"
	"streampark-regress/harness/model/store"
)

// addToken adds a token's row and returns its id.
func addToken(t *testing.T, db *database.Database, owner int64, text string) int64 {
	t.Helper()
	id, err := store.New(db).AddToken(t.Context(), store.NewToken{UserID: owner, Token: text, Description: "described"}, time.Now())
	require.NoError(t, err)
	return id
}

// texts are the tokens of a user, oldest first.
func texts(t *testing.T, db *database.Database, owner int64) []string {
	t.Helper()
	rows, err := db.TokensOf(t.Context(), owner)
	require.NoError(t, err)
	found := []string{}
	for _, r := range rows {
		found = append(found, r.Token)
	}
	return found
}

func tokens() map[string]func(*testing.T, *bench) {
	return map[string]func(*testing.T, *bench){
		"the rows of a user come oldest first": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			first := addToken(t, db, database.AdminID, "first")
			addToken(t, db, nobody, "another's")
			second := addToken(t, db, database.AdminID, "second")
			rows, err := db.TokensOf(t.Context(), database.AdminID)
			require.NoError(t, err)
			assert.Equal(t, []database.TokenRow{{ID: first, UserID: database.AdminID, Token: "first", Status: database.TokenEnabled},
				{ID: second, UserID: database.AdminID, Token: "second", Status: database.TokenEnabled}}, rows)
			assert.True(t, rows[0].Enabled())
		},
		"a row holds a text or not": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			addToken(t, db, database.AdminID, "the whole text")
			for text, want := range map[string]bool{"the whole text": true, "The Whole Text": false, "the whole text ": false, "the whole": false, "": false, "' or 1 = 1": false} {
				held, err := db.Holds(t.Context(), text)
				require.NoError(t, err)
				assert.Equal(t, want, held, "%q", text)
			}
		},
		"a row is disabled and enabled": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			id := addToken(t, db, database.AdminID, "it")
			for _, status := range []database.TokenStatus{database.TokenDisabled, database.TokenDisabled, database.TokenEnabled} {
				require.NoError(t, db.SetTokenStatus(t.Context(), id, status))
				rows, err := db.TokensOf(t.Context(), database.AdminID)
				require.NoError(t, err)
				require.Len(t, rows, 1)
				assert.Equal(t, status, rows[0].Status)
				assert.Equal(t, status == database.TokenEnabled, rows[0].Enabled())
			}
		},
		"rows are deleted": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			addToken(t, db, nobody, "another's, and older")
			addToken(t, db, database.AdminID, "first")
			second := addToken(t, db, database.AdminID, "second")
			addToken(t, db, database.AdminID, "third")
			require.NoError(t, db.DeleteTokenRow(t.Context(), second))
			assert.Equal(t, []string{"first", "third"}, texts(t, db, database.AdminID))
			require.NoError(t, db.DeleteOldestToken(t.Context(), database.AdminID))
			assert.Equal(t, []string{"third"}, texts(t, db, database.AdminID))
			for range 2 { // there need be none
				require.NoError(t, db.DeleteTokensOf(t.Context(), database.AdminID))
				assert.Empty(t, texts(t, db, database.AdminID))
			}
			assert.Equal(t, []string{"another's, and older"}, texts(t, db, nobody))
			for range 2 {
				require.NoError(t, db.DeleteAllTokens(t.Context()))
				assert.Empty(t, texts(t, db, nobody))
			}
		},
		"a snapshot shows what changed": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			id := addToken(t, db, database.AdminID, "it")
			before, found, err := db.TokenSnapshot(t.Context(), id)
			require.NoError(t, err)
			require.True(t, found)
			assert.Equal(t, []string{"id", "user_id", "token", "expire_time", "description", "status", "create_time", "modify_time"}, before.Columns)
			assert.Equal(t, []string{"10000", "100000", "it", "null", "described", "1"}, before.Values[:6])
			same, _, err := db.TokenSnapshot(t.Context(), id)
			require.NoError(t, err)
			assert.Empty(t, before.Changes(same))
			assert.Equal(t, before.Digest(), same.Digest())
			require.NoError(t, db.SetTokenStatus(t.Context(), id, database.TokenDisabled))
			after, _, err := db.TokenSnapshot(t.Context(), id)
			require.NoError(t, err)
			assert.Equal(t, []string{"status"}, before.Changes(after))
			assert.NotEqual(t, before.Digest(), after.Digest())
			_, found, err = db.TokenSnapshot(t.Context(), nobody)
			require.NoError(t, err)
			assert.False(t, found)
		},
	}
}
