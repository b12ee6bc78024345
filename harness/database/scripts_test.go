package database_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/database"
)

// awkward is what StreamPark's own scripts hold and a reader that splits at
// semicolons trips over.
const awkward = `-- a comment; with a semicolon
create table noted (text varchar(64));
insert into noted (text) values ('one; two -- three');
/* another; one */
insert into noted (text) values ('it''s');
`

// broken fails at its second statement.
const broken = "insert into noted (text) values ('half'); insert into nowhere (text) values ('never')"

// noted are the rows of the table that the scripts make.
func noted(t *testing.T, db *database.Database) []string {
	t.Helper()
	rows, err := db.Statements().Rows(t.Context(), "select text from noted order by text")
	require.NoError(t, err)
	defer rows.Close()
	found := []string{}
	for rows.Next() {
		var text string
		require.NoError(t, rows.Scan(&text))
		found = append(found, text)
	}
	require.NoError(t, rows.Err())
	return found
}

func scripts() map[string]func(*testing.T, *bench) {
	return map[string]func(*testing.T, *bench){
		"files of many statements are loaded in order": func(t *testing.T, b *bench) {
			db := b.empty(t)
			require.NoError(t, db.Load(t.Context(), database.File{Name: "1.sql", Text: awkward}, database.File{Name: "2.sql", Text: "delete from noted where text like 'one%'"}))
			assert.Equal(t, []string{"it's"}, noted(t, db))
		},
		"a load that fails names its file": func(t *testing.T, b *bench) {
			db := b.empty(t)
			err := db.Load(t.Context(), database.File{Name: "1.sql", Text: awkward}, database.File{Name: "2.sql", Text: broken}, database.File{Name: "3.sql", Text: "drop table noted"})
			assert.ErrorContains(t, err, "run 2.sql: ")
			assert.ErrorContains(t, err, "nowhere")
			assert.Contains(t, noted(t, db), "it's", "it stopped there")
		},
		"upgrade scripts count together": func(t *testing.T, b *bench) {
			db := b.empty(t)
			require.NoError(t, db.Upgrade(t.Context(), database.File{Name: "1.sql", Text: awkward}, database.File{Name: "2.sql", Text: "insert into noted (text) values ('more')"}))
			assert.Equal(t, []string{"it's", "more", "one; two -- three"}, noted(t, db))
			assert.NoError(t, db.Upgrade(t.Context()), "there may be no scripts to run")
		},
		"an upgrade that fails says what became of the database": func(t *testing.T, b *bench) {
			db := b.empty(t)
			require.NoError(t, db.Load(t.Context(), database.File{Name: "0.sql", Text: awkward}))
			err := db.Upgrade(t.Context(), database.File{Name: "1.sql", Text: "create table half (a int); insert into noted (text) values ('first')"},
				database.File{Name: "2.sql", Text: broken})
			assert.ErrorContains(t, err, "run 2.sql: ")
			assert.ErrorContains(t, err, b.product.cut)
			left, table := []string{"it's", "one; two -- three"}, db.Upgrade(t.Context(), database.File{Name: "1.sql", Text: "create table half (a int)"})
			if b.product.whole {
				assert.Equal(t, left, noted(t, db))
				assert.NoError(t, table, "the table was taken back too")
				return
			}
			assert.Equal(t, append([]string{"first", "half"}, left...), noted(t, db))
			assert.ErrorContains(t, table, "run 1.sql: ", "the table is there")
		},
	}
}
