package result_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/database"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/result"
)

// The command for some scenarios has every flag that mattered, and none that it
// would be refused for.
func TestTheCommandForSomeScenarios(t *testing.T) {
	r := result.Result{Run: evidence.Run{ID: "r1", Program: "bin/regress run", Command: "bin/regress run --all", Builds: []evidence.Build{{Name: "mine"}},
		Flags: []string{"--target", "docker", "--image", "2.1.4=a", "--image", "mine=b c", "--like", "2.1.5", "--expect-known", "mine=4281",
			"--database-image", "mysql=d", "--database-image", "mariadb=e", "--mysql-connector", "f.jar", "--model-defect", "2.1.7=x"}}}
	on := func(version string, p database.Product, line int, becomes ...string) result.Scenario {
		return result.Scenario{Scenario: evidence.Scenario{Release: version, Database: p, File: "features/x.feature", Line: line, Becomes: becomes}}
	}
	var many []result.Scenario
	for line := range 21 {
		many = append(many, on("2.1.5", database.MySQL, line+1))
	}
	for name, tt := range map[string]struct {
		scenarios []result.Scenario
		want      string
	}{
		"a release": {[]result.Scenario{on("2.1.4", database.MySQL, 3)},
			"bin/regress run --target docker --image 2.1.4=a --database-image mysql=d --mysql-connector f.jar --database mysql --release 2.1.4 --scenario features/x.feature:3"},
		"a build": {[]result.Scenario{on("mine", database.PostgreSQL, 3)},
			"bin/regress run --target docker --image 'mine=b c' --like 2.1.5 --expect-known mine=4281 --database postgres --release mine --scenario features/x.feature:3"},
		"an upgrade": {[]result.Scenario{on("2.1.6", "", 3, "2.1.7")},
			"bin/regress run --target docker --model-defect 2.1.7=x --release 2.1.6 --scenario features/x.feature:3"},
		"a group": {[]result.Scenario{on("2.1.5", database.MySQL, 3), on("2.1.5", database.MySQL, 9), on("2.1.6", database.MySQL, 9)},
			"bin/regress run --target docker --database-image mysql=d --mysql-connector f.jar --database mysql --release 2.1.5,2.1.6 --scenario features/x.feature:3 --scenario features/x.feature:9"},
		"many": {many, "bin/regress run --target docker --database-image mysql=d --mysql-connector f.jar --database mysql --release 2.1.5 --rerun-failed=r1"},
	} {
		assert.Equal(t, tt.want, r.AgainWith(tt.scenarios...), name)
	}
	r.Run.Flags = nil
	assert.Equal(t, "bin/regress run --all --release 2.1.5 --scenario features/x.feature:3", r.AgainWith(on("2.1.5", "", 3)), "an older log")
}
