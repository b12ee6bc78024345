// Package session carries a plan out from beginning to end: it chooses where
// deployments come from, keeps the event log and the results in a folder, and
// removes everything it started. It returns results; printing them and the
// exit code are for commands.
package session

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"streampark-regress/harness/choice"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/docker"
	"streampark-regress/harness/model"
	"streampark-regress/harness/release"
	"streampark-regress/harness/site"
)

// Target is where the user wants deployments to come from.
type Target string

// The targets.
const (
	// Auto takes Docker where it answers and the images are there, else the
	// model.
	Auto   Target = "auto"
	Docker Target = "docker"
	Model  Target = "model"
	// URL is a server that runs already.
	URL Target = "url"
)

// JVM says which options a server's JVM gets.
type JVM string

// The options.
const (
	// FastJVM are those measured to start soonest.
	FastJVM JVM = "fast"
	// ShippedJVM are the image's own.
	ShippedJVM JVM = "shipped"
)

// Settings say on what to run.
type Settings struct {
	Target Target
	// Site is the server of the target url.
	Site *site.Site
	// Fallback says what Auto does where there is no Docker.
	Fallback Fallback
	// Images and Defects are by version.
	Images  map[string]string
	Defects map[string]string
	// Registry is the mirror to pull images from, empty for none.
	Registry docker.Registry
	// Databases are the products to run on; DatabaseImages are images of one's own,
	// by product.
	Databases      []database.Product
	DatabaseImages map[database.Product]string
	// Connector is a file with the JDBC driver for MySQL and MariaDB, empty for one
	// that is fetched.
	Connector string
	JVM       JVM
	// MemoryMB is for servers that run at once; zero for three quarters of the
	// engine's.
	MemoryMB     int64
	StartTimeout time.Duration
	Clock        clock.Settings
	// Flink is what servers have beside them where a scenario looks at jobs.
	Flink Flink
	// Warmth says what has to do with servers that stay up.
	Warmth docker.Warmth
	// Named lists the flags by which the user named something that only
	// containers have. The model never stands in for that.
	Named []string
}

// Fallback says what becomes of a run for which Docker cannot be had and no
// target was named.
type Fallback string

// The fallbacks.
const (
	// ToModel takes the model.
	ToModel Fallback = "model"
	// Stop takes nothing: in CI a model that nobody asked for would be a false
	// green.
	Stop Fallback = "stop"
)

// Validate finds out whether it is a target that a user can name. The error is the
// user's.
func (t Target) Validate() error {
	if all := []Target{Auto, Docker, Model, URL}; !slices.Contains(all, t) {
		return fmt.Errorf("unknown target %q: choose %s", t, choice.OneOf(all))
	}
	return nil
}

// Validate finds contradictions among the settings. Each error is the user's.
func (s Settings) Validate(c *release.Catalogue) error {
	if err := s.Target.Validate(); err != nil {
		return err
	}
	switch {
	case s.JVM != FastJVM && s.JVM != ShippedJVM:
		return fmt.Errorf("unknown JVM options %q: choose fast or shipped", s.JVM)
	case len(s.Defects) > 0 && s.Target != Model:
		return errors.New("--model-defect breaks the model on purpose: it needs --target model")
	case len(s.Images) > 0 && s.Target == Model:
		return errors.New("the model runs no image: leave out --image or --target model")
	case s.Flink.Kind.Real() && s.Target == Model:
		return errors.New("the model submits no jobs to a real Flink: leave out --flink real or --target model")
	case s.StartTimeout <= 0:
		return fmt.Errorf("--start-timeout %s leaves a server no time to answer", s.StartTimeout)
	}
	if s.Clock.Kind == clock.ShortTTL {
		if err := ValidateShortTTL(s.Clock.ShortTTL); err != nil {
			return err
		}
	}
	if err := s.validateDatabases(c); err != nil {
		return err
	}
	for version, defect := range s.Defects {
		if err := knownDefect(c, version, defect); err != nil {
			return err
		}
	}
	return nil
}

// ValidateShortTTL refuses a small TTL in which before cannot be told from after.
// The error is the user's.
func ValidateShortTTL(ttl time.Duration) error {
	if least := 3 * clock.Margin; ttl < least {
		return fmt.Errorf("--short-ttl %s is too small to tell before from after; use at least %s", ttl, least)
	}
	return nil
}

// Unused finds images and defects of releases that nobody starts: what the user
// took for tried would not have been. The error is the user's.
func (s Settings) Unused(started []release.Release) error {
	for flag, given := range map[string]map[string]string{"--image": s.Images, "--model-defect": s.Defects} {
		for version, value := range given {
			if !slices.ContainsFunc(started, func(r release.Release) bool { return r.Version == version }) {
				return fmt.Errorf("%s %s=%s: %s is not started; add it with --release, or leave out the flag", flag, version, value, version)
			}
		}
	}
	return nil
}

func knownDefect(c *release.Catalogue, version, defect string) error {
	r, err := c.Find(version)
	if err != nil {
		return err
	}
	design, err := model.DesignOf(r)
	if err != nil {
		return err
	}
	_, err = design.With(defect)
	return err
}

// limits keeps the starts at once to twice the processors: a start is busy most
// of its time, and with more of them the first scenario waits for the last server.
func (s Settings) limits(from Source) deployment.Limits {
	return deployment.Limits{MemoryMB: s.budget(from.MemoryMB), Starts: 2 * from.CPUs}
}

// budget is the memory that servers may take at once.
func (s Settings) budget(engineMB int64) int64 {
	const plenty = 1 << 20
	switch {
	case s.MemoryMB > 0:
		return s.MemoryMB
	case engineMB == 0:
		return plenty
	}
	return max(engineMB*3/4, 1)
}

// Source is where deployments come from, and why from there.
type Source struct {
	Provider deployment.Provider
	// Why is set when the user left the choice open.
	Why string
	// MemoryMB is what the engine has beside its databases; zero when that does
	// not matter.
	MemoryMB int64
	// CPUs are those of the engine; zero when they do not matter.
	CPUs    int
	Machine map[string]string
	// Images are those of the servers, the databases and Flink, with their digests.
	Images map[string]string
	// KeepLog keeps a server's log with the results; nil where there is none.
	KeepLog func(deployment, log string) error
	// Running lists the servers that run; nil where they end with the program.
	Running func(ctx context.Context) ([]docker.Running, error)
	// Spared says why a server is not to be left up, empty for one that is; nil where
	// nothing stays up.
	Spared func(ctx context.Context, spec deployment.Spec) (why string, err error)
}
