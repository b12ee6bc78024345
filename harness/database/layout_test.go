package database_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/database"
)

// layouts are checks of what a database says of its tables.
func layouts() map[string]func(*testing.T, *bench) {
	return map[string]func(*testing.T, *bench){"what tables are made of": checkLayout}
}

func checkLayout(t *testing.T, b *bench) {
	db := b.empty(t)
	before, err := db.Layout(t.Context())
	require.NoError(t, err)
	assert.Empty(t, before, "of tables that are not its own it says nothing")
	require.NoError(t, db.Load(t.Context(), database.File{Name: "schema", Text: "create table t_one (id bigint not null, name varchar(64) default 'x')"}))
	made, err := db.Layout(t.Context())
	require.NoError(t, err)
	assert.Contains(t, made["t_one.id"], "not null")
	assert.Contains(t, made["t_one.name"], "64")
	assert.Contains(t, made["t_one.name"], "default")
	// The order of columns makes no difference, and a column of another length does.
	require.NoError(t, db.Load(t.Context(), database.File{Name: "again", Text: "drop table t_one"},
		database.File{Name: "other", Text: "create table t_one (name varchar(64) default 'x', id bigint not null)"}))
	same, err := db.Layout(t.Context())
	require.NoError(t, err)
	assert.Equal(t, made, same)
	require.NoError(t, db.Load(t.Context(), database.File{Name: "third", Text: "drop table t_one"},
		database.File{Name: "longer", Text: "create table t_one (name varchar(128) default 'x', id bigint not null)"}))
	longer, err := db.Layout(t.Context())
	require.NoError(t, err)
	assert.NotEqual(t, made, longer)
	if b.product.name == database.SQLite { // nothing is upgraded there
		return
	}
	require.NoError(t, db.Load(t.Context(), database.File{Name: "index", Text: "create unique index chosen on t_one (name, id)"}))
	indexed, err := db.Layout(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "unique", indexed["t_one index (name, id)"])
}
