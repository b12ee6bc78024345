package flink_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/flink"
)

// Jobs of the recorded answers, which a Flink 1.18.1 gave.
const (
	cancelled = "8da4e1ae076ffc549ab444bc12dafa3a"
	restored  = "c8de716f9225182ba985a488bab0b338"
	failed    = "386e14ad87a2ede08114af773a6ba8f8"
)

// replies are what a cluster answers, by request; a list in turn, the last for
// good.
type replies map[string][]reply

type reply struct {
	status int
	text   string
}

// cluster serves replies, and tells what it was sent.
func cluster(t *testing.T, r replies) (*flink.Cluster, *[]string) {
	t.Helper()
	var got []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		var body strings.Builder
		_ = request.Write(&body)
		_, content, _ := strings.Cut(body.String(), "\r\n\r\n")
		key := request.Method + " " + request.URL.RequestURI()
		got = append(got, strings.TrimSpace(key+" "+content))
		left := r[key]
		if len(left) == 0 {
			http.Error(w, `{"errors":["no reply to `+key+`"]}`, http.StatusNotFound)
			return
		}
		if len(left) > 1 {
			r[key] = left[1:]
		}
		w.WriteHeader(left[0].status)
		_, _ = w.Write([]byte(left[0].text))
	}))
	t.Cleanup(s.Close)
	return flink.New(s.URL + "/"), &got
}

// recorded is an answer out of testdata.
func recorded(t *testing.T, name string) reply {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name + ".json")
	require.NoError(t, err)
	return reply{http.StatusOK, string(text)}
}

func whole(t *testing.T) replies {
	t.Helper()
	return replies{
		"GET /overview":                             {recorded(t, "overview")},
		"GET /jobs/overview":                        {recorded(t, "jobs")},
		"GET /jobs/" + cancelled + "/checkpoints":   {recorded(t, "checkpoints-savepoint")},
		"GET /jobs/" + restored + "/checkpoints":    {recorded(t, "checkpoints-restored")},
		"GET /jobs/" + cancelled + "/accumulators":  {recorded(t, "accumulators-savepoint")},
		"GET /jobs/" + restored + "/accumulators":   {recorded(t, "accumulators-restored")},
		"GET /jobs/" + failed + "/exceptions":       {recorded(t, "exceptions-failed")},
		"PATCH /jobs/" + cancelled + "?mode=cancel": {{http.StatusAccepted, "{}"}},
		"POST /jobs/" + cancelled + "/savepoints":   {{http.StatusAccepted, `{"request-id":"7"}`}},
		"GET /jobs/" + cancelled + "/savepoints/7":  {{http.StatusOK, `{"status":{"id":"IN_PROGRESS"}}`}, {http.StatusOK, `{"status":{"id":"COMPLETED"},"operation":{"location":"file:/s/savepoint-1"}}`}},
		"POST /jars/upload":                         {{http.StatusOK, `{"filename":"/tmp/upload/1_counter.jar","status":"success"}`}},
		"POST /jars/1_counter.jar/run":              {{http.StatusOK, `{"jobid":"` + restored + `"}`}},
	}
}

func TestOverview(t *testing.T) {
	c, _ := cluster(t, whole(t))
	o, err := c.Overview(t.Context())
	require.NoError(t, err)
	assert.Equal(t, flink.Overview{Version: "1.18.1", TaskManagers: 1, Slots: 16}, o)
	assert.NoError(t, c.Ready(t.Context()))
}

func TestClusterWithoutTaskManagerIsNotReady(t *testing.T) {
	c, _ := cluster(t, replies{"GET /overview": {{http.StatusOK, `{"flink-version":"1.18.1","taskmanagers":0,"slots-total":0}`}}})
	assert.ErrorContains(t, c.Ready(t.Context()), "no TaskManager has joined the Flink 1.18.1 at "+c.Address()+" yet")
}

func TestJobs(t *testing.T) {
	c, _ := cluster(t, whole(t))
	all, err := c.Jobs(t.Context())
	require.NoError(t, err)
	var ids []string
	for _, j := range all {
		ids = append(ids, j.ID)
	}
	assert.Equal(t, []string{cancelled, restored, failed}, ids, "the oldest first, whatever Flink's order")
	assert.Equal(t, flink.Job{ID: cancelled, Name: "counter", State: flink.Canceled, Started: time.UnixMilli(1795641812562), Tasks: 1}, all[0])
	_, found, err := c.Job(t.Context(), strings.Repeat("0", 32))
	require.NoError(t, err)
	assert.False(t, found)
}

// What was asked for a job that StreamPark has no ID of is not asked of Flink.
func TestNoJob(t *testing.T) {
	c, got := cluster(t, whole(t))
	_, err := c.AwaitRunning(t.Context(), "")
	assert.ErrorContains(t, err, `"" is no ID of a Flink job`)
	assert.Empty(t, *got)
}

func TestAwaitRunning(t *testing.T) {
	job := func(state, tasks string) reply {
		return reply{http.StatusOK, `{"jobs":[{"jid":"` + restored + `","name":"counter","state":"` + state + `","start-time":1,"tasks":` + tasks + `}]}`}
	}
	c, got := cluster(t, replies{"GET /jobs/overview": {{http.StatusOK, `{"jobs":[]}`}, job("INITIALIZING", `{"total":0}`),
		job("RUNNING", `{"total":1,"running":0}`), job("RUNNING", `{"total":1,"running":1}`)}})
	j, err := c.AwaitRunning(t.Context(), restored)
	require.NoError(t, err)
	assert.Equal(t, 1, j.Running)
	assert.Len(t, *got, 4, "a job whose tasks do not run yet is waited for")
}

func TestAwaitRunningOfOneThatFailed(t *testing.T) {
	c, _ := cluster(t, whole(t))
	_, err := c.AwaitRunning(t.Context(), failed)
	var ended *flink.EndedError
	require.ErrorAs(t, err, &ended)
	assert.Equal(t, flink.Failed, ended.Job.State)
	assert.EqualError(t, err, "the job "+failed+" (counter) is FAILED: java.io.FileNotFoundException: "+
		"Cannot find checkpoint or savepoint file/directory 'file:///nowhere' on file system 'file'.")
}

func TestAwaitEnd(t *testing.T) {
	c, _ := cluster(t, whole(t))
	j, err := c.AwaitEnd(t.Context(), failed)
	require.NoError(t, err)
	assert.Equal(t, flink.Failed, j.State)
}

func TestAwaitingEndsWithTheContext(t *testing.T) {
	c, _ := cluster(t, replies{"GET /jobs/overview": {{http.StatusOK, `{"jobs":[]}`}}})
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	_, err := c.AwaitRunning(ctx, restored)
	assert.ErrorIs(t, err, context.DeadlineExceeded)
	assert.ErrorContains(t, err, "Flink has no such job")
}

func TestRestored(t *testing.T) {
	c, _ := cluster(t, whole(t))
	path, did, err := c.Restored(t.Context(), restored)
	require.NoError(t, err)
	assert.True(t, did)
	assert.Equal(t, "file:/regress/state/savepoints/savepoint-8da4e1-a1fda18f57c8", path)
	_, did, err = c.Restored(t.Context(), cancelled)
	require.NoError(t, err)
	assert.False(t, did, "it began fresh")
}

func TestSavepoints(t *testing.T) {
	c, _ := cluster(t, whole(t))
	all, err := c.Savepoints(t.Context(), cancelled)
	require.NoError(t, err)
	assert.Equal(t, []flink.Savepoint{{Path: "file:/regress/state/savepoints/savepoint-8da4e1-a1fda18f57c8", Triggered: time.UnixMilli(1795641818324)}}, all,
		"neither checkpoints nor a savepoint that failed")
	all, err = c.Savepoints(t.Context(), restored)
	require.NoError(t, err)
	assert.Empty(t, all)
	_, err = c.Savepoints(t.Context(), failed)
	assert.ErrorContains(t, err, "list the savepoints of the job "+failed+": GET /jobs/"+failed+"/checkpoints: Flink answers 404: no reply")
}

// An answer that Flink has kept says nothing of what came after it.
func TestSavepointsAreNotOlderThanTheQuestion(t *testing.T) {
	c, _ := cluster(t, whole(t))
	asked := time.Now()
	_, err := c.Savepoints(t.Context(), cancelled)
	require.NoError(t, err)
	assert.Greater(t, time.Since(asked), 100*time.Millisecond)
}

func TestAnswersThatAreNotFlinks(t *testing.T) {
	for name, test := range map[string]struct {
		reply
		says string
	}{
		"a page":           {reply{http.StatusOK, "<html>"}, "GET /overview: what answers is not Flink: "},
		"an error page":    {reply{http.StatusBadGateway, "<html>"}, "GET /overview: Flink answers 502"},
		"a trace":          {reply{http.StatusInternalServerError, `{"errors":["Internal server error.","<Exception on server side:\nx.Y: a\n\tat b\nCaused by: x.Z: c\n\tat d"]}`}, "GET /overview: Flink answers 500: Internal server error.; x.Z: c"},
		"no end to it":     {reply{http.StatusOK, strings.Repeat(" ", 5<<20)}, "GET /overview: Flink's answer has more than 4 MB"},
		"nobody in charge": {reply{http.StatusServiceUnavailable, `{"errors":["Service temporarily unavailable due to an ongoing leader election. Please refresh."]}`}, "ongoing leader election"},
	} {
		t.Run(name, func(t *testing.T) {
			c, _ := cluster(t, replies{"GET /overview": {test.reply}})
			_, err := c.Overview(t.Context())
			assert.ErrorContains(t, err, test.says)
		})
	}
	_, err := flink.New("http://127.0.0.1:1").Overview(t.Context())
	assert.ErrorContains(t, err, "ask Flink: ")
}
