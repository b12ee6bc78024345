package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDatabasesThatCannotBeMeant(t *testing.T) {
	notes := filepath.Join(t.TempDir(), "notes.txt")
	require.NoError(t, os.WriteFile(notes, []byte("no jar"), 0o644))
	for name, tt := range map[string]struct {
		env  map[string]string
		args []string
		code int
		want string
	}{
		"databases for one":       {nil, []string{"verify", "--database", "mysql,mariadb"}, 64, "--database mysql,mariadb: this command runs on one: name one of them"},
		"an image of no database": {nil, []string{"run", "--database-image", "mysql=mine"}, 64, "--database-image mysql=REF: nothing runs on MySQL"},
		"an image of either":      {nil, []string{"run", "--database", "mysql,mariadb", "--database-image", "mine"}, 64, "--database-image mine: say of which database it is, as mysql=mine"},
		"two images of one":       {nil, []string{"run", "--database-image", "mine,postgres=yours"}, 64, "postgres has mine already: give it one"},
		"no image of one":         {nil, []string{"run", "--database-image", "postgres="}, 64, "it names no image: write it as DATABASE=REF"},
		"a driver that is none":   {nil, []string{"run", "--database", "mariadb", "--mysql-connector", notes}, 64, "notes.txt: it is not a jar; give mysql-connector-j-8.0.33.jar of com.mysql:mysql-connector-j:8.0.33"},
		"a driver not there":      {nil, []string{"doctor", "--database", "mysql", "--mysql-connector", "nowhere.jar"}, 64, "read the JDBC driver: open nowhere.jar"},
		"a driver for nobody":     {nil, []string{"run", "--mysql-connector", "mine.jar"}, 64, "--mysql-connector: no database of this run needs a JDBC driver of its own"},
		"an upgrade on H2":        {nil, []string{"upgrade", "--from", "2.1.4", "--to", "2.1.5", "--database", "h2"}, 64, "--database h2: StreamPark brings H2 itself, and upstream has no upgrade scripts for it"},
		"an image of H2":          {nil, []string{"run", "--database", "h2", "--database-image", "mine"}, 64, "StreamPark brings H2 itself, and no image of it is run"},
		"another's variable":      {map[string]string{"DOCKER_HOST": "unix:///nowhere/docker.sock", "REGRESS_POSTGRES_IMAGE": "mine"}, []string{"run", "--target", "docker", "--database", "mariadb"}, 2, "connect to Docker"},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := regress(t, tt.env, tt.args...)
			assert.Equal(t, tt.code, code, out+errs)
			assert.Contains(t, errs, tt.want)
			assert.NotContains(t, out, "AS EXPECTED")
		})
	}
}

// The model stands in for H2 too, and says where it ran and what it left out.
func TestTheModelOnH2(t *testing.T) {
	code, out, errs := regress(t, nil, "run", "--target", "model", "--database", "h2", "--tags", "@database or @upgrade", "--verbose")
	require.Equal(t, 0, code, errs)
	for _, part := range []string{"2.1.4 on H2  model", "user-missing", "NOT RUN on 2.1.4 on H2: left out: 2 scenarios", "upstream has no upgrade scripts for this database", "PARTIAL, AS EXPECTED"} {
		assert.Contains(t, out, part)
	}
	code, out, errs = regress(t, nil, "run", "--target", "model", "--database", "h2", "--tags", "@contract", "--model-defect", "2.1.4=no-expiry")
	require.Equal(t, 1, code, errs)
	assert.Contains(t, out, "UNEXPECTED on 2.1.4 on H2")
}

// The model stands in for each database, with the issues that are met on it alone.
func TestTheModelOnDatabases(t *testing.T) {
	code, out, errs := regress(t, nil, "run", "--target", "model", "--release", "2.1.0", "--database", "postgres,mariadb", "--tags", "@known-issue-permissions-on-postgres", "--verbose")
	require.Equal(t, 0, code, errs)
	assert.Contains(t, out, "StreamPark 2.1.0 on PostgreSQL, known issue permissions-on-postgres")
	assert.NotContains(t, out, "on MariaDB, known issue permissions-on-postgres")
	assert.Contains(t, out, "on MariaDB, known issue users-open-to-members")
	assert.NotContains(t, out, "on PostgreSQL, known issue users-open-to-members")
}

// What no release reads is named, without its value.
func TestVariablesThatAreSetInVain(t *testing.T) {
	env := map[string]string{"DOCKER_HOST": "unix:///nowhere/docker.sock", "DATASOURCE_DIALECT": "pgsql", "DATASOURCE_PASSWORD": "hunter2"}
	_, out, _ := regress(t, env, "doctor")
	assert.Contains(t, out, "in vain  DATASOURCE_DIALECT, DATASOURCE_PASSWORD: no release of StreamPark reads it")
	assert.NotContains(t, out, "hunter2")
}
