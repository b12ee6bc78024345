package session

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/docker"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/script"
	"streampark-regress/harness/verdict"
	"streampark-regress/harness/version"
	"streampark-regress/suite"
)

// Options of a session.
type Options struct {
	Settings  Settings
	Plan      suite.Plan
	Catalogue *release.Catalogue
	// Features are the files the plan was made of.
	Features fs.FS
	// Out is the folder in which the results get a folder of their own.
	Out string
	// Redactor takes secrets out of everything that is kept.
	Redactor *evidence.Redactor
	// Observers are told of every event.
	Observers []evidence.Observer
	// Retention says whether what was started is left running.
	Retention deployment.Retention
	// KnownAs is what a scenario counts as that meets a known issue.
	KnownAs evidence.KnownAs
	// Config says what became of a config.yaml that was given.
	Config string
	// Enclosed are the files that were given to the run, by the names they have in a
	// bug report, without secrets: the same can be run again from that alone.
	Enclosed map[string]string
	// Program is the command that runs scenarios, as somebody types it, and Again
	// its flags that run the same again on a target, each followed by its value.
	Program string
	Again   func(target string) []string
}

// Ended is what came of a session.
type Ended struct {
	// ID names the run, and Folder holds its results.
	ID     string
	Folder string
	Result result.Result
	// Kept is set where containers were left running, and Servers are those of
	// StreamPark among them.
	Kept    bool
	Servers []docker.Running
}

// session is one run with its folder and its log.
type session struct {
	Options
	ended Ended
	file  *os.File
	log   *evidence.Log
}

// Run carries a plan out. It returns an error where the run could not be
// carried out at all or its results could not be kept; how the releases behaved
// is in the result.
func Run(ctx context.Context, o Options) (Ended, error) {
	s, err := open(o)
	if err != nil {
		return Ended{}, err
	}
	s.begin()
	if len(o.Plan.IDs()) == 0 { // a shard without work: nothing has to be there for it
		return s.ended, s.end(ctx, nil)
	}
	source, err := Choice{Settings: o.Settings, Catalogue: o.Catalogue, Releases: o.Plan.Releases(), Run: s.ended.ID, Folder: s.ended.Folder,
		Redactor: o.Redactor, Report: s.note}.Choose(ctx)
	failure := err
	if err == nil {
		failure = s.carryOut(ctx, source)
	}
	err = errors.Join(err, s.end(ctx, failure))
	return s.ended, err
}

// open makes the run's folder and its log.
func open(o Options) (*session, error) {
	s := &session{Options: o}
	s.ended.ID = report.NewID()
	s.ended.Folder = filepath.Join(o.Out, s.ended.ID)
	if err := os.MkdirAll(s.ended.Folder, 0o755); err != nil {
		return nil, fmt.Errorf("make the folder for the results: %w; choose another with --out", err)
	}
	var err error
	if s.file, err = os.Create(filepath.Join(s.ended.Folder, report.EventsFile)); err != nil {
		return nil, fmt.Errorf("make the event log: %w; choose another folder with --out", err)
	}
	s.log = evidence.NewLog(s.file, o.Redactor, o.Observers...)
	return s, nil
}

func (s *session) note(text string) {
	s.log.Add(evidence.Event{Kind: evidence.KindNote, Note: text})
}

// end is the end of every run whose folder was made, also of one that never came
// to its scenarios: the log ends, and what it holds is reported. The failure is
// what kept the run as a whole from being carried out, and the error what kept
// its results from being kept.
func (s *session) end(ctx context.Context, failure error) error {
	ended := &evidence.Run{Phase: evidence.Ended, ID: s.ended.ID}
	if failure != nil {
		ended.Failure = failure.Error()
	}
	s.log.Add(evidence.Event{Kind: evidence.KindRun, Run: ended})
	lost := s.close(ctx)
	s.ended.Result = result.Build(s.log.Events()).Keeping(lost)
	lost = errors.Join(lost, report.Write(s.ended.Folder, s.ended.Result), report.Latest(s.ended.Folder))
	s.ended.Result = s.ended.Result.Keeping(lost)
	return lost
}

// carryOut runs the plan. The error is for what was started and could not be
// removed; how the scenarios ended is in the log.
func (s *session) carryOut(ctx context.Context, source Source) error {
	s.ready(source)
	pool := deployment.NewPool(source.Provider, s.Settings.limits(source), s.Retention, Watch(s.log, source.KeepLog))
	runner := suite.Runner{Pool: pool, Log: s.log, Files: s.Features, Catalogue: s.Catalogue, Target: source.Provider.Target()}
	runner.Run(ctx, s.Plan)
	if ctx.Err() != nil {
		s.note("interrupted: removing what was started")
	}
	return s.cleanUp(ctx, source, pool)
}

// begin begins the log with the plan: what the run is to do is known before
// anything can go wrong.
func (s *session) begin() {
	titles := map[string]string{}
	for _, r := range s.Plan.Releases() {
		for _, k := range r.KnownIssues {
			titles[k.ID] = k.Title
		}
	}
	target := string(s.Settings.Target)
	command, flags := s.again(target)
	by := version.Of()
	s.log.Add(evidence.Event{Kind: evidence.KindRun, Run: &evidence.Run{Phase: evidence.Begun, Format: evidence.LogFormat, ID: s.ended.ID, Program: s.Program,
		Target: target, Clock: string(s.Settings.Clock.Kind), Config: s.Config, KnownAs: s.KnownAs, KnownIssues: titles, Machine: machine(nil),
		Regress: &by, Builds: s.Plan.Builds, Planned: s.Plan.IDs(), Shard: s.Plan.Shard, Command: command, Flags: flags}})
}

// ready says where the deployments come from.
func (s *session) ready(source Source) {
	target := source.Provider.Target()
	command, flags := s.again(target)
	s.log.Add(evidence.Event{Kind: evidence.KindRun, Run: &evidence.Run{Phase: evidence.Ready, ID: s.ended.ID, Target: target, Why: source.Why,
		Machine: machine(source.Machine), Images: source.Images, Command: command, Flags: flags}})
}

// again is the command that runs the same again on a target, and its flags.
func (s *session) again(target string) (command string, flags []string) {
	flags, command = s.Again(target), s.Program
	for _, word := range flags {
		command += " " + script.Literal(word).Quoted()
	}
	return command, flags
}

// machine describes this machine, and what an engine says of its own.
func machine(engine map[string]string) map[string]string {
	all := map[string]string{"os": runtime.GOOS, "arch": runtime.GOARCH, "processors": fmt.Sprint(runtime.NumCPU())}
	maps.Copy(all, engine)
	return all
}

func (s *session) cleanUp(ctx context.Context, source Source, pool *deployment.Pool) error {
	ctx = context.WithoutCancel(ctx)
	pool.Close(ctx)
	if s.Retention == deployment.KeepAll && source.Provider.Target() == deployment.Docker {
		s.ended.Kept = true
		var err error
		s.ended.Servers, err = source.Running(ctx)
		return err
	}
	return source.Provider.Close(ctx)
}

// close ends the log; the error is the first that kept something out of it.
func (s *session) close(ctx context.Context) error {
	flushed := s.log.Flush(context.WithoutCancel(ctx))
	return errors.Join(flushed, s.log.Err(), s.file.Close())
}

// Verdict is how the releases behaved.
func (e Ended) Verdict() verdict.Verdict { return e.Result.Verdict }
