package database_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/database"
)

func programs() map[string]func(*testing.T, *bench) {
	return map[string]func(*testing.T, *bench){
		"Flink is registered with its version": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			require.NoError(t, db.AddFlink(t.Context(), database.Flink{Home: "/f", Address: "http://f", Version: "1.14.6", Scala: "2.11"}))
			var name, version, scala string
			require.NoError(t, db.Statements().Row(t.Context(), "select flink_name, version, scala_version from t_flink_env where id = 1").Scan(&name, &version, &scala))
			assert.Equal(t, []string{"flink-1.14.6", "1.14.6", "2.11"}, []string{name, version, scala})
		},
		"an application runs a program": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			require.NoError(t, db.AddProgram(t.Context(), 200001, "it's new", database.Program{Jar: `/a "jar".jar`, Class: "a.B"}))
			var kind, of, mode, version, cluster int
			var class, built string
			require.NoError(t, db.Statements().Row(t.Context(), "select job_type, app_type, execution_mode, version_id, flink_cluster_id, main_class "+
				"from t_flink_app where id = 200001").Scan(&kind, &of, &mode, &version, &cluster, &class))
			assert.Equal(t, []int{1, 2, 1, 1, 1}, []int{kind, of, mode, version, cluster})
			assert.Equal(t, "a.B", class)
			require.NoError(t, db.Statements().Row(t.Context(), "select build_result from t_app_build_pipe where app_id = 200001").Scan(&built))
			assert.JSONEq(t, `{"workspacePath":"/tmp","shadedJarPath":"/a \"jar\".jar","pass":true}`, built)
			require.NoError(t, db.AwaitStartable(t.Context(), 200001))
			assert.ErrorContains(t, db.AddProgram(t.Context(), 200001, "again", database.Program{}), "add the application 200001: ")
		},
		"a column may have the name of upstream's branch dev": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			require.NoError(t, db.Load(t.Context(), database.File{Name: "other names", Text: "alter table t_flink_app rename column execution_mode to deploy_mode; alter table t_flink_cluster rename column execution_mode to deploy_mode"}))
			require.NoError(t, db.AddFlink(t.Context(), database.Flink{Home: "/f", Address: "http://f"}))
			found, there, err := db.FindFlink(t.Context())
			require.NoError(t, err)
			assert.True(t, there)
			assert.Equal(t, database.Registered{Home: 1, Cluster: 1}, found)
			require.NoError(t, db.AddApplication(t.Context(), 200001, "one", database.Flink{}))
			require.NoError(t, db.AddProgram(t.Context(), 200002, "two", database.Program{}))
			require.NoError(t, db.PrepareApplication(t.Context(), demo))
			var remote int
			require.NoError(t, db.Statements().Row(t.Context(), "select count(*) from t_flink_app where deploy_mode = 1 and id in (?, 200001, 200002)", demo).Scan(&remote))
			assert.Equal(t, 3, remote)
		},
		"an application has the job of its latest start": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			job, err := db.FlinkJob(t.Context(), demo)
			require.NoError(t, err)
			assert.Empty(t, job)
			require.NoError(t, db.Load(t.Context(), database.File{Name: "a start", Text: "update t_flink_app set job_id = 'abc', option_state = 4"}))
			job, err = db.FlinkJob(t.Context(), demo)
			require.NoError(t, err)
			assert.Equal(t, "abc", job)
			doing, err := db.OptionState(t.Context(), demo)
			require.NoError(t, err)
			assert.Equal(t, 4, doing)
			_, err = db.FlinkJob(t.Context(), nobody)
			assert.ErrorContains(t, err, "read the Flink job of the application ")
			_, err = db.OptionState(t.Context(), nobody)
			assert.ErrorContains(t, err, "read what is being done to the application ")
		},
		"the rows of savepoints are listed": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			require.NoError(t, db.Load(t.Context(), database.File{Name: "of StreamPark", Text: "insert into t_flink_savepoint (id, app_id, type, path, latest) values (10001, 100000, 2, 'file:/2', true), " +
				"(10000, 100000, 1, 'file:/1', false), (10002, 7, 2, 'file:/another', true)"}))
			all, err := db.Savepoints(t.Context(), demo)
			require.NoError(t, err)
			assert.Equal(t, []database.SavepointRow{{10000, database.Checkpoint, "file:/1", false}, {10001, database.Savepoint, "file:/2", true}}, all)
		},
		"savepoints are forgotten": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			require.NoError(t, db.AddSavepoint(t.Context(), demo, "file:/1"))
			require.NoError(t, db.AddSavepoint(t.Context(), 200001, "file:/other"))
			require.NoError(t, db.ForgetSavepoints(t.Context(), demo))
			all, err := db.Savepoints(t.Context(), demo)
			require.NoError(t, err)
			assert.Empty(t, all)
			_, found, err := db.LatestSavepoint(t.Context(), 200001)
			require.NoError(t, err)
			assert.True(t, found)
		},
	}
}
