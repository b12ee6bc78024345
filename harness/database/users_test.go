package database_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/database"
	"streampark-regress/harness/model/store"
)

// nobody is an id that no row has.
const nobody = 424242

func users() map[string]func(*testing.T, *bench) {
	return map[string]func(*testing.T, *bench){
		"a user is found by the whole name": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			id := addUser(t, db, "caller")
			found, exists, err := db.UserByName(t.Context(), "caller")
			require.NoError(t, err)
			require.True(t, exists)
			assert.Equal(t, database.User{ID: id, Name: "caller", Salt: "salt of caller", Password: "hash of caller", Status: database.UserActive}, found)
			_, exists, err = db.UserByName(t.Context(), "call")
			require.NoError(t, err)
			assert.False(t, exists)
		},
		"a user is found who has to be there": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			id := addUser(t, db, "caller")
			found, err := db.FindUser(t.Context(), "caller")
			require.NoError(t, err)
			assert.Equal(t, id, found.ID)
			found, err = db.FindUser(t.Context(), "call")
			require.EqualError(t, err, "find the user call: it is not in t_user")
			assert.Zero(t, found)
		},
		"all users are found": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			before, err := db.Users(t.Context())
			require.NoError(t, err)
			id := addUser(t, db, "caller")
			all, err := db.Users(t.Context())
			require.NoError(t, err)
			assert.Len(t, all, len(before)+1)
			assert.Contains(t, all, database.User{ID: id, Name: "caller", Salt: "salt of caller", Password: "hash of caller", Status: database.UserActive})
		},
		"a user is locked and unlocked": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			id, other := addUser(t, db, "caller"), addUser(t, db, "other")
			for range 2 { // one who is locked already stays so
				require.NoError(t, db.Lock(t.Context(), id))
				assert.True(t, account(t, db, id).Locked())
			}
			assert.False(t, account(t, db, other).Locked())
			for range 2 {
				require.NoError(t, db.Unlock(t.Context(), id))
				assert.False(t, account(t, db, id).Locked())
			}
		},
		"a user is renamed": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			id := addUser(t, db, "caller")
			require.NoError(t, db.RenameUser(t.Context(), id, "it's me"))
			assert.Equal(t, "it's me", account(t, db, id).Name)
			assert.ErrorContains(t, db.RenameUser(t.Context(), id, "admin"), "rename the user 10000 to admin: ", "the name is taken")
		},
		"the secrets of a user are put back": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			id := addUser(t, db, "caller")
			before, err := db.SecretsOf(t.Context(), id)
			require.NoError(t, err)
			assert.Equal(t, database.Secrets{Salt: "salt of caller", Hash: "hash of caller"}, before)
			require.NoError(t, db.SetSecrets(t.Context(), id, database.Secrets{Salt: "", Hash: "$sp$pbkdf2"}))
			now, err := db.SecretsOf(t.Context(), id)
			require.NoError(t, err)
			assert.Equal(t, database.Secrets{Hash: "$sp$pbkdf2"}, now)
			require.NoError(t, db.SetSecrets(t.Context(), id, before))
			assert.Equal(t, "hash of caller", account(t, db, id).Password)
		},
		"a deleted user leaves its tokens": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			id := addUser(t, db, "caller")
			addToken(t, db, id, "its token")
			require.NoError(t, db.DeleteUser(t.Context(), id))
			_, exists, err := db.UserByName(t.Context(), "caller")
			require.NoError(t, err)
			assert.False(t, exists)
			held, err := db.Holds(t.Context(), "its token")
			require.NoError(t, err)
			assert.True(t, held)
		},
		"a row that is not there is an error that says so": missingRows,
	}
}

func missingRows(t *testing.T, b *bench) {
	db := b.seeded(t)
	const noUser, noToken, noApplication = "found 0 rows of t_user with user_id 424242 instead of one", "found 0 rows of t_access_token with id 424242 instead of one",
		"found 0 rows of t_flink_app with id 424242 instead of one"
	for doing, tt := range map[string]struct {
		do    func(context.Context) error
		found string
	}{
		"lock the user 424242":                    {func(ctx context.Context) error { return db.Lock(ctx, nobody) }, noUser},
		"unlock the user 424242":                  {func(ctx context.Context) error { return db.Unlock(ctx, nobody) }, noUser},
		"rename the user 424242 to x":             {func(ctx context.Context) error { return db.RenameUser(ctx, nobody, "x") }, noUser},
		"delete the user 424242":                  {func(ctx context.Context) error { return db.DeleteUser(ctx, nobody) }, noUser},
		"set the secrets of the user 424242":      {func(ctx context.Context) error { return db.SetSecrets(ctx, nobody, database.Secrets{}) }, noUser},
		"read the secrets of the user 424242":     {func(ctx context.Context) error { _, err := db.SecretsOf(ctx, nobody); return err }, "it is not in t_user"},
		"choose the default team for the user":    {func(ctx context.Context) error { return db.DefaultTeam(ctx, nobody) }, "it is not in t_user"},
		"take the user 424242 out of its teams":   {func(ctx context.Context) error { return db.LeaveTeams(ctx, nobody) }, "it is in none"},
		"find the role king":                      {func(ctx context.Context) error { _, err := db.RoleID(ctx, "king"); return err }, "it is not in t_role"},
		"set the status of the token 424242 to 0": {func(ctx context.Context) error { return db.SetTokenStatus(ctx, nobody, database.TokenDisabled) }, noToken},
		"delete the row of the token 424242":      {func(ctx context.Context) error { return db.DeleteTokenRow(ctx, nobody) }, noToken},
		"delete the oldest token of the user":     {func(ctx context.Context) error { return db.DeleteOldestToken(ctx, nobody) }, "it has none"},
		"read the state of the application":       {func(ctx context.Context) error { _, err := db.ApplicationState(ctx, nobody); return err }, "it is not in t_flink_app"},
		"application 424242":                      {func(ctx context.Context) error { _, err := db.Startable(ctx, nobody); return err }, "it is not in t_flink_app"},
		"reset the application 424242":            {func(ctx context.Context) error { return db.ResetApplication(ctx, nobody) }, "it is not in t_flink_app"},
		"prepare the application 424242":          {func(ctx context.Context) error { return db.PrepareApplication(ctx, nobody) }, noApplication},
		"move the application 424242 to the team": {func(ctx context.Context) error { return db.MoveApplicationToTeam(ctx, nobody, 1) }, noApplication},
	} {
		t.Run(doing, func(t *testing.T) {
			err := tt.do(t.Context())
			assert.ErrorContains(t, err, doing)
			assert.ErrorContains(t, err, tt.found)
		})
	}
}

func teams() map[string]func(*testing.T, *bench) {
	return map[string]func(*testing.T, *bench){
		"the default team is chosen for one who has none": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			id := addUser(t, db, "caller")
			require.Nil(t, account(t, db, id).LastTeam)
			require.NoError(t, db.DefaultTeam(t.Context(), id))
			require.NotNil(t, account(t, db, id).LastTeam)
			assert.Equal(t, database.DefaultTeamID, *account(t, db, id).LastTeam)
		},
		"the choice of another team stays": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			id := addUser(t, db, "caller")
			require.NoError(t, store.New(db).ChooseTeam(t.Context(), id, 7))
			require.NoError(t, db.DefaultTeam(t.Context(), id))
			assert.EqualValues(t, 7, *account(t, db, id).LastTeam)
		},
		"a team is added once": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			require.NoError(t, db.AddTeam(t.Context(), 200000, "the 'second'"))
			name, found, err := store.New(db).TeamName(t.Context(), 200000)
			require.NoError(t, err)
			assert.True(t, found)
			assert.Equal(t, "the 'second'", name)
			assert.ErrorContains(t, db.AddTeam(t.Context(), 200000, "again"), "add the team 200000: ")
		},
		"a user leaves all teams": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			id := addUser(t, db, "caller")
			developer, err := db.RoleID(t.Context(), "developer")
			require.NoError(t, err)
			require.NoError(t, store.New(db).Join(t.Context(), database.DefaultTeamID, id, developer))
			require.NoError(t, store.New(db).Join(t.Context(), 200000, id, developer))
			require.NoError(t, db.LeaveTeams(t.Context(), id))
			left, err := store.New(db).TeamsOf(t.Context(), id)
			require.NoError(t, err)
			assert.Empty(t, left)
			stays, err := store.New(db).Member(t.Context(), database.DefaultTeamID, database.AdminID)
			require.NoError(t, err)
			assert.True(t, stays)
		},
	}
}
