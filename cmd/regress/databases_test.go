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
		"MariaDB on the model":    {nil, []string{"run", "--target", "model", "--database", "mariadb"}, 64, "the model has no MariaDB: leave out --database or --target model"},
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
