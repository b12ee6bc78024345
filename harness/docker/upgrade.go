package docker

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/release"
)

// Upgrade replaces the server by one of another release on the same database:
// the old server is stopped, the new image's upgrade scripts between the two
// releases are run, and the new server is started with the clock as it was.
func (s *server) Upgrade(ctx context.Context, to release.Release, report deployment.Report) ([]string, error) {
	if err := s.unlent(); err != nil {
		return nil, err
	}
	if err := s.outside("be upgraded"); err != nil {
		return nil, err
	}
	p, from := s.provider, s.spec.Release
	image, err := p.engine.Ensure(ctx, p.options.Candidates(to), report)
	if err != nil {
		return nil, fmt.Errorf("%w%s\n  name a local image with --image %s=REF", err, note(to), to.Version)
	}
	files, err := p.engine.extract(ctx, image, to, p.labels)
	if err != nil {
		return nil, err
	}
	java, err := p.java(ctx, image)
	if err != nil {
		return nil, err
	}
	report("stopping " + from.Version)
	if err := s.stop(ctx); err != nil {
		return nil, err
	}
	if err := s.keepOldLog(ctx); err != nil {
		return nil, err
	}
	ran := to.UpgradeScripts(from.Base(), string(s.spec.Product()), maps.Keys(files))
	if from.IsBuild() { // its database is what its own scripts make
		ran = slices.DeleteFunc(ran, func(name string) bool { return slices.Contains(s.shipped, name) })
	}
	texts, err := s.scripts(to, image, ran, files)
	if err != nil {
		return nil, err
	}
	if len(ran) > 0 {
		report("running " + strings.Join(ran, ", "))
	}
	if err := s.database.Upgrade(ctx, texts...); err != nil {
		return nil, fmt.Errorf("upgrade the database from %s to %s (%s): %w", from.Version, to.Version, strings.Join(ran, ", "), err)
	}
	if err := s.container.remove(ctx); err != nil {
		return ran, fmt.Errorf("remove the container of %s: %w", from.Version, err)
	}
	// A config.yaml that was given goes along, as administrators do it.
	s.spec.Release, s.image, s.java, s.shipped = to, image, java, slices.Collect(maps.Keys(files))
	config, err := s.configure(files)
	if err != nil {
		return ran, err
	}
	report("starting " + image)
	if err := s.boot(ctx, config, s.clock.Ahead()); err != nil {
		return ran, err
	}
	s.guard(ctx)
	return ran, s.standIn(ctx)
}

// keepOldLog keeps the log of the container that is replaced, under the name of
// its release.
func (s *server) keepOldLog(ctx context.Context) error {
	log, err := s.log.TextFrom(ctx, s.born)
	if err != nil {
		return err
	}
	return s.provider.keepFile(s.name, "server-"+s.spec.Release.Version+".log", log)
}
