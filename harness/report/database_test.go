package report_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/database"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/reporttest"
	"streampark-regress/harness/report/result"
)

// on is a run whose scenarios ran on a database.
func on(events []evidence.Event, product database.Product) []evidence.Event {
	var all []evidence.Event
	for _, e := range events {
		if e.Scenario != nil {
			s := *e.Scenario
			s.Database, e.Scenario = product, &s
		}
		all = append(all, e)
	}
	return all
}

// Where a run says on which database it ran, every report does; where it does not,
// none does.
func TestEveryReportSaysOnWhichDatabase(t *testing.T) {
	for product, said := range map[database.Product]bool{"": false, database.MariaDB: true} {
		events := on(reporttest.Everything(t), product)
		folder := run(t, events, &evidence.Redactor{})
		for _, name := range names() {
			text, err := os.ReadFile(filepath.Join(folder, name))
			require.NoError(t, err)
			title := "2.1.4 on MariaDB"
			if name == "result.json" {
				title = `"database": "mariadb"`
			}
			assert.Equal(t, said, strings.Contains(string(text), title), name)
		}
		r := result.Build(events)
		assert.Equal(t, said, strings.HasSuffix(r.Again(), " --database mariadb"))
		table, err := os.ReadFile(filepath.Join(folder, "table.txt"))
		require.NoError(t, err)
		assert.Equal(t, said, strings.Contains(string(table), "--database mariadb --release 2.1"))
	}
}

// One release on two databases is two lanes, each with its own verdict.
func TestOneReleaseOnTwoDatabases(t *testing.T) {
	var r result.Result
	for _, product := range []database.Product{database.PostgreSQL, database.MySQL} {
		r.Scenarios = append(r.Scenarios, result.Build(on(reporttest.Everything(t), product)).Scenarios...)
	}
	places := map[string]int{}
	for _, of := range r.Releases() {
		places[of.Place()] = of.Scenarios
	}
	assert.Equal(t, places["2.1.4 on PostgreSQL"], places["2.1.4 on MySQL"])
	assert.Positive(t, places["2.1.4 on MySQL"])
	assert.NotContains(t, places, "2.1.4")
	text, err := json.Marshal(r.Scenarios[0])
	require.NoError(t, err)
	assert.Contains(t, string(text), `"database":"postgres"`)
}
