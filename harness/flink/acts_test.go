package flink_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/flink"
)

func TestTakeSavepoint(t *testing.T) {
	for directory, body := range map[string]string{"": `{"cancel-job":false}`, "file:///s": `{"cancel-job":false,"target-directory":"file:///s"}`} {
		c, got := cluster(t, whole(t))
		path, err := c.TakeSavepoint(t.Context(), cancelled, directory)
		require.NoError(t, err)
		assert.Equal(t, "file:/s/savepoint-1", path)
		assert.Equal(t, "POST /jobs/"+cancelled+"/savepoints "+body, (*got)[0])
	}
}

func TestTakeSavepointThatFails(t *testing.T) {
	all := whole(t)
	all["GET /jobs/"+cancelled+"/savepoints/7"] = []reply{{http.StatusOK, `{"status":{"id":"COMPLETED"},"operation":{"failure-cause":{"class":"x.Y",` +
		`"stack-trace":"x.Y: failed\n\tat a.B\nCaused by: x.Z: no disk\n\tat a.B"}}}`}}
	c, _ := cluster(t, all)
	_, err := c.TakeSavepoint(t.Context(), cancelled, "")
	assert.EqualError(t, err, "take a savepoint of the job "+cancelled+": it failed: x.Z: no disk")
}

func TestCancel(t *testing.T) {
	c, got := cluster(t, whole(t))
	require.NoError(t, c.Cancel(t.Context(), cancelled))
	assert.Equal(t, []string{"PATCH /jobs/" + cancelled + "?mode=cancel"}, *got)
	assert.ErrorContains(t, c.Cancel(t.Context(), restored), "cancel the job "+restored+": PATCH /jobs/"+restored+": Flink answers 404")
}

func TestCount(t *testing.T) {
	c, _ := cluster(t, whole(t))
	count, err := c.AwaitCount(t.Context(), restored)
	require.NoError(t, err)
	assert.Equal(t, flink.Count{Restored: true, First: 19, Now: 29}, count)
	count, err = c.AwaitCount(t.Context(), cancelled)
	require.NoError(t, err)
	assert.Equal(t, flink.Count{Now: 24}, count)
}

// The accumulators come with the first heartbeat.
func TestCountIsWaitedFor(t *testing.T) {
	at := "GET /jobs/" + restored + "/accumulators"
	c, got := cluster(t, replies{at: {{http.StatusOK, `{"user-task-accumulators":[]}`}, recorded(t, "accumulators-restored")}})
	count, err := c.AwaitCount(t.Context(), restored)
	require.NoError(t, err)
	assert.EqualValues(t, 19, count.First)
	assert.Len(t, *got, 2)
}

func TestRunCounter(t *testing.T) {
	c, got := cluster(t, whole(t))
	id, err := c.RunCounter(t.Context(), "file:/s/savepoint-1")
	require.NoError(t, err)
	assert.Equal(t, restored, id)
	require.Len(t, *got, 2)
	assert.Contains(t, (*got)[0], string(flink.CounterJar()))
	assert.Contains(t, (*got)[0], `name="jarfile"; filename="counter.jar"`)
	assert.Equal(t, `POST /jars/1_counter.jar/run {"entryClass":"regress.Counter","savepointPath":"file:/s/savepoint-1"}`, (*got)[1])
}
