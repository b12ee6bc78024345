package docker_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/deployment/deploymenttest"
	"streampark-regress/harness/model/store"
	"streampark-regress/harness/streampark"
)

func TestUpgradeRunsTheScriptsInBetween(t *testing.T) {
	b := newBench(t)
	d, err := b.provider(t).Start(t.Context(), "old", b.spec(t, "2.1.4"), ignore)
	require.NoError(t, err)
	admin, err := streampark.New(d.URL()).SignIn(t.Context(), streampark.SeededAdmin, streampark.SeededPassword)
	require.NoError(t, err)
	made, err := admin.CreateToken(t.Context(), 100000, "before")
	require.NoError(t, err)
	_, err = d.Clock().Pass(t.Context(), made.Made, 25*time.Hour)
	require.NoError(t, err)

	ran, err := d.Upgrade(t.Context(), b.spec(t, "2.1.5").Release, ignore)
	require.NoError(t, err)
	assert.Equal(t, []string{"script/upgrade/pgsql/2.1.5.sql"}, ran)
	assert.Equal(t, "2.1.5", d.Release().Version)
	now, err := streampark.New(d.URL()).ServerTime(t.Context())
	require.NoError(t, err)
	assert.WithinDuration(t, time.Now().Add(25*time.Hour), now, time.Minute, "the new server goes on with the moved clock")
	rows, err := d.Database().TokensOf(t.Context(), 100000)
	require.NoError(t, err)
	require.Len(t, rows, 1, "the database is the same")
	traces, err := store.New(d.Database()).Upgrades(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []string{"2.1.5"}, traces)

	ran, err = d.Upgrade(t.Context(), b.spec(t, "2.1.4").Release, ignore)
	require.NoError(t, err)
	assert.Empty(t, ran, "there is no script on the way back")
}

// Nothing of the log is lost by a restart or an upgrade, and what a run keeps of
// it is the old container's log by its release and the whole.
func TestRestartAndUpgradeKeepTheLog(t *testing.T) {
	b := newBench(t)
	deploymenttest.KeepsItsLog(t, b.provider(t), b.spec(t, "2.1.4").Release, b.spec(t, "2.1.5").Release)
	old, err := os.ReadFile(filepath.Join(b.options.Folder, "log", "server-2.1.4.log"))
	require.NoError(t, err)
	assert.Equal(t, 2, strings.Count(string(old), "MODEL of StreamPark 2.1.4"), "the container was restarted once")
	assert.NotContains(t, string(old), "2.1.5")
}

// A second upgrade keeps the log of the container it replaces, and no other.
func TestSecondUpgradeKeepsTheLogOfTheContainerItReplaces(t *testing.T) {
	b := newBench(t)
	d, err := b.provider(t).Start(t.Context(), "twice", b.spec(t, "2.1.4"), ignore)
	require.NoError(t, err)
	for _, version := range []string{"2.1.5", "2.1.4"} {
		_, err := d.Upgrade(t.Context(), b.spec(t, version).Release, ignore)
		require.NoError(t, err)
	}
	between, err := os.ReadFile(filepath.Join(b.options.Folder, "twice", "server-2.1.5.log"))
	require.NoError(t, err)
	assert.Contains(t, string(between), "MODEL of StreamPark 2.1.5")
	assert.NotContains(t, string(between), "MODEL of StreamPark 2.1.4")
	whole, err := d.Log(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 3, strings.Count(whole, "MODEL of StreamPark"))
	assert.Equal(t, b.options.Images["2.1.4"], d.Image())
	key, err := d.Key(t.Context())
	require.NoError(t, err)
	assert.Nil(t, key, "2.1.4 has no key file")
}
