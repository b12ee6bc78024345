package session

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
)

// watcher turns the life of deployments into events.
type watcher struct {
	log     *evidence.Log
	keepLog func(deployment, log string) error

	mu    sync.Mutex
	begun map[string]time.Time
}

// Watch returns an observer that adds the life of deployments to a log. What each
// has logged itself goes to keepLog before it is removed; nil keeps nothing.
func Watch(log *evidence.Log, keepLog func(deployment, log string) error) deployment.Observer {
	return &watcher{log: log, keepLog: keepLog}
}

func (w *watcher) Starting(name string, spec deployment.Spec) {
	w.mu.Lock()
	if w.begun == nil {
		w.begun = map[string]time.Time{}
	}
	w.begun[name] = time.Now()
	w.mu.Unlock()
	w.add(evidence.Deployment{Phase: evidence.Begun, Name: name, Release: spec.Release.Version, Database: spec.Database, Detail: spec.Describe()})
}

func (w *watcher) Progress(name string, spec deployment.Spec, detail string) {
	w.add(evidence.Deployment{Phase: evidence.Progress, Name: name, Release: spec.Release.Version, Database: spec.Database, Detail: detail})
}

func (w *watcher) Ready(d deployment.Deployment, spec deployment.Spec) {
	w.mu.Lock()
	took := time.Since(w.begun[d.Name()])
	w.mu.Unlock()
	w.add(evidence.Deployment{Phase: evidence.Ready, Name: d.Name(), Release: spec.Release.Version, Database: spec.Database, Target: d.Target(), Detail: "ready",
		Seconds: took.Seconds(), Image: d.Image(), Java: d.Java()})
}

func (w *watcher) Failed(name string, spec deployment.Spec, err error) {
	e := evidence.Deployment{Phase: evidence.Ended, Name: name, Release: spec.Release.Version, Database: spec.Database, Failure: err.Error()}
	if start, exited := errors.AsType[*deployment.StartError](err); exited {
		e.LogTail = start.LogTail
	}
	w.add(e)
}

func (w *watcher) Broken(d deployment.Deployment, spec deployment.Spec, f *deployment.FaultError) {
	w.add(evidence.Deployment{Phase: evidence.Progress, Name: d.Name(), Release: spec.Release.Version, Database: spec.Database, Target: d.Target(),
		Detail: "broke down: " + f.Error()})
}

func (w *watcher) Removing(ctx context.Context, d deployment.Deployment) {
	log, err := d.Log(ctx)
	if errors.Is(err, errors.ErrUnsupported) {
		w.add(evidence.Deployment{Phase: evidence.Ended, Name: d.Name(), Release: d.Release().Version, Target: d.Target(), Detail: "left as it is"})
		return
	}
	if err == nil && w.keepLog != nil {
		err = w.keepLog(d.Name(), log)
	}
	e := evidence.Deployment{Phase: evidence.Ended, Name: d.Name(), Release: d.Release().Version, Target: d.Target(), Detail: "removing"}
	if err != nil {
		e.Detail = "removing; its log could not be kept: " + strings.TrimSpace(err.Error())
	}
	w.add(e)
}

func (w *watcher) add(d evidence.Deployment) {
	w.log.Add(evidence.Event{Kind: evidence.KindDeployment, Deployment: &d})
}
