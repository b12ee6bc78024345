package savepoints_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/database"
	"streampark-regress/harness/release"
	"streampark-regress/harness/savepoints"
)

func at(hour int) time.Time { return time.Date(2026, 11, 24, hour, 0, 0, 0, time.UTC) }

func savepoint(hour int) database.KeptRow {
	return database.KeptRow{Kind: database.Savepoint, Path: "file:///a", At: at(hour), Latest: true}
}

func TestWhatRowsComeTo(t *testing.T) {
	checkpoint := database.KeptRow{Kind: database.Checkpoint, Path: "file:///c", At: at(20), Latest: true}
	unmarked := database.KeptRow{Kind: database.Savepoint, Path: "file:///a", At: at(10)}
	undated := database.KeptRow{Kind: database.Savepoint, Path: "file:///a", Latest: true}
	for name, tt := range map[string]struct {
		kept database.Kept
		want savepoints.Finding
	}{
		"nothing":                         {database.Kept{}, savepoints.Nothing},
		"a savepoint after the cancel":    {database.Kept{Rows: []database.KeptRow{savepoint(11)}, Cancelled: at(10)}, savepoints.Current},
		"a savepoint and no cancel":       {database.Kept{Rows: []database.KeptRow{savepoint(11)}}, savepoints.Current},
		"the savepoint of the cancel":     {database.Kept{Rows: []database.KeptRow{savepoint(10)}, Cancelled: at(10)}, savepoints.Current},
		"a savepoint before the cancel":   {database.Kept{Rows: []database.KeptRow{savepoint(9)}, Cancelled: at(10)}, savepoints.Older},
		"a cancel and no savepoint":       {database.Kept{Cancelled: at(10)}, savepoints.Older},
		"a cancel and checkpoints":        {database.Kept{Rows: []database.KeptRow{checkpoint}, Cancelled: at(10)}, savepoints.Older},
		"triggered and stored":            {database.Kept{Rows: []database.KeptRow{savepoint(11)}, Triggered: at(10)}, savepoints.Current},
		"triggered and not stored":        {database.Kept{Rows: []database.KeptRow{savepoint(9)}, Triggered: at(10)}, savepoints.Lost},
		"triggered, and cancelled later":  {database.Kept{Rows: []database.KeptRow{savepoint(9)}, Triggered: at(10), Cancelled: at(12)}, savepoints.Lost},
		"triggered, stored and cancelled": {database.Kept{Rows: []database.KeptRow{savepoint(11)}, Triggered: at(10), Cancelled: at(12)}, savepoints.Older},
		"the older of two":                {database.Kept{Rows: []database.KeptRow{savepoint(11), savepoint(9)}, Cancelled: at(10)}, savepoints.Current},
		"none is marked":                  {database.Kept{Rows: []database.KeptRow{unmarked}}, savepoints.Unmarked},
		"one without a time":              {database.Kept{Rows: []database.KeptRow{undated, savepoint(9)}, Cancelled: at(10)}, savepoints.Undated},
		"checkpoints alone":               {database.Kept{Rows: []database.KeptRow{checkpoint}}, savepoints.Current},
	} {
		assert.Equal(t, tt.want, savepoints.Judge(tt.kept).Finding, name)
	}
	a := savepoints.Judge(database.Kept{Rows: []database.KeptRow{savepoint(9), unmarked, checkpoint}})
	assert.Equal(t, []any{2, 1, at(10), "file:///c"}, []any{a.Savepoints, a.Checkpoints, a.Newest, a.Marked})
}

// kept is a database.
type kept struct {
	all     []database.Kept
	product database.Product
	err     error
}

func (k kept) Kept(context.Context) ([]database.Kept, error) { return k.all, k.err }
func (k kept) Product() database.Product                     { return k.product }

func TestTheIssuesOfARelease(t *testing.T) {
	catalogue, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	server := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	for name, tt := range map[string]struct {
		release string
		on      savepoints.Database
		want    []string
	}{
		"2.1.4":                 {"2.1.4", nil, nil},
		"2.1.5 on PostgreSQL":   {"2.1.5", kept{product: database.PostgreSQL}, []string{"savepoint-fields", "savepoint-fields-cancel", "4134"}},
		"2.1.5 on another":      {"2.1.5", kept{product: database.SQLite}, []string{"savepoint-fields", "savepoint-fields-cancel"}},
		"2.1.5, nobody looked":  {"2.1.5", nil, []string{"savepoint-fields", "savepoint-fields-cancel", "4134"}},
		"2.1.6, which has less": {"2.1.6", kept{product: database.PostgreSQL}, []string{"savepoint-fields", "savepoint-fields-cancel"}},
	} {
		x, err := savepoints.Examine(t.Context(), catalogue, savepoints.Subject{URL: server.URL, Release: tt.release, Database: tt.on})
		require.NoError(t, err, name)
		var ids []string
		for _, k := range x.Issues {
			ids = append(ids, k.ID)
			assert.Equal(t, []string{tt.release}, k.Releases)
		}
		assert.Equal(t, tt.want, ids, name)
		assert.Equal(t, tt.on == nil, x.Applications == nil, name)
	}
	_, err = savepoints.Examine(t.Context(), catalogue, savepoints.Subject{URL: server.URL})
	require.ErrorContains(t, err, "no answer of StreamPark's was seen")
	_, err = savepoints.Examine(t.Context(), catalogue, savepoints.Subject{URL: server.URL, Release: "2.1.5", Database: kept{err: errors.New("no such table")}})
	require.ErrorContains(t, err, "read what is kept of the applications: no such table")
	_, err = savepoints.Examine(t.Context(), catalogue, savepoints.Subject{URL: "http://127.0.0.1:1"})
	require.ErrorContains(t, err, "reach http://127.0.0.1:1")
}
