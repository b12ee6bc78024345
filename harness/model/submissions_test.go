package model_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/streampark"
)

// A start meets the one before it however late it comes, unless somebody waited.
func TestASubmissionLastsUntilSomebodyWaitsForIt(t *testing.T) {
	d, err := provider(t).Start(t.Context(), "submissions", deployment.Spec{Release: builtIn(t, "2.1.4")}, func(string) {})
	require.NoError(t, err)
	db := d.Database()
	require.NoError(t, db.AddFlink(t.Context(), d.Flink()))
	require.NoError(t, db.PrepareApplication(t.Context(), database.DemoApplicationID))
	admin, err := d.Client().SignIn(t.Context(), streampark.SeededAdmin, streampark.SeededPassword)
	require.NoError(t, err)
	start := func() string {
		answer, err := admin.Do(t.Context(), streampark.StartCall("/flink/app/start", database.DemoApplicationID))
		require.NoError(t, err)
		return string(answer.Body)
	}
	for range 3 {
		assert.Contains(t, start(), `"data":true`)
		time.Sleep(300 * time.Millisecond) // as on a machine that is busy with other things
		assert.Contains(t, start(), "The application cannot be started repeatedly.")
		before := time.Now()
		require.NoError(t, db.AwaitStartable(t.Context(), database.DemoApplicationID))
		assert.Less(t, time.Since(before), time.Second, "and ends at once for who waits")
	}
	assert.Contains(t, start(), `"data":true`)
	assert.Eventually(t, func() bool {
		ready, err := db.Startable(t.Context(), database.DemoApplicationID)
		return err == nil && ready
	}, 20*time.Second, 50*time.Millisecond, "and by itself where nobody does")
}

// A server that is started again submits nothing more, and says nothing of it later.
func TestASubmissionEndsWithItsServer(t *testing.T) {
	for version, on := range map[string]database.Product{"2.1.5": database.PostgreSQL, "2.1.4": database.H2} {
		t.Run(version+" on "+on.Title(), func(t *testing.T) {
			d, err := provider(t).Start(t.Context(), "submissions", deployment.Spec{Release: builtIn(t, version), Database: on}, func(string) {})
			require.NoError(t, err)
			require.NoError(t, d.Database().AddFlink(t.Context(), d.Flink()))
			require.NoError(t, d.Database().PrepareApplication(t.Context(), database.DemoApplicationID))
			admin, err := d.Client().SignIn(t.Context(), streampark.SeededAdmin, streampark.SeededPassword)
			require.NoError(t, err)
			answer, err := admin.Do(t.Context(), streampark.StartCall("/flink/app/start", database.DemoApplicationID))
			require.NoError(t, err)
			require.Contains(t, string(answer.Body), `"data":true`)
			log, err := d.LogCursor(t.Context())
			require.NoError(t, err)
			require.NoError(t, d.Restart(t.Context()))
			ready, err := d.Database().Startable(t.Context(), database.DemoApplicationID)
			require.NoError(t, err)
			assert.True(t, ready)
			assert.Never(t, func() bool {
				lines, err := log.Rest(t.Context())
				return err != nil || strings.Contains(strings.Join(lines, ""), "the submission could not be ended")
			}, 2500*time.Millisecond, 50*time.Millisecond, "a submission would have ended by then")
		})
	}
}
