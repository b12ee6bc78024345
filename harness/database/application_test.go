package database_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"streampark-regress/harness/database"
	"streampark-regress/harness/model/store"
)

const demo = database.DemoApplicationID

// application reads an application's row.
func application(t *testing.T, db *database.Database, id int64) store.Application {
	t.Helper()
	a, found, err := store.New(db).Application(t.Context(), id)
	require.NoError(t, err)
	require.True(t, found)
	return a
}

func applications() map[string]func(*testing.T, *bench) {
	one := new(int64(1))
	return map[string]func(*testing.T, *bench){
		"Flink is registered once": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			for _, at := range []string{"'first'", "second"} {
				require.NoError(t, db.AddFlink(t.Context(), database.Flink{Home: "/" + at, Address: "http://" + at}))
			}
			for _, version := range []*int64{nil, one} { // it is the default one too
				home, found, err := store.New(db).FlinkHome(t.Context(), version)
				require.NoError(t, err)
				assert.True(t, found)
				assert.Equal(t, "/'first'", home)
			}
			address, found, err := store.New(db).ClusterAddress(t.Context(), one)
			require.NoError(t, err)
			assert.True(t, found)
			assert.Equal(t, "http://'first'", address)
		},
		"an added application can be started, and is else like the seeded one": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			require.NoError(t, db.Load(t.Context(), database.File{Name: "more columns", Text: "alter table t_flink_app add tags varchar(16); update t_flink_app set tags = 'kept', state = 3"}))
			require.NoError(t, db.AddApplication(t.Context(), 200001, "it's new", database.Flink{}))
			assert.Equal(t, store.Application{ID: 200001, Team: database.DefaultTeamID, Owner: database.AdminID, Mode: store.Remote, State: 0, Name: "it's new", Version: one, Cluster: one},
				application(t, db, 200001))
			var name, tags string
			require.NoError(t, db.Statements().Row(t.Context(), "select job_name, tags from t_flink_app where id = ?", 200001).Scan(&name, &tags))
			assert.Equal(t, []string{"it's new", "kept"}, []string{name, tags})
			built, err := store.New(db).Built(t.Context(), 200001)
			require.NoError(t, err)
			assert.True(t, built)
			var statements int
			require.NoError(t, db.Statements().Row(t.Context(), "select count(*) from t_flink_sql s join t_flink_effective e on e.target_id = s.id and e.app_id = s.app_id where s.app_id = ?", 200001).
				Scan(&statements))
			assert.Equal(t, 1, statements)
			assert.Equal(t, 3, application(t, db, demo).State, "the seeded one is as it was")
		},
		"the state may be a text, as in the schema of 2.0.0 for PostgreSQL": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			if db.Product() == database.PostgreSQL {
				require.NoError(t, db.Load(t.Context(), database.File{Name: "2.0.0", Text: "alter table t_flink_app alter column state type varchar(50)"}))
			}
			require.NoError(t, db.AddApplication(t.Context(), 200001, "new", database.Flink{}))
			require.NoError(t, db.ResetApplication(t.Context(), 200001))
			require.NoError(t, db.Occupy(t.Context(), 200001))
			state, err := db.ApplicationState(t.Context(), 200001)
			require.NoError(t, err)
			assert.Equal(t, 3, state)
			require.NoError(t, db.PretendRunning(t.Context(), 200001, "job"))
			require.NoError(t, db.PretendEnded(t.Context(), 200001))
			resting, err := db.RestingApplications(t.Context())
			require.NoError(t, err)
			assert.Contains(t, resting, int64(200001))
		},
		"where failed starts stay, one that is being started counts as one at rest": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			require.NoError(t, db.Occupy(t.Context(), demo))
			assert.ErrorContains(t, db.ResetApplication(t.Context(), demo), "its state is 3, in which it is busy")
			db.FailedStartsStay()
			require.NoError(t, db.AwaitStartable(t.Context(), demo))
			require.NoError(t, db.ResetApplication(t.Context(), demo))
			assert.Zero(t, application(t, db, demo).State)
		},
		"an application that cannot be added leaves nothing": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			require.NoError(t, db.Load(t.Context(), database.File{Name: "in the way", Text: "insert into t_app_build_pipe (app_id) values (200001)"}))
			assert.ErrorContains(t, db.AddApplication(t.Context(), 200001, "new", database.Flink{}), "add the application 200001: ")
			_, err := db.ApplicationState(t.Context(), 200001)
			assert.ErrorContains(t, err, "it is not in t_flink_app")
			require.NoError(t, db.Load(t.Context(), database.File{Name: "no seed", Text: "delete from t_flink_app"}))
			assert.ErrorContains(t, db.AddApplication(t.Context(), 200002, "new", database.Flink{}), "found 0 rows of t_flink_app with id 100000 instead of one")
		},
		"many are added at once by many connections": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			var all errgroup.Group
			for id := range int64(20) {
				all.Go(func() error {
					return db.AddApplication(t.Context(), 200000+id, fmt.Sprintf("number %d", id), database.Flink{})
				})
				all.Go(func() error { return store.New(db).SetState(t.Context(), demo, store.Failed) })
			}
			require.NoError(t, all.Wait())
		},
		"the seeded application is prepared for a start": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			require.NoError(t, db.PrepareApplication(t.Context(), demo))
			a := application(t, db, demo)
			assert.Equal(t, store.Remote, a.Mode)
			assert.Equal(t, []*int64{one, one}, []*int64{a.Version, a.Cluster})
			built, err := store.New(db).Built(t.Context(), demo)
			require.NoError(t, err)
			assert.True(t, built)
		},
		"an application is moved to another team": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			require.NoError(t, db.MoveApplicationToTeam(t.Context(), demo, 300001))
			assert.EqualValues(t, 300001, application(t, db, demo).Team)
			assert.Equal(t, database.AdminID, application(t, db, demo).Owner)
		},
		"an application is reset where it can be started": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			for state, startable := range map[int]bool{0: true, 2: true, store.Failed: true, 9: true, 20: true, -9: true, 1: false, store.Starting: false, 5: false, store.Cancelling: false} {
				t.Run(fmt.Sprint(state), func(t *testing.T) {
					require.NoError(t, store.New(db).SetState(t.Context(), demo, state))
					now, err := db.ApplicationState(t.Context(), demo)
					require.NoError(t, err)
					assert.Equal(t, state, now)
					ready, err := db.Startable(t.Context(), demo)
					require.NoError(t, err)
					assert.Equal(t, startable, ready)
					err = db.ResetApplication(t.Context(), demo)
					if startable {
						require.NoError(t, err)
						assert.Zero(t, application(t, db, demo).State)
						return
					}
					assert.ErrorContains(t, err, fmt.Sprintf("reset the application 100000: its state is %d, in which it is busy", state))
					assert.Equal(t, state, application(t, db, demo).State)
				})
			}
		},
	}
}

func waits() map[string]func(*testing.T, *bench) {
	return map[string]func(*testing.T, *bench){
		"an application that can be started is not waited for": func(t *testing.T, b *bench) {
			require.NoError(t, b.seeded(t).AwaitStartable(t.Context(), demo))
		},
		"an application that is being started is waited for": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			require.NoError(t, store.New(db).SetState(t.Context(), demo, store.Starting))
			ended := make(chan error, 1)
			go func() { ended <- db.AwaitStartable(t.Context(), demo) }()
			select {
			case err := <-ended:
				require.Failf(t, "it did not wait", "%v", err)
			case <-time.After(200 * time.Millisecond):
			}
			require.NoError(t, store.New(db).SetState(t.Context(), demo, store.Failed))
			select {
			case err := <-ended:
				require.NoError(t, err)
			case <-time.After(20 * time.Second):
				require.Fail(t, "it still waits")
			}
		},
		"the wait ends with its context": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			require.NoError(t, store.New(db).SetState(t.Context(), demo, store.Starting))
			ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
			defer cancel()
			err := db.AwaitStartable(ctx, demo)
			require.ErrorIs(t, err, context.DeadlineExceeded)
			assert.EqualError(t, err, "wait for the application 100000 to be startable again (at most 1m0s): context deadline exceeded")
		},
		"an application that is not there is not waited for": func(t *testing.T, b *bench) {
			assert.ErrorContains(t, b.seeded(t).AwaitStartable(t.Context(), nobody), "it is not in t_flink_app")
		},
	}
}
