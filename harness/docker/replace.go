package docker

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/serverlog"
)

// Recreate removes the container with its anonymous volumes and starts another one
// of the same image on the same database, with the clock as it was.
func (s *server) Recreate(ctx context.Context) error {
	if err := s.unlent(); err != nil {
		return err
	}
	if err := s.outside("be replaced"); err != nil {
		return err
	}
	p := s.provider
	files, err := p.engine.extract(ctx, s.image, s.spec.Release, p.labels)
	if err != nil {
		return err
	}
	if err := s.stop(ctx); err != nil {
		return err
	}
	if err := s.container.remove(ctx); err != nil {
		return fmt.Errorf("remove the container of %s: %w", s.name, err)
	}
	config, err := s.configure(files)
	if err != nil {
		return err
	}
	if err := s.boot(ctx, config, s.clock.Ahead()); err != nil {
		return fmt.Errorf("start another container of %s: %w", s.name, err)
	}
	s.guard(ctx)
	return s.standIn(ctx)
}

// Replicate starts another container of the same image and settings on the same
// database. It has the clock of the machine until it is moved with the other's.
func (s *server) Replicate(ctx context.Context, name string, report deployment.Report) (deployment.Deployment, error) {
	if s.cluster != nil {
		return nil, &deployment.UnsupportedError{Target: s.Target(), What: "have replicas beside a real Flink"}
	}
	if err := s.outside("have replicas"); err != nil {
		return nil, err
	}
	p := s.provider
	files, err := p.engine.extract(ctx, s.image, s.spec.Release, p.labels)
	if err != nil {
		return nil, err
	}
	r := &server{provider: p, name: name, keeper: s.keeper, spec: s.spec, image: s.image, java: s.java, target: s.target,
		shipped: slices.Collect(maps.Keys(files)), rows: s.rows, database: s.database, log: serverlog.New(), flinkVersion: s.flinkVersion,
		health: deployment.NewHealth(s.health)}
	config, err := r.configure(files)
	if err == nil {
		err = r.boot(ctx, config, 0)
	}
	if err == nil {
		report("checking its clock")
		err = r.startClock(ctx)
	}
	if err == nil {
		r.guard(ctx)
		err = r.standIn(ctx)
	}
	if err != nil {
		r.log.Close()
		return nil, err
	}
	return r, nil
}
