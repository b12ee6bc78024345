package database_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/database"
)

func kept() map[string]func(*testing.T, *bench) {
	return map[string]func(*testing.T, *bench){
		"what is kept of an application's state": func(t *testing.T, b *bench) {
			db := b.seeded(t)
			all, err := db.Kept(t.Context())
			require.NoError(t, err)
			require.NotEmpty(t, all)
			assert.Equal(t, int64(100000), all[0].ID)
			assert.Empty(t, all[0].Rows)
			assert.Zero(t, all[0].Cancelled)

			require.NoError(t, db.Load(t.Context(), database.File{Name: "rows", Text: `
insert into t_flink_savepoint (id, app_id, type, path, latest, trigger_time, create_time) values
 (1, 100000, 2, 'file:///a', false, '2026-11-24 09:59:59', '2026-11-24 10:00:00.25'), (2, 100000, 1, 'file:///b', true, '2026-11-24 11:00:00', null);
insert into t_flink_savepoint (id, app_id, latest) values (3, 100000, false), (4, 424242, true);
insert into t_flink_log (id, app_id, success, option_time, option_name) values
 (1, 100000, true, '2026-11-24 08:00:00', 3), (2, 100000, true, '2026-11-24 12:00:00', 3), (3, 100000, false, '2026-11-24 13:00:00', 3),
 (4, 100000, true, '2026-11-24 12:30:00', 2), (5, 100000, true, '2026-11-24 14:00:00', 1), (6, 424242, true, '2026-11-24 15:00:00', 3);
update t_flink_app set state = 9, option_state = 4 where id = 100000;`}))
			all, err = db.Kept(t.Context())
			require.NoError(t, err)
			at := func(hour, minute, milli int) time.Time {
				return time.Date(2026, 11, 24, hour, minute, 0, milli*1e6, time.UTC)
			}
			fraction := 0
			if b.product.fractions {
				fraction = 250
			}
			want := database.Kept{ID: 100000, Name: all[0].Name, State: 9, Asking: true, Cancelled: at(12, 0, 0), Triggered: at(12, 30, 0), Rows: []database.KeptRow{
				{Kind: database.Savepoint, Path: "file:///a", At: at(10, 0, fraction)},
				{Kind: database.Checkpoint, Path: "file:///b", Latest: true, At: at(11, 0, 0)}, {}}}
			assert.Equal(t, want, all[0])
		},
	}
}
