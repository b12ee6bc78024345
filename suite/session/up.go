package session

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/docker"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report"
	"streampark-regress/suite"
)

// UpOptions say what is to be up.
type UpOptions struct {
	Settings  Settings
	Plan      suite.Plan
	Catalogue *release.Catalogue
	// ShowSecrets lifts redaction.
	ShowSecrets bool
	// Report tells how it goes on.
	Report func(string)
}

// Up starts the servers of a plan that its scenarios share, and leaves them up. It
// returns those that it has started. Where one does not start, nothing is left of what
// was started for it.
func Up(ctx context.Context, o UpOptions) (left []docker.Running, err error) {
	folder, err := os.MkdirTemp("", "regress-up-")
	if err != nil {
		return nil, fmt.Errorf("make a folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	settings := o.Settings
	settings.Target, settings.Warmth = Docker, docker.LeaveWarm
	source, err := Choice{Settings: settings, Catalogue: o.Catalogue, Releases: o.Plan.Releases(), Run: report.NewID(), Folder: folder,
		Redactor: &evidence.Redactor{Show: o.ShowSecrets}, Report: o.Report}.Choose(ctx)
	if err != nil {
		return nil, err
	}
	if err := start(ctx, source, o); err != nil {
		return nil, errors.Join(err, source.Provider.Close(context.WithoutCancel(ctx)))
	}
	return source.Running(ctx)
}

// start starts the servers side by side, as many as the engine has processors.
func start(ctx context.Context, source Source, o UpOptions) error {
	room := make(chan struct{}, max(source.CPUs, 1))
	var mu sync.Mutex
	var failures []error
	var running sync.WaitGroup
	for _, server := range o.Plan.Order() {
		why, err := source.Spared(ctx, server.Spec)
		if err != nil {
			mu.Lock()
			failures = append(failures, err)
			mu.Unlock()
			break
		}
		if why != "" {
			o.Report(server.Name + ": " + why)
			continue
		}
		running.Go(func() {
			room <- struct{}{}
			defer func() { <-room }()
			tell := func(detail string) { o.Report(server.Name + ": " + detail) }
			if _, err := source.Provider.Start(ctx, server.Name, server.Spec, deployment.Report(tell)); err != nil {
				mu.Lock()
				defer mu.Unlock()
				failures = append(failures, fmt.Errorf("start %s: %w", server.Spec.Describe(), err))
			}
		})
	}
	running.Wait()
	return errors.Join(failures...)
}
