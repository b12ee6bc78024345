package docker

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	cerrdefs "github.com/containerd/errdefs"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/clock/shim"
	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/jre"
	"streampark-regress/harness/release"
	"streampark-regress/harness/serverlog"
	"streampark-regress/harness/settings"
	"streampark-regress/harness/token"
)

// flinkPort is the port of the stand-in for a session cluster.
const flinkPort = 18081

// server is a StreamPark container with its database: a Deployment.
type server struct {
	provider  *Provider
	name      string
	spec      deployment.Spec
	image     string
	java      jre.Runtime
	container *instance
	// rows is the server of its database, which has the name of the deployment; nil
	// where it brings the database itself.
	rows     *DatabaseServer
	keeper   string
	database *database.Database
	clock    clock.Clock
	address  string
	target   string
	log      *serverlog.Log
	// shipped are the files that its image has, as extract takes them out.
	shipped []string
	// flinkVersion is that of its Flink home, which an upgrade leaves where it is.
	flinkVersion string
	// born is the first generation of the present container.
	born int
	// cluster is its real Flink, nil for the stand-in.
	cluster *cluster
	health  *deployment.Health
	// warm is set for a server that was up before the run, and stays up.
	warm *loan
	// fingerprint is set for one that stays up.
	fingerprint string
}

func (s *server) Name() string                 { return s.name }
func (s *server) Release() release.Release     { return s.spec.Release }
func (s *server) Target() string               { return s.target }
func (s *server) URL() string                  { return s.address }
func (s *server) Database() *database.Database { return s.database }
func (s *server) Clock() clock.Clock           { return s.clock }
func (s *server) Image() string                { return s.image }
func (s *server) Java() string                 { return s.java.Version }
func (s *server) Health() *deployment.Health   { return s.health }
func (s *server) Generation() int              { return s.log.Generation() }

func (s *server) Flink() database.Flink {
	if s.cluster != nil {
		return s.clusterFlink()
	}
	return database.Flink{Home: s.flinkHome(), Version: s.flinkVersion, Address: "http://127.0.0.1:" + strconv.Itoa(flinkPort)}
}

// databaseName is a name that every product takes without quotes. Replicas have
// that of the first.
func (s *server) databaseName() string {
	return "sp_" + strings.NewReplacer(".", "_", "-", "_").Replace(strings.ToLower(s.keeper))
}

// described are the labels that say what the server is.
func (s *server) described() map[string]string {
	labels := map[string]string{releaseLabel: s.spec.Release.Version, productLabel: string(s.spec.Product())}
	if s.rows != nil {
		labels[databaseLabel] = s.databaseName()
	}
	if s.fingerprint != "" {
		labels[fingerprintLabel] = s.fingerprint
	}
	return labels
}

// configure edits the image's configuration and keeps what came out.
func (s *server) configure(files installation) (settings.Configuration, error) {
	r, p := s.spec.Release, s.provider
	all := s.filled(s.storage().Settings)
	if p.options.Clock.Kind == clock.ShortTTL {
		all = append(all, release.Setting{Key: r.Config.SessionTTL.Key, Value: r.Config.SessionTTL.Format(p.options.Clock.ShortTTL)})
	}
	if s.spec.Given != nil {
		all = append(all, release.Setting{Key: "server.port", Value: strconv.Itoa(r.Port)})
	}
	config, whose, err := s.installed(files)
	if err != nil {
		return nil, err
	}
	if err := settings.Apply(config, append(all, s.spec.Settings...)); err != nil {
		return nil, fmt.Errorf("edit %s: %w", whose, err)
	}
	for _, f := range config.Files() {
		if err := p.keepFile(s.name, path.Base(f.Name), string(f.Masked())); err != nil {
			return nil, err
		}
	}
	return config, nil
}

// filled are settings with what is only known of the database that runs.
func (s *server) filled(all []release.Setting) []release.Setting {
	if s.rows == nil { // it has no address
		return slices.Clone(all)
	}
	jdbc := strings.NewReplacer("{host}", s.rows.alias, "{port}", s.rows.product.port, "{name}", s.databaseName()).Replace(s.provider.options.Databases[s.spec.Product()].JDBC)
	fill := strings.NewReplacer("{jdbc}", jdbc, "{user}", s.rows.product.user, "{password}", s.rows.password)
	var done []release.Setting
	for _, set := range all {
		done = append(done, release.Setting{Key: set.Key, Value: fill.Replace(set.Value)})
	}
	return done
}

// installed is the configuration before anything is changed, and whose it is.
func (s *server) installed(files installation) (settings.Configuration, string, error) {
	r := s.spec.Release
	if g := s.spec.Given; g != nil {
		return g.Installed(r), g.Name, nil
	}
	config, err := settings.Installed(r, files)
	if err != nil {
		return nil, "", fmt.Errorf("configure %s: %w", s.image, err)
	}
	return config, r.Files.Config + " of " + s.image, nil
}

// Key takes the key file out of the container.
func (s *server) Key(ctx context.Context) (token.Key, error) {
	name := s.spec.Release.Files.Key
	if name == "" {
		return nil, nil
	}
	found := installation{}
	if err := s.provider.engine.copyOut(ctx, s.container.id, name, "", found); cerrdefs.IsNotFound(err) {
		return nil, nil // 2.1.7 makes it at the first sign-in or token
	} else if err != nil {
		return nil, fmt.Errorf("take the key file %s out of the container: %w", name, err)
	}
	key, err := token.ParseKey(string(found[path.Base(name)]))
	if err != nil {
		return nil, fmt.Errorf("read the key file %s of the container: %w", name, err)
	}
	return key, nil
}

// kind tells StreamPark from the model's image.
func (s *server) kind(ctx context.Context) (string, error) {
	model, err := s.Client().IsModel(ctx)
	if model {
		return deployment.DockerModel, err
	}
	return deployment.Docker, err
}

// standIn starts the stand-in for a session cluster beside the server, or makes
// sure that the real one is there.
func (s *server) standIn(ctx context.Context) error {
	if s.cluster != nil {
		return s.awaitCluster(ctx)
	}
	return s.provider.engine.detached(ctx, s.container.id, shim.Agent, "flink", strconv.Itoa(flinkPort))
}

func (s *server) Log(ctx context.Context) (string, error) { return s.log.Text(ctx) }

func (s *server) LogCursor(ctx context.Context) (serverlog.Cursor, error) { return s.log.Cursor(ctx) }

// Close removes the container and its anonymous volumes.
func (s *server) Close(ctx context.Context) error {
	s.log.Close()
	s.rest()
	if s.warm != nil {
		return s.giveBack(ctx)
	}
	if err := s.closeCluster(ctx); err != nil {
		return err
	}
	if err := s.database.Close(); err != nil {
		return fmt.Errorf("close the database of %s: %w", s.name, err)
	}
	if err := s.container.remove(ctx); err != nil {
		return fmt.Errorf("remove the container of %s: %w", s.name, err)
	}
	return nil
}
