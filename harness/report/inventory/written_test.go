package inventory_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/database"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/inventory"
	"streampark-regress/harness/report/reporttest"
	"streampark-regress/harness/savepoints"
)

// examined is an examination of a server that may be of several releases.
func examined(t *testing.T, versions ...string) savepoints.Examination {
	t.Helper()
	c, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	x := savepoints.Examination{Product: database.PostgreSQL}
	for _, v := range versions {
		r, err := c.Find(v)
		require.NoError(t, err)
		x.Releases = append(x.Releases, r)
	}
	known := release.KnownIssue{ID: "4134", Title: "no savepoint is stored", Database: "postgres"}
	x.Issues = []savepoints.Issue{{KnownIssue: known, Releases: versions}}
	at := time.Date(2026, 11, 22, 14, 0, 0, 5_000_000, time.UTC)
	x.Applications = []savepoints.Application{
		{Kept: database.Kept{ID: 100001, Name: "nightly", State: 5}, Savepoints: 2, Checkpoints: 13, Newest: at, Marked: "file:/a", Finding: savepoints.Current},
		{Kept: database.Kept{ID: 2, Name: "hourly", Asking: true, Triggered: at.Add(time.Hour), Cancelled: at.Add(2 * time.Hour)}, Finding: savepoints.Lost},
	}
	return x
}

func TestExaminationsAreWritten(t *testing.T) {
	harmless := examined(t, "2.1.4")
	harmless.Issues, harmless.Model, harmless.Product, harmless.Applications = nil, true, "", nil
	for name, x := range map[string]savepoints.Examination{"alike": examined(t, "2.1.5", "2.1.6"), "harmless": harmless} {
		reporttest.Text(t, name+".txt", written(t, x))
		var b strings.Builder
		require.NoError(t, inventory.JSON(&b, x))
		reporttest.Text(t, name+".json", b.String())
	}
}

// A product that is new is shown as it is.
func TestProducts(t *testing.T) {
	for p, want := range map[database.Product]string{"": "not looked at", database.PostgreSQL: "PostgreSQL", database.SQLite: "SQLite", "brand-new": "brand-new"} {
		assert.Contains(t, written(t, savepoints.Examination{Product: p}), "database  "+want+"\n")
	}
}

// full is where nothing can be written.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestWhatCannotBeWrittenIsAnError(t *testing.T) {
	assert.EqualError(t, inventory.Write(full{}, examined(t, "2.1.4")), "write what is kept: no space left")
	assert.ErrorContains(t, inventory.JSON(full{}, examined(t, "2.1.4")), "write what is kept: no space left")
}
