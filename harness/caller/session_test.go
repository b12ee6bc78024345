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

	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
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
	// blind never sees that a job was ended behind its back.
	blind bool
	// unmarks takes the mark from the latest savepoint with a cancel.
	unmarks bool
	mu      sync.Mutex
	jobs    []job
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
		if s.unmarks {
			_ = db.MarkSavepoint(ctx, application, 0)
		}
	case last >= 0 && s.jobs[last].state != flink.Running && !s.blind:
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
