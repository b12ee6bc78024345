package release_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/release"
)

func TestUpgradeScripts(t *testing.T) {
	files := []string{
		"script/upgrade/pgsql/2.1.10.sql", "script/upgrade/pgsql/2.1.5.sql", "script/upgrade/pgsql/2.1.9.sql", "script/upgrade/pgsql/2.1.4.sql",
		"script/upgrade/pgsql/README.md", "script/upgrade/mysql/2.1.5.sql", "script/schema/pgsql-schema.sql", "conf/config.yaml",
	}
	for name, tt := range map[string]struct {
		from, to string
		want     []string
	}{
		"one":                {"2.1.4", "2.1.5", []string{"script/upgrade/pgsql/2.1.5.sql"}},
		"several, in order":  {"2.1.4", "2.1.10", []string{"script/upgrade/pgsql/2.1.5.sql", "script/upgrade/pgsql/2.1.9.sql", "script/upgrade/pgsql/2.1.10.sql"}},
		"none in between":    {"2.1.5", "2.1.6", nil},
		"to itself":          {"2.1.5", "2.1.5", nil},
		"on the way back":    {"2.1.9", "2.1.4", nil},
		"to a candidate":     {"2.1.4", "2.1.5-rc1", []string{"script/upgrade/pgsql/2.1.5.sql"}},
		"from its candidate": {"2.1.5-rc1", "2.1.5", nil},
	} {
		t.Run(name, func(t *testing.T) {
			to := release.Release{Version: tt.to, Databases: map[string]release.Storage{"postgres": {Upgrade: "script/upgrade/pgsql"}, "mysql": {Upgrade: "script/upgrade/mysql"}, "h2": {}}}
			assert.Equal(t, tt.want, to.UpgradeScripts(tt.from, "postgres", slices.Values(files)))
		})
	}
}
