package database_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/database"
)

// guests are the checks of a run in a database that is not its own.
func guests() map[string]func(*testing.T, *bench) {
	guest := database.Guest{Prefix: "regress-a1b2-", First: 1000, Behind: 1900}
	add := func(t *testing.T, db *database.Database, statements ...string) {
		t.Helper()
		for _, s := range statements {
			_, err := db.Statements().Exec(t.Context(), s)
			require.NoError(t, err, s)
		}
	}
	count := func(t *testing.T, db *database.Database, table string) (n int) {
		t.Helper()
		require.NoError(t, db.Statements().Row(t.Context(), "select count(*) from "+table).Scan(&n))
		return n
	}
	tables := []string{"t_user", "t_access_token", "t_member", "t_team", "t_flink_app", "t_flink_sql", "t_flink_effective", "t_app_build_pipe", "t_flink_log", "t_flink_savepoint"}
	counts := func(t *testing.T, db *database.Database) map[string]int {
		t.Helper()
		all := map[string]int{}
		for _, table := range tables {
			all[table] = count(t, db, table)
		}
		return all
	}
	return map[string]func(*testing.T, *bench){
		"a guest leaves nothing, and takes nothing of others along": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			require.NoError(t, db.AddApplication(t.Context(), 200001, "billing", database.Flink{}))
			add(t, db, "insert into t_user (user_id, username, nick_name, password, status, user_type) values (500, 'regress-a1b3-s1', 'regress-a1b3-s1', 'x', 1, 1)",
				"insert into t_access_token (id, user_id, token, description, status) values (500, 500, 'x', 'regress-a1b3-one', 1)")
			before := counts(t, db)

			require.NoError(t, db.Permit(t.Context()))
			free, err := db.Free(t.Context(), guest)
			require.NoError(t, err)
			assert.True(t, free)
			require.NoError(t, db.AddApplication(t.Context(), 1001, "regress-a1b2-a1", database.Flink{}))
			require.NoError(t, db.AddTeam(t.Context(), 1002, "regress-a1b2-t1"))
			require.NoError(t, db.AddSavepoint(t.Context(), 1001, "file:///sp"))
			add(t, db, "insert into t_user (user_id, username, nick_name, password, status, user_type) values (600, 'regress-a1b2-s1', 'regress-a1b2-s1', 'x', 1, 1)",
				"insert into t_access_token (id, user_id, token, description, status) values (600, 600, 'y', 'regress-a1b2-one', 1)",
				"insert into t_access_token (id, user_id, token, description, status) values (601, 601, 'z', 'regress-a1b2-of one who is gone', 1)",
				"insert into t_member (id, team_id, user_id, role_id) values (600, 100000, 600, 100001)",
				"insert into t_member (id, team_id, user_id, role_id) values (601, 100000, 601, 100001)")
			free, err = db.Free(t.Context(), guest)
			require.NoError(t, err)
			assert.False(t, free, "its ids are taken")
			left, err := db.Left(t.Context(), guest)
			require.NoError(t, err)
			assert.Contains(t, left, database.Leftover{Table: "t_flink_app", Rows: 1, Statement: "delete from t_flink_app where id >= 1000 and id < 1900"})

			left, err = db.Leave(t.Context(), guest)
			require.NoError(t, err)
			assert.Empty(t, left)
			assert.Equal(t, before, counts(t, db))
		},
		"an application that StreamPark is busy with is not at rest": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			require.NoError(t, db.AddApplication(t.Context(), 1001, "regress-a1b2-a1", database.Flink{}))
			for state, want := range map[string]bool{"state = 3, option_state = 3": false, "state = 3, option_state = 0": true, "state = 7, option_state = 0": true} {
				add(t, db, "update t_flink_app set "+state+" where id = 1001")
				resting, err := db.Resting(t.Context(), guest)
				require.NoError(t, err)
				assert.Equal(t, want, resting, state)
			}
		},
		"when somebody signed in last": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			_, there, err := db.LastSignIn(t.Context(), "nobody")
			require.NoError(t, err)
			assert.False(t, there)
			add(t, db, "update t_user set last_login_time = '2026-11-26 04:00:00' where username = 'admin'")
			at, there, err := db.LastSignIn(t.Context(), "admin")
			require.NoError(t, err)
			assert.True(t, there)
			assert.Contains(t, at, "2026-11-26 04:00:00")
		},
		"a Flink that is registered, the default one first, and one that is stopped": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			_, found, err := db.FindFlink(t.Context())
			require.NoError(t, err)
			assert.False(t, found, "nothing is registered")
			require.NoError(t, db.AddFlink(t.Context(), database.Flink{Home: "/flink", Address: "http://flink"}))
			registered, found, err := db.FindFlink(t.Context())
			require.NoError(t, err)
			assert.True(t, found)
			assert.Equal(t, database.Registered{Home: 1, Cluster: 1}, registered)
			require.NoError(t, db.AddFlink(t.Context(), database.Flink{Registered: registered}), "what is there is not added")
			add(t, db, "update t_flink_cluster set cluster_state = 2")
			_, found, err = db.FindFlink(t.Context())
			require.NoError(t, err)
			assert.False(t, found, "its cluster is stopped")
		},
	}
}

func TestStatementsOfAGuest(t *testing.T) {
	all := database.Guest{Prefix: "regress-a1b2-", First: 1000, Behind: 1900}.Statements()
	assert.Equal(t, "delete from t_flink_log where app_id >= 1000 and app_id < 1900", all[0])
	assert.Equal(t, "delete from t_user where username like 'regress-a1b2-%'", all[len(all)-1], "what names others goes first")
}
