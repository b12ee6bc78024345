package docker

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/clock/shim"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/release"
	"streampark-regress/harness/serverlog"
)

// Warmth is what a provider has to do with servers that stay up.
type Warmth string

// The warmths.
const (
	// Cold starts every server and removes it again.
	Cold Warmth = ""
	// UseWarm takes a server that is up where it is the same, and leaves it up.
	UseWarm Warmth = "use"
	// LeaveWarm starts servers that stay up.
	LeaveWarm Warmth = "leave"
)

// WarmLabel marks what stays up until it is taken down: it belongs to no program that
// runs, and clean spares it. fingerprintLabel says what a server is made of.
const (
	WarmLabel        = "streampark-regress.warm"
	fingerprintLabel = "streampark-regress.fingerprint"
)

// Up stands among the spared for what stays up.
const Up = "up"

// farthest is how far ahead a warm server's clock may be when a run begins. The longest
// a scenario lets pass is 7400 days, and a clock has a reach of a hundred years.
const farthest = 60 * 365 * 24 * time.Hour

// Spared says why a server of a spec is not to be left up: it is for some scenarios
// alone, or the same is up already. It is empty for one that is to be started.
func (p *Provider) Spared(ctx context.Context, spec deployment.Spec) (string, error) {
	if !p.stays(spec) {
		return "it is for some scenarios alone, and starts with them", nil
	}
	image, err := p.engine.Ensure(ctx, p.options.Candidates(spec.Release), func(string) {})
	if err != nil {
		return "", err
	}
	wanted, err := p.fingerprintOf(ctx, spec, image)
	if err != nil {
		return "", err
	}
	up, err := p.engine.Running(ctx, WarmLabel)
	if err != nil {
		return "", err
	}
	for _, r := range up {
		if r.labels[fingerprintLabel] == wanted {
			return r.Name + " is up already", nil
		}
	}
	return "", nil
}

// stays reports whether servers of a spec can stay up for other runs: not those that
// one scenario has to itself, and not those with something beside or before them.
func (p *Provider) stays(spec deployment.Spec) bool {
	return spec.Own == "" && spec.Front == deployment.Direct && !spec.Flink.Real() && !p.options.Databases[spec.Product()].Embedded
}

// fingerprintOf tells what a server would be made of, as a short digest: images,
// configuration, JVM options, clock shim and driver.
func (p *Provider) fingerprintOf(ctx context.Context, spec deployment.Spec, image string) (string, error) {
	d := p.options.Databases[spec.Product()]
	digests, err := p.engine.Digests(ctx, []string{image, d.Image})
	if err != nil {
		return "", err
	}
	arch, err := p.engine.architecture(ctx, image)
	if err != nil {
		return "", err
	}
	made := struct {
		Key                  string
		Image, Database      string
		Given, Library, Java []byte
		Driver               []byte
		Clock                clock.Settings
		ShippedJVM           bool
		Release              release.Release
	}{Key: spec.Key(), Image: digests[image], Database: digests[d.Image], Clock: p.options.Clock, ShippedJVM: p.options.ShippedJVM, Release: spec.Release}
	if spec.Given != nil {
		made.Given = spec.Given.Text
	}
	if objects, err := shim.For(arch); err == nil {
		made.Library, made.Java = digest(objects.Library), digest(objects.Agent)
	}
	if d.Jar != nil {
		made.Driver = digest(d.Jar.Content)
	}
	text, err := json.Marshal(made)
	if err != nil {
		return "", fmt.Errorf("tell what the server is made of: %w", err)
	}
	return hex.EncodeToString(digest(text)[:12]), nil
}

func digest(content []byte) []byte {
	sum := sha256.Sum256(content)
	return sum[:]
}

// adopt takes a server that is up, nil where there is none that is the same.
func (p *Provider) adopt(ctx context.Context, name string, spec deployment.Spec, image string, report deployment.Report) (deployment.Deployment, error) {
	if p.options.Warmth != UseWarm || !p.stays(spec) {
		return nil, nil //nolint:nilnil // there is none, and that is no error
	}
	wanted, err := p.fingerprintOf(ctx, spec, image)
	if err != nil {
		return nil, err
	}
	up, err := p.engine.Running(ctx, WarmLabel)
	if err != nil {
		return nil, err
	}
	why := "no server of " + spec.Describe() + " is up"
	for _, r := range up {
		if r.labels[fingerprintLabel] != wanted {
			if r.Release == spec.Release.Version {
				why = r.Name + " is up and is not the same (image, configuration, JVM options or clock)"
			}
			continue
		}
		s, err := p.take(ctx, name, spec, image, r)
		if err == nil {
			report("using the warm server " + r.Name)
			return s, nil
		}
		why = fmt.Sprintf("%s is up and cannot be used: %v", r.Name, err)
	}
	report(why + ": starting a fresh one")
	return nil, nil //nolint:nilnil // as above
}

// take takes a server that is the same.
func (p *Provider) take(ctx context.Context, name string, spec deployment.Spec, image string, r Running) (*server, error) {
	l, err := p.lent.take(r.id)
	if err != nil {
		return nil, err
	}
	s := &server{provider: p, name: name, keeper: name, spec: spec, image: image, log: serverlog.New(), flinkVersion: p.flinkVersion(spec), health: deployment.NewHealth(), warm: l}
	if err := s.moveIn(ctx, r); err != nil {
		s.log.Close()
		return nil, errors.Join(err, l.end())
	}
	return s, nil
}

func (s *server) moveIn(ctx context.Context, r Running) (err error) {
	p := s.provider
	if s.container, err = p.engine.known(ctx, r.id, s.spec.Release.Port); err != nil {
		return err
	}
	if s.java, err = p.java(ctx, s.image); err != nil {
		return err
	}
	address, err := url.Parse(r.Database)
	if err != nil || r.Database == "" {
		return errors.New("its database is not up")
	}
	if password, has := address.User.Password(); has {
		p.options.Redactor.Password(password)
	}
	if err := s.open(ctx, r.Database); err != nil {
		return err
	}
	s.rows = &DatabaseServer{product: products()[s.spec.Product()], alias: products()[s.spec.Product()].alias}
	if r.Movable {
		if s.warm.ahead, err = r.Ahead(ctx); err != nil {
			return err
		}
	}
	if s.warm.ahead > farthest {
		return fmt.Errorf("its clock is %s ahead: `regress down` and `regress up` give it today's", clock.Format(s.warm.ahead))
	}
	if err := s.await(ctx); err != nil {
		return err
	}
	if s.target, err = s.kind(ctx); err != nil {
		return err
	}
	seen, err := s.container.Latest(ctx)
	if err != nil {
		return err
	}
	s.log.Follow(ctx, later{s.container, seen})
	s.born = s.log.Generation()
	if err := s.startClock(ctx); err != nil {
		return err
	}
	s.guard(ctx)
	return nil
}

// later is a source of a log without the text that came before: it is of other runs,
// whose secrets nobody knows here.
type later struct {
	*instance
	than time.Time
}

// Follow makes it the source of a log. It tells of the last record before, without its
// text: whoever reads the log to its end waits for that one.
func (l later) Follow(ctx context.Context, since time.Time, each func(serverlog.Record)) error {
	if since.IsZero() {
		since = l.than
	}
	return l.instance.Follow(ctx, since, func(r serverlog.Record) {
		if !r.At.After(l.than) {
			r.Text = nil
		}
		each(r)
	})
}

// unlent is the error of what cannot be done to a server that stays up.
func (s *server) unlent() error {
	if s.warm == nil {
		return nil
	}
	return &deployment.UnsupportedError{Target: s.Target(), What: "be restarted or replaced where it stays up for other runs (--warm no)"}
}

// giveBack leaves the server for the next run; one that has broken down is removed.
func (s *server) giveBack(ctx context.Context) error {
	errs := []error{s.database.Close(), s.settleDate(ctx)}
	if s.health.Fault() != nil {
		errs = append(errs, s.container.remove(ctx))
	}
	return errors.Join(append(errs, s.warm.end())...)
}
