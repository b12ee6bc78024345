package main

import (
	_ "embed"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/database"
	"streampark-regress/harness/docker/dockertest"
	"streampark-regress/harness/model/store"
)

// kept are the rows of three applications.
//
//go:embed testdata/kept.sql
var kept string

// keeping is the address of a database with three applications: one of 2.1.5's on
// PostgreSQL, whose savepoint was triggered and is not stored; one that is as it
// should be; and one that nobody ever stopped.
func keeping(t *testing.T, server database.Server) string {
	t.Helper()
	db, err := server.Create(t.Context(), "kept")
	require.NoError(t, err)
	require.NoError(t, store.Create(t.Context(), db))
	require.NoError(t, db.AddApplication(t.Context(), 200001, "billing", database.Flink{}))
	require.NoError(t, db.AddApplication(t.Context(), 200002, "orders", database.Flink{}))
	require.NoError(t, db.Load(t.Context(), database.File{Name: "rows", Text: kept}))
	require.NoError(t, db.Close())
	address, err := server.Address("kept")
	require.NoError(t, err)
	return address
}

func TestDiagnoseState(t *testing.T) {
	for name, tt := range map[string]struct {
		server func(*testing.T) database.Server
		title  string
		stores bool
	}{
		"SQLite": {func(t *testing.T) database.Server {
			t.Helper()
			server, err := database.NewServer("sqlite:" + t.TempDir())
			require.NoError(t, err)
			return server
		}, "SQLite", true},
		"PostgreSQL": {func(t *testing.T) database.Server { return dockertest.Database(t, database.PostgreSQL) }, "PostgreSQL", false},
		"MariaDB":    {func(t *testing.T) database.Server { return dockertest.Database(t, database.MariaDB) }, "MariaDB", true},
	} {
		t.Run(name, func(t *testing.T) {
			address := keeping(t, tt.server(t))
			url, _ := modelServer(t, "2.1.5")
			code, out, errs := regress(t, nil, "diagnose", "--state", "--url", url, "--database-url", address)
			require.Equal(t, 0, code, errs)
			assert.Contains(t, out, "MODEL: ")
			assert.Contains(t, out, "release   2.1.5 or 2.1.6\ndatabase  "+tt.title+"\n")
			assert.Regexp(t, `/openapi/app/start +API tokens +restoreFromSavepoint=true \(from API tokens only, only the word true is true\), restoreOrTriggerSavepoint=true, savepointPath=PATH\n`, out)
			assert.Regexp(t, `/flink/app/cancel +sign-ins, and API tokens where a white list opens it +restoreOrTriggerSavepoint=true, savepointPath=PATH\n`, out)
			assert.Contains(t, out, "savepoint-fields, of 2.1.5 and 2.1.6: ")
			assert.Equal(t, !tt.stores, strings.Contains(out, "  4134, of 2.1.5: "), "the issue is PostgreSQL's alone")
			assert.Regexp(t, `200001 billing +1 +0 +2026-11-24 09:00:01 +2026-11-24 10:00:00 +2026-11-24 11:00:00 +LOST: a savepoint was asked for and written, and none is stored since`, out)
			assert.Regexp(t, `200002 orders +1 +0 +2026-11-24 12:00:01 +- +2026-11-24 12:00:00 +what is stored is as new as the log\n`, out)
			assert.Regexp(t, `(?m)^100000 .* 0 +0 +- +- +- +no savepoint is stored`, out)
			assert.Contains(t, out, "not seen: whether a cancel asked for a savepoint: StreamPark logs every cancel alike")

			code, out, errs = regress(t, nil, "diagnose", "--state", "--json", "--url", url, "--database-url", address)
			require.Equal(t, 0, code, errs)
			var read struct {
				Releases     []string
				Applications []map[string]any
			}
			require.NoError(t, json.Unmarshal([]byte(out), &read))
			assert.Equal(t, []string{"2.1.5", "2.1.6"}, read.Releases)
			require.Len(t, read.Applications, 3)
			assert.Equal(t, "triggered-and-not-stored", read.Applications[1]["finding"])
			assert.Equal(t, "current", read.Applications[2]["finding"])
		})
	}
}

// Without the database nothing is said of applications, not even that there are
// none.
func TestDiagnoseStateWithoutADatabase(t *testing.T) {
	url, _ := modelServer(t, "2.1.4")
	code, out, errs := regress(t, nil, "diagnose", "--state", "--url", url)
	require.Equal(t, 0, code, errs)
	assert.Contains(t, out, "release   2.1.4\ndatabase  not looked at\n")
	assert.Regexp(t, `/flink/app/start +API tokens +savePointed=true, savePoint=PATH\n`, out)
	assert.NotContains(t, out, "Known to be lost")
	assert.NotContains(t, out, "APPLICATION")
	assert.Contains(t, out, "not seen: whether savepoints are stored: that takes --database-url\n")

	code, out, _ = regress(t, nil, "diagnose", "--state", "--json", "--url", url)
	require.Equal(t, 0, code)
	assert.Contains(t, out, `"applications": null`)
}

func TestDiagnoseStateThatCannotLook(t *testing.T) {
	for name, tt := range map[string]struct {
		args []string
		code int
		want string
	}{
		"a token":          {[]string{"--url", "http://127.0.0.1:1", "x"}, 64, "--state is not about a token"},
		"a watch":          {[]string{"--url", "http://127.0.0.1:1", "--watch"}, 64, "leave out --watch"},
		"a session":        {[]string{"--url", "http://127.0.0.1:1", "--session", "x"}, 64, "--state is not about a token"},
		"nobody is there":  {[]string{"--url", "http://127.0.0.1:1"}, 2, "reach http://127.0.0.1:1"},
		"no such database": {[]string{"--url", "http://127.0.0.1:1", "--database-url", "postgres://u:hunter2secret@127.0.0.1:1/x"}, 2, "connect to the database"},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := regress(t, nil, append([]string{"diagnose", "--state"}, tt.args...)...)
			assert.Equal(t, tt.code, code, out+errs)
			assert.Contains(t, errs, tt.want)
			assert.NotContains(t, out+errs, "hunter2secret")
		})
	}
}
