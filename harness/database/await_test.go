package database_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/model/store"
)

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
	}
}
