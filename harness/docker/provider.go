package docker

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/testcontainers/testcontainers-go"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/connector"
	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/flink"
	"streampark-regress/harness/jre"
	"streampark-regress/harness/release"
	"streampark-regress/harness/serverlog"
)

// Options of a provider.
type Options struct {
	Run string
	// Images maps a version to the image to use for it.
	Images map[string]string
	// Databases are the products that deployments can use.
	Databases map[database.Product]Database
	// Flink is the image for deployments beside a real Flink, nil for none.
	Flink *FlinkImage
	Clock clock.Settings
	// ShippedJVM leaves the image's JVM options alone.
	ShippedJVM bool
	// StartTimeout bounds the start of one server.
	StartTimeout time.Duration
	// Folder is where the configuration and log of each deployment are kept.
	Folder   string
	Redactor *evidence.Redactor
	// Warmth says what has to do with servers that stay up.
	Warmth Warmth
}

// DatabasesMB is about how much memory the databases take together.
func (o Options) DatabasesMB() int64 {
	var sum int64
	for _, d := range o.Databases {
		sum += d.MemoryMB
	}
	return sum
}

// Database is how deployments use a database product.
type Database struct {
	release.Database
	// Jar is the JDBC driver for releases that need one, nil for none.
	Jar *connector.Jar
}

// Provider makes deployments of containers.
type Provider struct {
	engine  *Engine
	options Options
	labels  map[string]string

	network   shared[*testcontainers.DockerNetwork]
	databases map[database.Product]*shared[*DatabaseServer]
	library   library
	watch     *watch
	lent      lending

	looking sync.Mutex
	javas   map[string]jre.Runtime
}

// NewProvider returns a provider on an engine. Nothing is started yet.
func NewProvider(e *Engine, o Options) *Provider {
	p := &Provider{engine: e, options: o, labels: map[string]string{Label: "true", RunLabel: o.Run},
		databases: map[database.Product]*shared[*DatabaseServer]{}, javas: map[string]jre.Runtime{}, watch: newWatch(e, RunLabel+"="+o.Run)}
	if o.Warmth == LeaveWarm {
		p.labels[WarmLabel] = "true"
	}
	for product := range o.Databases {
		p.databases[product] = &shared[*DatabaseServer]{}
	}
	return p
}

// Target is docker.
func (p *Provider) Target() string { return deployment.Docker }

// MemoryMB is what the catalogue says for the release and its JVM options, and
// what a real Flink takes.
func (p *Provider) MemoryMB(s deployment.Spec) int64 {
	var beside int64
	if s.Flink.Real() {
		beside = flink.MemoryMB
	}
	if p.options.ShippedJVM {
		return s.Release.JVM.ShippedMemoryMB + beside
	}
	return s.Release.JVM.FastMemoryMB + beside
}

// Close removes everything that carries the run's label, also what was made by
// a start that did not come to its end.
func (p *Provider) Close(ctx context.Context) error {
	p.watch.Close()
	p.lent.end()
	_, err := p.engine.Sweep(ctx, RunLabel+"="+p.options.Run)
	return err
}

// Candidates are the images that can serve a release, the best first.
func (o Options) Candidates(r release.Release) []string {
	if ref, ok := o.Images[r.Version]; ok {
		return []string{ref}
	}
	return r.Images
}

// Start starts a StreamPark with a database of its own.
func (p *Provider) Start(ctx context.Context, name string, spec deployment.Spec, report deployment.Report) (deployment.Deployment, error) {
	image, err := p.engine.Ensure(ctx, p.options.Candidates(spec.Release), report)
	if err != nil {
		return nil, fmt.Errorf("%w%s\n  name a local image with --image %s=REF, or use --target model", err, note(spec.Release), spec.Release.Version)
	}
	if warm, err := p.adopt(ctx, name, spec, image, report); warm != nil || err != nil {
		return warm, err
	}
	files, err := p.engine.extract(ctx, image, spec.Release, p.labels)
	if err != nil {
		return nil, err
	}
	java, err := p.java(ctx, image)
	if err != nil {
		return nil, err
	}
	rows, err := p.rows(ctx, spec.Product(), report)
	if err != nil {
		return nil, err
	}
	s := &server{provider: p, name: name, keeper: name, spec: spec, image: image, java: java, shipped: slices.Collect(maps.Keys(files)), rows: rows, log: serverlog.New(),
		flinkVersion: p.flinkVersion(spec), health: deployment.NewHealth()}
	if p.options.Warmth == LeaveWarm {
		if s.fingerprint, err = p.fingerprintOf(ctx, spec, image); err != nil {
			return nil, err
		}
	}
	if rows != nil {
		p.watch.Stand(rows.container.id, s.health)
	}
	well, cancel := s.health.Within(ctx)
	defer cancel()
	err = s.startUp(well, files, report)
	if f := s.health.Fault(); f != nil {
		err = f
	}
	if err != nil {
		s.log.Close()
		return nil, err
	}
	return s, nil
}

// note is what has to be known of a release's images, on a line of its own.
func note(r release.Release) string {
	if r.ImageNote == "" {
		return ""
	}
	return "\n  " + r.ImageNote
}

// java is the Java of an image, looked for once. One that is too old for any
// release is an error.
func (p *Provider) java(ctx context.Context, image string) (jre.Runtime, error) {
	p.looking.Lock()
	defer p.looking.Unlock()
	if j, known := p.javas[image]; known {
		return j, nil
	}
	j, err := p.engine.Java(ctx, image, p.labels)
	if err != nil {
		return j, err
	}
	if j.Major > 0 && j.Major < jre.Oldest {
		return j, fmt.Errorf("image %s has Java %s, and StreamPark needs Java %d or newer", image, j, jre.Oldest)
	}
	p.javas[image] = j
	return j, nil
}

func (s *server) startUp(ctx context.Context, files installation, report deployment.Report) error {
	report("loading the schema out of " + s.image)
	if err := s.loadSchema(ctx, files); err != nil {
		return err
	}
	config, err := s.configure(files)
	if err != nil {
		return err
	}
	if err := s.startCluster(ctx, report); err != nil {
		return err
	}
	report("starting " + s.image)
	if err := s.boot(ctx, config, 0); err != nil {
		return s.blame(ctx, err)
	}
	if err := s.enter(ctx); err != nil {
		return err
	}
	if s.target, err = s.kind(ctx); err != nil {
		return err
	}
	report("checking its clock")
	if err := s.startClock(ctx); err != nil {
		return err
	}
	s.guard(ctx)
	return s.standIn(ctx)
}

// KeepLog keeps what a deployment has logged with the results.
func (p *Provider) KeepLog(deployment, log string) error {
	return p.keepFile(deployment, "server.log", log)
}

// keepFile writes a file of a deployment to the results, redacted.
func (p *Provider) keepFile(deployment, name, content string) error {
	folder := filepath.Join(p.options.Folder, deployment)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("keep %s: %w", name, err)
	}
	if err := os.WriteFile(filepath.Join(folder, name), []byte(p.options.Redactor.Redact(content)), 0o644); err != nil {
		return fmt.Errorf("keep %s: %w", name, err)
	}
	return nil
}
