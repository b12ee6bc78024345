package deployment_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/deployment"
)

// On a deployment of the run's own everything is called as it always was.
func TestASoleTenant(t *testing.T) {
	tenant := deployment.Sole(deployment.SeededAdministrator())
	assert.Equal(t, "admin", tenant.Administrator.Name)
	assert.Equal(t, "scheduler12", tenant.Name("scheduler", 12))
	assert.Equal(t, "regress-12", tenant.ApplicationName(12))
	assert.Equal(t, "one more", tenant.Description("one more"))
	for number, want := range map[int]int64{1: 200001, 5001: 205001} {
		id, err := tenant.ApplicationID(number)
		require.NoError(t, err)
		assert.Equal(t, want, id)
		team, err := tenant.TeamID(number)
		require.NoError(t, err)
		assert.Equal(t, want+100000, team)
	}
	assert.True(t, tenant.Owns(100000))
	assert.EqualValues(t, 999999, tenant.Nobodys())
}

// On one that others use too everything of the run is known by its name or its id.
func TestATenantAmongOthers(t *testing.T) {
	tenant := deployment.Shared(deployment.Account{Name: "root"}, "regress-a1b2-", 1000, 4)
	assert.Equal(t, "regress-a1b2-s5143", tenant.Name("scheduler", 5143))
	assert.LessOrEqual(t, len(tenant.Name("scheduler", 15143)), 20, "2.1.4 takes no longer names")
	assert.Equal(t, "regress-a1b2-a12", tenant.ApplicationName(12))
	assert.Equal(t, "regress-a1b2-one more", tenant.Description("one more"))
	var ids []int64
	for range 3 {
		id, err := tenant.ApplicationID(1)
		require.NoError(t, err)
		ids = append(ids, id)
	}
	assert.Equal(t, []int64{1001, 1002, 1003}, ids)
	_, err := tenant.TeamID(1)
	require.ErrorContains(t, err, "the ids that were found free for this run are used up")
	assert.EqualValues(t, 1000, tenant.Nobodys(), "nobody has that")
	for id, want := range map[int64]bool{999: false, 1000: true, 1003: true, 1004: false, 100000: false} {
		assert.Equal(t, want, tenant.Owns(id), id)
	}
}
