package caller_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/caller"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/flink"
)

// states of an application (FlinkAppState of v2.1.4).
const starting, running, cancelling = 3, 5, 8

// job is what the pretended cluster knows of one.
type job struct {
	state            flink.State
	restored, writes string
	first            int64
}

// session pretends to be a Flink, and the part of StreamPark that submits jobs to
// it and watches them: the model's own submissions come to nothing.
type session struct {
	deployment.Deployment
	cluster *flink.Cluster
	// next is the job of the application's next start, and ends what a cancel by
	// StreamPark makes of the one that runs.
	next, ends job
	mu         sync.Mutex
	jobs       []job
}

func (s *session) Cluster() (*flink.Cluster, error) { return s.cluster, nil }

func (s *session) Flink() database.Flink {
	f := s.Deployment.Flink()
	f.Program = database.Program{Jar: "/counter.jar", Class: flink.CounterClass}
	return f
}

// beside puts a pretended Flink beside a stage. The application is that of its
// first caller.
func beside(t *testing.T, st *stage) *session {
	t.Helper()
	s := &session{Deployment: st.Deployment, next: job{state: flink.Running}, ends: job{state: flink.Canceled}}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.cluster, st.Deployment = flink.New(server.URL), s
	ctx, stop := context.WithCancel(t.Context())
	var watching sync.WaitGroup
	watching.Go(func() {
		for clock.Idle(ctx, 5*time.Millisecond) == nil {
			s.watch(ctx)
		}
	})
	t.Cleanup(func() { stop(); watching.Wait() })
	return s
}

const application = 200001

// watch does for the application what StreamPark does.
func (s *session) watch(ctx context.Context) {
	s.mu.Lock()
	defer s.mu.Unlock()
	db := s.Database()
	state, err := db.ApplicationState(ctx, application)
	if err != nil {
		return
	}
	switch last := len(s.jobs) - 1; {
	case state == starting && s.next.state != "":
		s.jobs = append(s.jobs, s.next)
		_ = db.PretendRunning(ctx, application, id(len(s.jobs)-1))
	case state == cancelling && s.jobs[last].state == flink.Running:
		s.jobs[last].state, s.jobs[last].writes = s.ends.state, s.ends.writes
	case last >= 0 && s.jobs[last].state != flink.Running:
		if state == running && s.Release().Version == "2.1.4" { // nobody stopped it through StreamPark
			_ = db.MarkSavepoint(ctx, application, 0)
		}
		_ = db.PretendEnded(ctx, application)
	}
}

// set changes what is to happen next.
func (s *session) set(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

// running counts the jobs that run.
func (s *session) running() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, j := range s.jobs {
		if j.state == flink.Running {
			n++
		}
	}
	return n
}

func id(n int) string { return fmt.Sprintf("%032x", n+1) }

func (s *session) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	var n int
	_, _ = fmt.Sscanf(parts[min(1, len(parts)-1)], "%x", &n)
	n--
	type object = map[string]any
	answer := object{}
	switch last := parts[len(parts)-1]; {
	case last == "upload":
		answer = object{"filename": "/counter.jar"}
	case last == "run":
		s.jobs = append(s.jobs, job{state: flink.Running})
		answer = object{"jobid": id(len(s.jobs) - 1)}
	case r.Method == http.MethodPatch:
		s.jobs[n].state = flink.Canceled
	case last == "savepoints":
		answer = object{"request-id": fmt.Sprint(time.Now().UnixNano())}
	case parts[len(parts)-2] == "savepoints":
		answer = object{"status": object{"id": "COMPLETED"}, "operation": object{"location": "file:/regress/state/savepoints/savepoint-" + last}}
	case last == "overview":
		var all []object
		for i, j := range s.jobs {
			all = append(all, object{"jid": id(i), "state": j.state, "start-time": i, "tasks": object{"total": 1, "running": 1}})
		}
		answer["jobs"] = all
	case last == "accumulators":
		value := func(name string, n int64) object { return object{"name": name, "value": fmt.Sprint(n)} }
		answer["user-task-accumulators"] = []object{value("restored", 0), value("first", s.jobs[n].first), value("now", s.jobs[n].first+1)}
	case last == "checkpoints":
		if at := s.jobs[n].restored; at != "" {
			answer["latest"] = object{"restored": object{"external_path": at}}
		}
		if at := s.jobs[n].writes; at != "" {
			answer["history"] = []object{{"is_savepoint": true, "status": "COMPLETED", "external_path": at}}
		}
	}
	_ = json.NewEncoder(w).Encode(answer)
}

func TestWhatFlinkDidForAStart(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		next job
		want evidence.Flink
	}{
		"restored": {job{state: flink.Running, restored: "file:/a", first: 113}, evidence.Flink{Job: id(0), Status: evidence.JobRunning, Restored: "file:/a", First: 113}},
		"fresh":    {job{state: flink.Running}, evidence.Flink{Job: id(0), Status: evidence.JobRunning}},
		"failed":   {job{state: flink.Failed}, evidence.Flink{Job: id(0), Status: evidence.JobFailed}},
		"no job":   {job{}, evidence.Flink{Status: evidence.NoJob}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			st := serve(t, "2.1.5")
			s := beside(t, st)
			s.set(func() { s.next = tt.next })
			a := st.ready(t)
			a.do(t, (*caller.Caller).Start)
			require.NotNil(t, a.last(t).Flink)
			assert.Equal(t, tt.want, *a.last(t).Flink)
			assert.Zero(t, s.running(), "nothing is left running")
		})
	}
}

func TestWhatFlinkDidForACancel(t *testing.T) {
	t.Parallel()
	const path = "file:/regress/state/savepoints/savepoint-1"
	keep := func(t *testing.T, s *session) {
		require.NoError(t, s.Database().AddSavepoint(t.Context(), application, "file:///regress/state/savepoints/savepoint-1"))
	}
	for name, tt := range map[string]struct {
		ends   job
		before func(*testing.T, *session)
		want   evidence.Flink
	}{
		"a savepoint":      {job{state: flink.Canceled, writes: path}, keep, evidence.Flink{Job: id(0), Status: evidence.JobCanceled, Savepoint: path, Kept: evidence.KeptAsLatest}},
		"one that is lost": {job{state: flink.Finished, writes: path}, nil, evidence.Flink{Job: id(0), Status: evidence.JobFinished, Savepoint: path, Kept: evidence.KeptNot}},
		"none":             {job{state: flink.Canceled}, nil, evidence.Flink{Job: id(0), Status: evidence.JobCanceled}},
		"it runs on":       {job{state: flink.Running}, nil, evidence.Flink{Job: id(0), Status: evidence.JobRunning}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			st := serve(t, "2.1.5")
			s := beside(t, st)
			s.set(func() { s.ends = tt.ends })
			a := st.ready(t)
			if tt.before != nil {
				tt.before(t, s)
			}
			require.NoError(t, a.CancelAt(t.Context(), "", caller.Fields{"triggerSavepoint": "true"}))
			last := a.last(t)
			assert.Equal(t, evidence.StoppedSaved, last.Submission.State, "the cancel is of the job that runs")
			require.NotNil(t, last.Flink)
			assert.Equal(t, tt.want, *last.Flink)
			assert.Zero(t, s.running(), "nothing is left running")
		})
	}
}

// Paths that scenarios name are real ones where something looks at them.
func TestPathsOnFlink(t *testing.T) {
	t.Parallel()
	st := serve(t, "2.1.4")
	s := beside(t, st)
	a := st.ready(t)
	require.NoError(t, a.MakeSavepoint(t.Context()))
	latest, _, err := s.Database().LatestSavepoint(t.Context(), application)
	require.NoError(t, err)
	require.NoError(t, a.StartAt(t.Context(), "", caller.Fields{"savePointed": "true", "savePoint": "file:///elsewhere/sp"}))
	given := a.last(t).Form["savePoint"]
	assert.Contains(t, given, "file:/regress/state/savepoints/savepoint-")
	assert.NotEqual(t, latest, given)
	assert.Equal(t, evidence.RestoredGiven, a.last(t).Submission.State)
	s.set(func() { s.ends.writes = "file:/regress/state/given/savepoint-1" })
	require.NoError(t, a.CancelAt(t.Context(), "", caller.Fields{"savePointed": "true", "savePoint": "file:///elsewhere/sp"}))
	assert.Equal(t, "file:/regress/state/given", a.last(t).Form["savePoint"])
	require.NoError(t, a.StartAt(t.Context(), "", caller.Fields{"savePointed": "true", "savePoint": "file:///stopped/sp"}))
	assert.Equal(t, s.ends.writes, a.last(t).Form["savePoint"])
	assert.Equal(t, s.ends.writes, a.last(t).Flink.Stopped)
	require.NoError(t, a.StartAt(t.Context(), "", caller.Fields{"savePointed": "true", "savePoint": "file:///nowhere/sp"}))
	assert.Equal(t, "file:///nowhere/sp", a.last(t).Form["savePoint"])
}

// What this harness does to a job between two calls is none of the callers'.
func TestASavepointStaysTheLatestWhenAJobIsEnded(t *testing.T) {
	t.Parallel()
	st := serve(t, "2.1.4")
	beside(t, st)
	a := st.ready(t)
	require.NoError(t, a.MakeSavepoint(t.Context()))
	for _, flag := range []string{"false", "true", "true"} {
		require.NoError(t, a.StartAt(t.Context(), "", caller.Fields{"savePointed": flag}))
		want := evidence.RestoredLatest
		if flag == "false" {
			want = evidence.StartedFresh
		}
		assert.Equal(t, want, a.last(t).Submission.State)
	}
}
