package docker_test

import (
	"cmp"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/connector"
	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/docker"
	"streampark-regress/harness/docker/dockertest"
	"streampark-regress/harness/model/store"
	"streampark-regress/harness/requirement"
	"streampark-regress/harness/streampark"
)

// postgres is the image of PostgreSQL.
func (b bench) postgres() string { return b.options.Databases[database.PostgreSQL].Image }

// onMariaDB is the spec of a server on MariaDB with a JDBC driver, nil for none. The
// test is skipped where there is no MariaDB.
func (b bench) onMariaDB(t *testing.T, jar *connector.Jar) deployment.Spec {
	t.Helper()
	kind := docker.Database{Database: b.catalogue.Databases["mariadb"], Jar: jar}
	kind.Image = cmp.Or(os.Getenv("REGRESS_MARIADB_IMAGE"), kind.Image)
	if !dockertest.Has(t, b.engine, kind.Image) {
		requirement.Missing(t, "mariadb", "the image "+kind.Image+" is not here; `make images` builds one, REGRESS_MARIADB_IMAGE names it")
	}
	b.options.Databases[database.MariaDB] = kind
	spec := b.spec(t, "2.1.4")
	spec.Database = database.MariaDB
	return spec
}

// On MariaDB a server gets a database of its own by scripts that would use another,
// and the driver it does not ship.
func TestAServerOnMariaDB(t *testing.T) {
	b := newBench(t)
	spec := b.onMariaDB(t, &connector.Jar{Name: "driver.jar", Content: []byte("a jar")})
	p := b.provider(t)
	d, err := p.Start(t.Context(), "on-mariadb", spec, ignore)
	require.NoError(t, err)
	assert.Equal(t, database.MariaDB, d.Database().Product())
	config, err := os.ReadFile(filepath.Join(b.options.Folder, "on-mariadb", "config.yaml"))
	require.NoError(t, err)
	assert.Contains(t, string(config), "dialect: mysql")
	assert.Contains(t, string(config), "jdbc:mysql://db-mariadb:3306/sp_on_mariadb")
	admin, err := streampark.New(d.URL()).SignIn(t.Context(), streampark.SeededAdmin, streampark.SeededPassword)
	require.NoError(t, err)
	_, err = admin.CreateToken(t.Context(), 100000, "before")
	require.NoError(t, err)

	ran, err := d.Upgrade(t.Context(), b.spec(t, "2.1.5").Release, ignore)
	require.NoError(t, err)
	assert.Equal(t, []string{"script/upgrade/mysql/2.1.5.sql"}, ran)
	rows, err := d.Database().TokensOf(t.Context(), 100000)
	require.NoError(t, err)
	require.Len(t, rows, 1, "the database is the same")
	traces, err := store.New(d.Database()).Upgrades(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []string{"2.1.5"}, traces)

	spec.Database = database.MySQL
	_, err = p.Start(t.Context(), "on-mysql", spec, ignore)
	assert.ErrorContains(t, err, "start a server on MySQL: no image of it was chosen")
}

func TestAServerWithoutItsDriver(t *testing.T) {
	b := newBench(t)
	spec := b.onMariaDB(t, nil)
	_, err := b.provider(t).Start(t.Context(), "without", spec, ignore)
	assert.ErrorContains(t, err, "on MariaDB: it needs a JDBC driver, and none was given")
}

// A large plan's servers hold more connections than a server of each product
// usually takes.
func TestADatabaseTakesManyServers(t *testing.T) {
	for _, product := range []database.Product{database.PostgreSQL, database.MariaDB} {
		t.Run(product.Title(), func(t *testing.T) {
			server := dockertest.Database(t, product)
			made, err := server.Create(t.Context(), "many")
			require.NoError(t, err)
			defer func() { assert.NoError(t, made.Close()) }()
			address, err := server.Address("many")
			require.NoError(t, err)
			for range 200 {
				one, err := database.Open(t.Context(), address)
				require.NoError(t, err)
				defer func() { assert.NoError(t, one.Close()) }()
			}
		})
	}
}
