package database_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/database"
)

func savepoints() map[string]func(*testing.T, *bench) {
	return map[string]func(*testing.T, *bench){
		"the savepoint that was added last is the latest": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			_, found, err := db.LatestSavepoint(t.Context(), 100000)
			require.NoError(t, err)
			assert.False(t, found, "as shipped there is none")
			for _, path := range []string{"file:///first", "file:///'second'"} {
				require.NoError(t, db.AddSavepoint(t.Context(), 100000, path))
				require.NoError(t, db.AddSavepoint(t.Context(), 7, "file:///another"))
				latest, found, err := db.LatestSavepoint(t.Context(), 100000)
				require.NoError(t, err)
				assert.True(t, found)
				assert.Equal(t, path, latest)
			}
			require.NoError(t, db.Load(t.Context(), database.File{Name: "unmarked", Text: "update t_flink_savepoint set latest = false"}))
			latest, found, err := db.LatestSavepoint(t.Context(), 100000)
			require.NoError(t, err)
			assert.True(t, found)
			assert.Equal(t, "file:///'second'", latest, "the newest where none is marked")
			require.NoError(t, db.Load(t.Context(), database.File{Name: "marked", Text: "update t_flink_savepoint set latest = true where path = 'file:///first'"}))
			latest, _, err = db.LatestSavepoint(t.Context(), 100000)
			require.NoError(t, err)
			assert.Equal(t, "file:///first", latest)
		},
		"another savepoint is marked as the latest": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			require.NoError(t, db.AddSavepoint(t.Context(), 100000, "file:///first"))
			require.NoError(t, db.AddSavepoint(t.Context(), 100000, "file:///second"))
			require.NoError(t, db.AddSavepoint(t.Context(), 7, "file:///another"))
			latest := func(application int64) (marked []bool) {
				rows, err := db.Savepoints(t.Context(), application)
				require.NoError(t, err)
				for _, row := range rows {
					marked = append(marked, row.Latest)
				}
				return marked
			}
			rows, err := db.Savepoints(t.Context(), 100000)
			require.NoError(t, err)
			require.NoError(t, db.MarkSavepoint(t.Context(), 100000, rows[0].ID))
			assert.Equal(t, []bool{true, false}, latest(100000))
			require.NoError(t, db.MarkSavepoint(t.Context(), 100000, 424242))
			assert.Equal(t, []bool{false, false}, latest(100000), "it is gone")
			assert.Equal(t, []bool{true}, latest(7))
		},
		"an application is set to running and back": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			state := func() int {
				state, err := db.ApplicationState(t.Context(), 100000)
				require.NoError(t, err)
				return state
			}
			require.NoError(t, db.PretendRunning(t.Context(), 100000, "0123456789abcdef"))
			assert.Equal(t, "0123456789abcdef", application(t, db, 100000).Job)
			assert.Equal(t, 5, state(), "running")
			require.NoError(t, db.ForgetJob(t.Context(), 100000))
			assert.Empty(t, application(t, db, 100000).Job)
			assert.Equal(t, 5, state(), "as it is until Flink has told the job's ID")
			require.NoError(t, db.PretendEnded(t.Context(), 100000))
			assert.Equal(t, 0, state())
			require.NoError(t, db.Load(t.Context(), database.File{Name: "failed", Text: "update t_flink_app set state = 7"}))
			require.NoError(t, db.PretendEnded(t.Context(), 100000))
			assert.Equal(t, 7, state(), "one that ended by itself stays as it is")
			assert.ErrorContains(t, db.ForgetJob(t.Context(), 424242), "forget the job of the application 424242: found 0 rows of t_flink_app")
			assert.ErrorContains(t, db.PretendRunning(t.Context(), 424242, "x"), "set the application 424242 to running: found 0 rows of t_flink_app")
		},
	}
}
