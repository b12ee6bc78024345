package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report"
	"streampark-regress/harness/verdict"
	"streampark-regress/suite"
)

func newRun(s streams) *cobra.Command {
	o := &options{}
	c := &cobra.Command{
		Use:   "run",
		Short: "Run the scenarios and say how each release behaved",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return run(c.Context(), s, o) },
	}
	o.addTo(c.Flags())
	o.addRunTo(c.Flags())
	return c
}

func run(ctx context.Context, s streams, o *options) error {
	if err := o.identify(ctx, s); err != nil {
		return err
	}
	plan, catalogue, err := o.plan()
	if err != nil {
		return err
	}
	if err := o.check(catalogue); err != nil {
		return usage(err)
	}
	session, err := newSession(s, o, plan)
	if err != nil {
		return inconclusive(err)
	}
	chosen, err := (&chooser{options: o, catalogue: catalogue, releases: plan.Releases(), run: session.id, folder: session.folder,
		redactor: session.log.Redactor(), report: session.note}).choose(ctx)
	if err != nil {
		return session.fail(ctx, err)
	}
	return session.carryOut(ctx, chosen, catalogue, plan)
}

// session is one run with its folder and its log.
type session struct {
	streams
	options *options
	id      string
	folder  string
	file    *os.File
	log     *evidence.Log
	screen  *screen
}

func newSession(s streams, o *options, plan suite.Plan) (*session, error) {
	id := make([]byte, 2)
	_, _ = rand.Read(id) // never fails
	run := &session{streams: s, options: o, id: time.Now().UTC().Format("20060102-150405") + "-" + hex.EncodeToString(id)}
	run.folder = filepath.Join(o.out, run.id)
	if err := os.MkdirAll(run.folder, 0o755); err != nil {
		return nil, fmt.Errorf("make the folder for the results: %w; choose another with --out", err)
	}
	var err error
	if run.file, err = os.Create(filepath.Join(run.folder, report.EventsFile)); err != nil {
		return nil, fmt.Errorf("make the event log: %w; choose another folder with --out", err)
	}
	run.screen = newScreen(s.err, plan)
	run.log = evidence.NewLog(run.file, &evidence.Redactor{Show: o.secrets}, run.screen)
	return run, nil
}

func (s *session) note(text string) {
	s.log.Add(evidence.Event{Kind: evidence.KindNote, Note: text})
}

// endScreen shows what there is still to show, and erases the live lines.
func (s *session) endScreen(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	_ = s.log.Flush(ctx) // fails only where the screen cannot be written to
	s.screen.stop()
}

// fail ends a run that never came to its scenarios.
func (s *session) fail(ctx context.Context, err error) error {
	s.endScreen(ctx)
	s.log.Add(evidence.Event{Kind: evidence.KindRun, Run: &evidence.Run{Phase: evidence.Ended, ID: s.id, Failure: err.Error()}})
	_ = s.file.Close()
	if _, ok := errors.AsType[*exit](err); ok {
		return err
	}
	return inconclusive(err)
}

func (s *session) carryOut(ctx context.Context, t target, catalogue *release.Catalogue, plan suite.Plan) error {
	machine := map[string]string{"os": runtime.GOOS, "arch": runtime.GOARCH, "processors": fmt.Sprint(runtime.NumCPU())}
	maps.Copy(machine, t.machine)
	s.log.Add(evidence.Event{Kind: evidence.KindRun, Run: &evidence.Run{Phase: evidence.Begun, ID: s.id, Program: "regress run", Target: t.provider.Target(),
		Why: t.why, Clock: s.options.clock, Config: s.given(plan), KnownIssues: knownIssues(plan), Machine: machine,
		Command: s.options.again(t.provider.Target())}})
	retention := deployment.RemoveUnused
	if s.options.keep {
		retention = deployment.KeepAll
	}
	pool := deployment.NewPool(t.provider, s.budget(t), retention, &watcher{log: s.log, keepLog: t.keepLog})
	runner := suite.Runner{Pool: pool, Log: s.log, Catalogue: catalogue, Target: t.provider.Target()}
	outcome := runner.Run(ctx, plan)
	if ctx.Err() != nil {
		s.note("interrupted: removing what was started")
	}
	failure := s.cleanUp(ctx, t, pool)
	ended := &evidence.Run{Phase: evidence.Ended, ID: s.id}
	if failure != nil {
		ended.Failure = failure.Error()
	}
	s.log.Add(evidence.Event{Kind: evidence.KindRun, Run: ended})
	s.endScreen(ctx)
	return s.conclude(outcome)
}

// knownIssues says what the known issues of a plan's releases are.
func knownIssues(p suite.Plan) map[string]string {
	titles := map[string]string{}
	for _, r := range p.Releases() {
		for _, k := range r.KnownIssues {
			titles[k.ID] = k.Title
		}
	}
	return titles
}

// budget is the memory that servers may take at once.
func (s *session) budget(t target) int64 {
	const plenty = 1 << 20
	switch {
	case s.options.memory > 0:
		return s.options.memory
	case t.memoryMB > 0:
		return t.memoryMB * 3 / 4
	}
	return plenty
}

func (s *session) cleanUp(ctx context.Context, t target, pool *deployment.Pool) error {
	ctx = context.WithoutCancel(ctx)
	pool.Close(ctx)
	if s.options.keep && t.provider.Target() == "docker" {
		fmt.Fprintf(s.err, "kept: docker ps --filter label=streampark-regress.run=%s\n  `regress clean` removes it\n", s.id)
		return nil
	}
	return t.provider.Close(ctx)
}

// conclude writes the reports from the log and turns the verdict into the
// exit code. The verdict of the log and that of the runner must agree.
func (s *session) conclude(runner verdict.Verdict) error {
	result := report.Build(s.log.Events())
	problems := []error{s.log.Err(), s.file.Close(), report.WriteFolder(s.folder, result), report.Latest(s.folder)}
	if result.Verdict != runner && result.Run.Failure == "" {
		problems = append(problems, fmt.Errorf("the log says %q and the runner says %q: this is a defect of regress", result.Verdict, runner))
	}
	if err := report.Summary(s.out, result, terminal(s.out)); err != nil {
		problems = append(problems, err)
	}
	fmt.Fprintf(s.out, "results: %s\n", filepath.ToSlash(s.folder))
	problems = append(problems, tellGitHub(s.out, result))
	if err := errors.Join(problems...); err != nil {
		return inconclusive(err)
	}
	if result.ExitCode != verdict.ExitAsExpected {
		return &exit{code: result.ExitCode}
	}
	return nil
}

// watcher turns the life of deployments into events.
type watcher struct {
	log     *evidence.Log
	keepLog func(deployment, log string) error
	begun   times
}

func (w *watcher) Starting(name string, spec deployment.Spec) {
	w.begun.set(name, time.Now())
	w.add(evidence.Deployment{Phase: evidence.Begun, Name: name, Release: spec.Release.Version, Detail: spec.Describe()})
}

func (w *watcher) Progress(name string, spec deployment.Spec, detail string) {
	w.add(evidence.Deployment{Phase: evidence.Progress, Name: name, Release: spec.Release.Version, Detail: detail})
}

func (w *watcher) Ready(d deployment.Deployment, spec deployment.Spec) {
	w.add(evidence.Deployment{Phase: evidence.Ready, Name: d.Name(), Release: spec.Release.Version, Target: d.Target(), Detail: "ready",
		Image: d.Image(), Seconds: time.Since(w.begun.get(d.Name())).Seconds()})
}

func (w *watcher) Failed(name string, spec deployment.Spec, err error) {
	e := evidence.Deployment{Phase: evidence.Ended, Name: name, Release: spec.Release.Version, Failure: err.Error()}
	if start, ok := errors.AsType[*deployment.StartError](err); ok {
		e.LogTail = start.LogTail
	}
	w.add(e)
}

func (w *watcher) Removing(ctx context.Context, d deployment.Deployment) {
	log, err := d.Log(ctx)
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
