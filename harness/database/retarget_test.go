package database_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/database"
)

func retarget(text string) (string, error) {
	f, err := database.Retarget(database.File{Name: "a.sql", Text: text}, "streampark", "mine")
	return f.Text, err
}

func TestAScriptIsRetargeted(t *testing.T) {
	for name, tt := range map[string]struct{ script, want string }{
		"nothing":              {"", ""},
		"no database is named": {"-- use streampark;\ninsert into t values ('use streampark;', \"use other;\");\n", "-- use streampark;\ninsert into t values ('use streampark;', \"use other;\");\n"},
		"a schema": {"/* licence; of ours */\n\ncreate database if not exists `streampark` character set utf8mb4;\nuse streampark;\n\ndrop table if exists `t_user`;\n",
			"/* licence; of ours */\n\n\nuse `mine`;\n\ndrop table if exists `t_user`;\n"},
		"an upgrade":           {"USE `streampark` ; alter table t add a int", "use `mine`; alter table t add a int"},
		"without a last sign":  {"select 1; use streampark", "select 1; use `mine`;"},
		"twice":                {"use streampark; select 1; use streampark; select 2;", "use `mine`; select 1; use `mine`; select 2;"},
		"its own name":         {"use mine; insert into mine.t values (1); drop table `mine`.`t`, mine.u;", "use mine; insert into mine.t values (1); drop table `mine`.`t`, mine.u;"},
		"aliases of tables":    {"use streampark; update t_a a join t_b b on a.id = b.id set a.x = b.x; select a.x, b.y from (select x from t_a) a, t_b b where streampark.x = 1", "use `mine`; update t_a a join t_b b on a.id = b.id set a.x = b.x; select a.x, b.y from (select x from t_a) a, t_b b where streampark.x = 1"},
		"quotes within quotes": {"insert into t values ('it''s; use other;', 'a\\'b; use other;', `a``b`); # use other;\nuse streampark;", "insert into t values ('it''s; use other;', 'a\\'b; use other;', `a``b`); # use other;\nuse `mine`;"},
		"a minus that is none": {"select 1--1; use streampark;", "select 1--1; use `mine`;"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := retarget(tt.script)
			require.NoError(t, err)
			assert.Equal(t, tt.want, got)
		})
	}
}

// A script that would touch another database is never run.
func TestAScriptAboutAnotherDatabaseIsRefused(t *testing.T) {
	for name, tt := range map[string]struct{ script, want string }{
		"uses another":            {"use streampark;\n\nuse other;", "a.sql, line 3: it is about the database other and not about mine alone, so it is not run: use other;"},
		"makes another":           {"create schema if not exists other;", "database other"},
		"drops its own":           {"drop database streampark;", "a.sql, line 1: it is about the database streampark"},
		"drops another":           {"drop database if exists other;", "database other"},
		"changes a whole one":     {"alter database other character set latin1;", "database other"},
		"changes the selected":    {"alter database character set latin1;", "it is about the database"},
		"drops a table elsewhere": {"drop table if exists `t_a`, other.t_user;", "database other"},
		"qualified":               {"drop table if exists streampark.t_user;", "database streampark"},
		"a table elsewhere":       {"alter table other . t_user add a int;", "database other"},
		"rows elsewhere":          {"insert into t select * from other.t;", "database other"},
		"rows joined":             {"update t join other.t u on t.id = u.id set t.a = 1;", "database other"},
		"deleted elsewhere":       {"delete from `other`.`t`;", "database other"},
		"emptied elsewhere":       {"truncate other.t;", "database other"},
		"an index elsewhere":      {"create index i on other.t (a);", "database other"},
		"hidden in a comment":     {"/*!40101 use other */;", "a.sql, line 1: it is about the database other"},
		"hidden in MariaDB's":     {"/*M!100000 drop database other */;", "database other"},
		"between two texts":       {"insert into t values ('a'); use other; insert into t values ('b');", "database other"},
		"a long one": {"insert into t select aaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbb, cccccccccccccc from other.t;",
			"insert into t select aaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbb ..."},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := retarget(tt.script)
			assert.ErrorContains(t, err, tt.want)
		})
	}
}
