package report_test

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/database"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/bug"
	"streampark-regress/harness/report/github"
	"streampark-regress/harness/report/reporttest"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/version"
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

// Where a run says by which program it was made and of which images, every report
// does; where it does not, none does.
func TestEveryReportSaysByWhatItWasMade(t *testing.T) {
	for made, said := range map[string]bool{"not told": false, "told": true} {
		events := reporttest.Everything(t)
		if said {
			begun := *events[0].Run
			begun.Regress, begun.Images = &version.Version{Version: "v1.2.3", Commit: "feedc0de98765432", Go: "go9.8"}, map[string]string{"mine/streampark:1": "sha256:feed"}
			events[0].Run = &begun
		}
		folder := run(t, events, &evidence.Redactor{})
		for _, name := range names() {
			text, err := os.ReadFile(filepath.Join(folder, name))
			require.NoError(t, err)
			for _, what := range []string{"v1.2.3", "feedc0de9876", "go9.8", "mine/streampark:1", "sha256:feed"} {
				assert.Equal(t, said, strings.Contains(string(text), what), "%s: %s in %s", made, what, name)
			}
		}
		for name, write := range map[string]func(io.Writer, result.Result) error{
			"job summary": github.Summary,
			"bug report":  func(out io.Writer, r result.Result) error { return bug.Write(out, r, release.KnownIssue{ID: "3933"}) },
		} {
			assert.Equal(t, said, strings.Contains(written(t, write, events), "regress v1.2.3, commit feedc0de9876, go9.8"), name)
		}
	}
}
