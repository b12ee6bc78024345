package suite_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/database"
	"streampark-regress/suite"
)

// A plan on several databases says which is which; one on PostgreSQL alone says
// nothing of it.
func TestPlansOnDatabases(t *testing.T) {
	files := text("Feature: x\n  Scenario: everywhere\n" + onAny + caller + starts +
		"  @on-postgres\n  Scenario: on one\n" + onAny + caller + starts + "  @on-mysql @on-mariadb\n  Scenario: on two\n" + onAny + caller + starts)
	all := []database.Product{database.PostgreSQL, database.MySQL, database.MariaDB}
	p, err := planned(t, files, suite.Selection{Releases: []string{"2.1.5"}, Databases: all})
	require.NoError(t, err)
	var got strings.Builder
	p.Print(&got)
	assert.Equal(t, `6 scenarios on 3 servers: scenarios with the same release and settings share one, those tagged @own-server have their own

2.1.5-postgres: StreamPark 2.1.5 on PostgreSQL as shipped
├─ everywhere  (features/issues/x.feature:2)
└─ on one  (features/issues/x.feature:9)

2.1.5-mysql: StreamPark 2.1.5 on MySQL as shipped
├─ everywhere  (features/issues/x.feature:2)
└─ on two  (features/issues/x.feature:16)

2.1.5-mariadb: StreamPark 2.1.5 on MariaDB as shipped
├─ everywhere  (features/issues/x.feature:2)
└─ on two  (features/issues/x.feature:16)

servers start in this order, as many side by side as processors and memory allow: 2.1.5-postgres, 2.1.5-mysql, 2.1.5-mariadb
`, got.String())
	assert.Contains(t, p.IDs(), "2.1.5 on mariadb features/issues/x.feature:16")
	for i, s := range p.Servers {
		_, known := s.Spec.Release.Issue("4134")
		assert.Equal(t, i == 0, known, "the issue is PostgreSQL's alone")
	}

	p, err = planned(t, files, suite.Selection{Releases: []string{"2.1.5"}})
	require.NoError(t, err)
	assert.Equal(t, []string{"2.1.5 features/issues/x.feature:2", "2.1.5 features/issues/x.feature:9"}, p.IDs())
	assert.Equal(t, "StreamPark 2.1.5 as shipped", p.Servers[0].Spec.Describe())
	_, err = planned(t, files, suite.Selection{Databases: []database.Product{"oracle"}})
	assert.EqualError(t, err, `unknown database "oracle": choose one of h2, mariadb, mysql or postgres`)
	_, err = planned(t, text("Feature: x\n  @on-oracle\n  Scenario: y\n"+onAny+caller+starts), suite.Selection{})
	assert.ErrorContains(t, err, "the tag @on-oracle is about a database the catalogue does not have: it has h2, mariadb, mysql, postgres")
}

// What a database inside StreamPark cannot show is left out by name: a restart
// where it is in memory, and every upgrade. A scenario about it by name is played.
func TestPlansOnADatabaseOfStreamParksOwn(t *testing.T) {
	const restart, upgrade = "    When the server is restarted\n", "    When the server is upgraded to 2.1.5\n"
	files := text("Feature: x\n  Scenario: everywhere\n" + onAny + caller + starts + "  Scenario: again\n" + onAny + caller + restart + starts +
		"  @on-h2\n  Scenario: all is lost\n" + onAny + caller + restart + starts + "  @own-server\n  Scenario: newer\n    Given StreamPark 2.1.4 as shipped\n" + caller + upgrade + starts)
	p, err := planned(t, files, suite.Selection{Releases: []string{"2.1.4", "2.1.5"}, Databases: []database.Product{database.H2, database.MySQL}})
	require.NoError(t, err)
	played := map[string][]string{}
	for _, s := range p.Servers {
		for _, j := range s.Jobs {
			on := j.Spec.Release.Version + " " + string(j.Spec.Database)
			played[on] = append(played[on], j.Scenario.Name)
		}
	}
	assert.Equal(t, map[string][]string{"2.1.4 h2": {"everywhere", "all is lost"}, "2.1.5 h2": {"everywhere", "again", "all is lost"},
		"2.1.4 mysql": {"everywhere", "again", "newer"}, "2.1.5 mysql": {"everywhere", "again"}}, played)
	var got strings.Builder
	p.Print(&got)
	_, left, _ := strings.Cut(got.String(), "\nnot run\n")
	assert.Equal(t, `·  again on 2.1.4 on H2: it needs a restart, and this release keeps its own database in memory: all rows are lost then
·  newer on 2.1.4 on H2: it needs an upgrade, and upstream has no upgrade scripts for this database
`, left)
}
