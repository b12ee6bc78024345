package database_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/database"
	"streampark-regress/harness/model/store"
)

func servers() map[string]func(*testing.T, *bench) {
	return map[string]func(*testing.T, *bench){
		"a server answers": func(t *testing.T, b *bench) {
			assert.NoError(t, b.server.Ping(t.Context()))
		},
		"a server writes, again and again, and nothing of it is left": func(t *testing.T, b *bench) {
			for range 2 {
				assert.NoError(t, b.server.TryWriting(t.Context()))
			}
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			assert.ErrorContains(t, b.server.TryWriting(ctx), "write to the database server: ")
		},
		"a database knows its product": func(t *testing.T, b *bench) {
			assert.Equal(t, b.product.name, b.empty(t).Product())
		},
		"a database is made once": func(t *testing.T, b *bench) {
			name := b.name()
			db, err := b.server.Create(t.Context(), name)
			require.NoError(t, err)
			require.NoError(t, db.Close())
			_, err = b.server.Create(t.Context(), name)
			assert.ErrorContains(t, err, "create the database "+name+": ")
		},
		"a dropped database is gone, and its name free again": func(t *testing.T, b *bench) {
			name := `odd-name "quoted"`
			for range 2 {
				db, err := b.server.Create(t.Context(), name)
				require.NoError(t, err)
				require.NoError(t, store.Create(t.Context(), db), "the second one is empty")
				require.NoError(t, b.server.Drop(t.Context(), name), "somebody is still connected")
				_ = db.Close() // its connections may have been ended
			}
			address, err := b.server.Address(name)
			require.NoError(t, err)
			_, err = database.Open(t.Context(), address)
			assert.ErrorContains(t, err, "connect to the database")
			assert.NoError(t, b.server.Drop(t.Context(), name), "there is none any more")
		},
		"a database opened to be read refuses to write": func(t *testing.T, b *bench) {
			name := b.name()
			db, err := b.server.Create(t.Context(), name)
			require.NoError(t, err)
			defer db.Close()
			require.NoError(t, store.Create(t.Context(), db))
			address, err := b.server.Address(name)
			require.NoError(t, err)
			reader, err := database.OpenReadOnly(t.Context(), address)
			require.NoError(t, err)
			defer reader.Close()
			_, found, err := reader.UserByName(t.Context(), "admin")
			require.NoError(t, err)
			assert.True(t, found)
			assert.ErrorContains(t, reader.Lock(t.Context(), database.AdminID), "lock the user 100000: ")
			assert.Error(t, reader.DeleteAllTokens(t.Context()))
			assert.False(t, account(t, db, database.AdminID).Locked())
		},
	}
}

func TestAddressesThatCannotBeUsed(t *testing.T) {
	for name, tt := range map[string]struct{ address, want string }{
		"no scheme":             {"sp:hunter2@host/streampark", "write it like postgres://user:password@host:5432/streampark or mysql://user:password@host:3306/streampark or mariadb://user:password@host:3306/streampark or h2://host:10000 for a StreamPark on its own H2 or sqlite:PATH"},
		"another product":       {"oracle://sp:hunter2@host/streampark", "write it like postgres://"},
		"nothing":               {"", "write it like postgres://"},
		"no URL":                {"postgres://sp:hunter2%zz@host/streampark", "%40"},
		"nobody listens":        {"postgres://sp:hunter2@127.0.0.1:1/streampark", "connect to the database: "},
		"no URL of MySQL's":     {"mysql://sp:hunter2%zz@host/streampark", "the MySQL address is not a valid URL: write characters such as @, / and # in its password as %40"},
		"no URL of MariaDB's":   {"mariadb://sp:hunter2%zz@host/streampark", "the MariaDB address is not a valid URL"},
		"JDBC's parameters":     {"mysql://sp:hunter2@host/streampark?useSSL=false", "the MySQL address has the parameter useSSL: only tls is known, as in ?tls=preferred"},
		"an unknown way of TLS": {"mariadb://sp:hunter2@host/streampark?tls=maybe", "the MariaDB address has an unknown tls: write true, skip-verify, preferred or false"},
		"MySQL is not there":    {"mysql://sp:hunter2@127.0.0.1:1/streampark?tls=preferred", "connect to the database: "},
		"no URL of H2's":        {"h2://sp:hunter2%zz@host", "the H2 address is not a valid URL"},
		"an H2 parameter":       {"h2://sp:hunter2@host?password=hunter2", "the H2 address has the parameter password: only jdbc, sign-in and sign-in-password are known"},
		"H2 is not there":       {"h2://sp:hunter2@127.0.0.1:1", "connect to the database: "},
		"a file not there":      {"sqlite:/no/such/hunter2.txt", "connect to the database: "},
		"a folder for file":     {"sqlite:" + t.TempDir(), "connect to the database: "},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := database.OpenReadOnly(t.Context(), tt.address)
			require.ErrorContains(t, err, tt.want)
			assert.NotContains(t, err.Error(), "hunter2")
			_, err = database.Open(t.Context(), tt.address)
			require.Error(t, err)
			assert.NotContains(t, err.Error(), "hunter2")
		})
	}
}
