package docker

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/moby/moby/client"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/flink"
	"streampark-regress/harness/flink/standin"
	"streampark-regress/harness/serverlog"
)

// Where things lie inside the containers of a server and its Flink.
const (
	counterPath = "/regress/" + flink.CounterFile
	clusterHome = "/regress"
	flinkState  = "/regress/state"
)

// library is Flink's lib folder as a volume of the run, which the servers need
// as part of a Flink home: 200 MB that the engine copies once.
type library struct {
	once   sync.Once
	volume string
	err    error
}

// flinkLibrary makes the volume, once.
func (p *Provider) flinkLibrary(ctx context.Context, report deployment.Report) (string, error) {
	l := &p.library
	l.once.Do(func() {
		report("taking Flink out of " + p.options.Flink.Ref)
		if l.volume, l.err = p.engine.fill(ctx, namePrefix+p.options.Run+"-flink", *p.options.Flink, p.labels); l.err != nil {
			l.err = fmt.Errorf("take Flink out of %s: %w", p.options.Flink.Ref, l.err)
		}
	})
	return l.volume, l.err
}

// fill makes a volume of Flink's lib folder: the engine fills a new one with what
// the image has where a container mounts it.
func (e *Engine) fill(ctx context.Context, name string, f FlinkImage, labels map[string]string) (string, error) {
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	ctx, cancel := unbroken(ctx)
	defer cancel()
	if _, err := e.client.VolumeCreate(ctx, client.VolumeCreateOptions{Name: name, Labels: e.labelled(labels)}); err != nil {
		return "", explain(err)
	}
	_, remove, err := e.open(ctx, f.Ref, labels, name+":"+path.Join(f.Home, "lib"))
	if err != nil {
		return "", err
	}
	remove()
	return name, nil
}

// cluster is the Flink of a server.
type cluster struct {
	container *instance
	// library is the volume for the server's Flink home.
	library string
	// client is set once its port is known.
	client *flink.Cluster
}

// clusterAlias names a server's cluster inside the network. A part that begins
// with a digit would not be a host's name to Java.
func (s *server) clusterAlias() string { return "flink-" + strings.ReplaceAll(s.name, ".", "-") }

// startCluster starts the server's Flink, if it is to have one, and waits until it
// can run jobs: a server takes longer, and would be started in vain.
func (s *server) startCluster(ctx context.Context, report deployment.Report) error {
	p := s.provider
	if !s.spec.Flink.Real() {
		return nil
	}
	if p.options.Flink == nil {
		return fmt.Errorf("start %s: no image of Flink was chosen; choose one with --flink real[=IMAGE]", s.spec.Flink)
	}
	if err := p.engine.CheckShims(ctx, s.image, s.spec.Release, *p.options.Flink); err != nil {
		return err
	}
	volume, err := p.flinkLibrary(ctx, report)
	if err != nil {
		return err
	}
	session := flink.Session{Home: p.options.Flink.Home, Folder: clusterHome, State: flinkState + "/checkpoints", Savepoints: flinkState + "/savepoints"}
	if s.spec.Flink == deployment.RealFlinkWithoutSavepoints {
		session.Savepoints = ""
	}
	var files []file
	for name, content := range session.Files() {
		files = append(files, file{path.Join(clusterHome, name), content, 0o644})
	}
	command := session.Command()
	report("starting " + p.options.Flink.Ref)
	container, err := p.engine.run(ctx, recipe{name: p.named("flink-" + s.name), image: p.options.Flink.Ref,
		entrypoint: command[:1], command: command[1:], env: session.Environment(), files: files, port: fmt.Sprintf("%d/tcp", flink.Port),
		labels: p.labelled(roleFlink, nil), network: p.network.it, alias: s.clusterAlias()})
	if err != nil {
		return fmt.Errorf("start Flink (%s): %w", p.options.Flink.Ref, err)
	}
	s.cluster = &cluster{container: container, library: volume}
	if err := s.awaitCluster(ctx); err != nil {
		return err
	}
	p.watch.Guard(ctx, container.id, "the container of its Flink", s.cluster.client.Ready, s.health)
	return nil
}

// awaitCluster waits until the server's Flink can run jobs.
func (s *server) awaitCluster(ctx context.Context) error {
	within, c := s.provider.options.StartTimeout, s.cluster
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	var last error // of the last look that was not cut off
	for {
		address, err := c.container.address(ctx)
		if err == nil {
			c.client = flink.New("http://" + address)
			err = c.client.Ready(ctx)
		}
		if err == nil {
			return nil
		}
		if ctx.Err() == nil || last == nil {
			last = err
		}
		if dead := c.container.alive(ctx); dead != nil {
			s.keepClusterLog(ctx)
			return fmt.Errorf("start Flink (%s): %w", s.provider.options.Flink.Ref, dead)
		}
		if ctx.Err() != nil {
			s.keepClusterLog(ctx)
			return fmt.Errorf("start Flink (%s): %w", s.provider.options.Flink.Ref, &deployment.StartError{LogTail: c.container.lastLines(context.WithoutCancel(ctx)),
				What: fmt.Sprintf("it was not ready within %s (--start-timeout): %v", within, last)})
		}
		_ = clock.Idle(ctx, 100*time.Millisecond) // the next look sees the interrupt
	}
}

// Cluster is the real Flink, if there is one.
func (s *server) Cluster() (*flink.Cluster, error) {
	if s.cluster == nil {
		return nil, &deployment.UnsupportedError{Target: s.target, What: "run jobs without a real Flink (--flink real)"}
	}
	return s.cluster.client, nil
}

// clusterFlink says where the server finds its real Flink.
func (s *server) clusterFlink() database.Flink {
	f := s.provider.options.Flink
	return database.Flink{Home: s.flinkHome(), Address: fmt.Sprintf("http://%s:%d", s.clusterAlias(), flink.Port), Version: f.Version, Scala: f.Scala,
		Program: database.Program{Jar: counterPath, Class: flink.CounterClass}}
}

// flinkVersion is that of the Flink home of a spec's server.
func (p *Provider) flinkVersion(s deployment.Spec) string {
	if s.Flink.Real() && p.options.Flink != nil {
		return p.options.Flink.Version
	}
	return cmp.Or(s.Release.Flink, database.UsualFlink)
}

// flinkHome is the Flink home in the server's container.
func (s *server) flinkHome() string {
	return "/regress/flink-" + s.flinkVersion
}

// flinkFiles are a server's Flink home: a configuration, which may be empty, and
// the stand-in's main jar; or, where the home has the jars of a real Flink, the
// jar of the job that runs there.
func (s *server) flinkFiles() ([]file, error) {
	files := []file{{s.flinkHome() + "/conf/flink-conf.yaml", nil, 0o644}}
	if s.cluster != nil {
		return append(files, file{counterPath, flink.CounterJar(), 0o644}), nil
	}
	dist, err := standin.Jar(s.flinkVersion)
	return append(files, file{s.flinkHome() + "/lib/flink-dist-" + s.flinkVersion + ".jar", dist, 0o644}), err
}

// flinkLibraries is the volume with the jars of a server's real Flink home.
func (s *server) flinkLibraries() []string {
	if s.cluster == nil {
		return nil
	}
	return []string{s.cluster.library + ":" + s.flinkHome() + "/lib:ro"}
}

// closeCluster keeps the log of the server's Flink and removes its container.
func (s *server) closeCluster(ctx context.Context) error {
	if s.cluster == nil {
		return nil
	}
	s.keepClusterLog(ctx)
	s.provider.watch.Rest(s.cluster.container.id)
	if err := s.cluster.container.remove(ctx); err != nil {
		return fmt.Errorf("remove the Flink of %s: %w", s.name, err)
	}
	return nil
}

func (s *server) keepClusterLog(ctx context.Context) {
	var text strings.Builder
	// What cannot be read or written is missed by nobody but a reader.
	_ = s.cluster.container.records(context.WithoutCancel(ctx), client.ContainerLogsOptions{}, func(r serverlog.Record) { text.Write(r.Text) })
	_ = s.provider.keepFile(s.name, "flink.log", text.String())
}
