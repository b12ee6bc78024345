package docker

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"time"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/clock/shim"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/jre"
	"streampark-regress/harness/settings"
	"streampark-regress/harness/streampark"
)

// boot starts the container, its clock so far ahead, and waits until the
// server answers. The log of one that does not is kept.
func (s *server) boot(ctx context.Context, config settings.Configuration, ahead time.Duration) error {
	if err := s.run(ctx, config, ahead); err != nil {
		return err
	}
	err := s.await(ctx)
	if err != nil {
		log, _ := s.Log(context.WithoutCancel(ctx))        // with an error it is what was read before
		_ = s.provider.keepFile(s.name, "server.log", log) // the error says the last lines anyway
		if why := jre.Trouble(s.image, log, s.java); why != "" {
			return fmt.Errorf("%s\n  %w", why, err)
		}
	}
	return err
}

// blame adds to a failed start what the config.yaml that was given has to do
// with it.
func (s *server) blame(ctx context.Context, err error) error {
	var start *deployment.StartError
	if s.spec.Given == nil || !errors.As(err, &start) {
		return err
	}
	log, _ := s.Log(context.WithoutCancel(ctx)) // without it the hint is general
	if line := s.spec.Given.Blame(log); line != "" {
		return fmt.Errorf("%s\n  %w", line, err)
	}
	return fmt.Errorf("%w\n  it was started with the given %s: try once without --config", err, s.spec.Given.Name)
}

// run creates and starts the container.
func (s *server) run(ctx context.Context, config settings.Configuration, ahead time.Duration) error {
	r, p := s.spec.Release, s.provider
	arch, err := p.engine.architecture(ctx, s.image)
	if err != nil {
		return err
	}
	files, err := s.flinkFiles()
	if err != nil {
		return err
	}
	if folder := s.storage().DriverFolder; folder != "" {
		driver := p.options.Databases[s.spec.Product()].Jar
		if driver == nil {
			return fmt.Errorf("start %s on %s: it needs a JDBC driver, and none was given", s.image, s.spec.Product().Title())
		}
		files = append(files, file{r.Path(path.Join(folder, driver.Name)), driver.Content, 0o644})
	}
	for _, f := range config.Files() {
		files = append(files, file{r.Path(f.Name), f.Text, 0o644})
	}
	env := map[string]string{}
	objects, err := shim.For(arch)
	if err != nil && p.options.Clock.Kind == clock.Jump {
		return fmt.Errorf("image %s: %w; use --clock short-ttl or --clock wait", s.image, err)
	}
	if err == nil {
		files = append(files, file{shim.Agent, objects.Agent, 0o755})
	}
	if p.options.Clock.Kind == clock.Jump {
		files = append(files, file{shim.Library, objects.Library, 0o755}, file{shim.Offset, shim.Encode(ahead), 0o666})
		env["LD_PRELOAD"] = shim.Library
	}
	if !p.options.ShippedJVM {
		env[r.JVM.Variable] = r.JVM.FastOn(s.java.Major)
	}
	entrypoint, command := s.start()
	for _, set := range slices.Concat(s.filled(s.storage().Environment), s.storage().Console.Environment, s.spec.Environment) {
		env[set.Key] = set.Value
	}
	s.container, err = p.engine.run(ctx, recipe{name: p.named(s.name), image: s.image, entrypoint: entrypoint, command: command, env: env,
		files: files, port: fmt.Sprintf("%d/tcp", r.Port), labels: p.labelled(roleServer, s.described()), network: p.network.it, alias: s.name, binds: s.flinkLibraries()})
	if err != nil {
		return fmt.Errorf("start %s: %w", s.image, err)
	}
	s.log.Follow(ctx, s.container)
	s.born = s.log.Generation()
	return nil
}

// start is the entry point and the command of its container, each empty for that of
// the image. A build's own start is a part of the build.
func (s *server) start() (entrypoint, command []string) {
	r := s.spec.Release
	if direct := r.JVM.StartOn(s.java.Major); len(direct) > 0 && !s.provider.options.ShippedJVM && !r.IsBuild() {
		return direct[:1], direct[1:]
	}
	return nil, r.Command
}

// await returns once the server answers. A server that exits is an error at
// once, with its last log lines.
func (s *server) await(ctx context.Context) error {
	within, cancel := context.WithTimeout(ctx, s.provider.options.StartTimeout)
	defer cancel()
	for {
		address, err := s.container.address(within)
		if err == nil {
			s.address = "http://" + address
			_, err = streampark.New(s.address).ServerTime(within)
		}
		if err == nil {
			return nil
		}
		if dead := s.container.alive(within); dead != nil && ctx.Err() == nil {
			return dead
		}
		if within.Err() != nil {
			log, _ := s.Log(context.WithoutCancel(ctx))
			return deployment.Unanswered(ctx, s.provider.options.StartTimeout, err, log)
		}
		_ = clock.Idle(within, 100*time.Millisecond) // the next look sees the interrupt
	}
}
