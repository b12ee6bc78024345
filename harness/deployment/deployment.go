// Package deployment says what a running StreamPark is to a scenario, and
// hands such deployments out. Where they come from (containers, the model) is
// a Provider's business; scenarios never know.
package deployment

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
	"streampark-regress/harness/flink"
	"streampark-regress/harness/release"
	"streampark-regress/harness/serverlog"
	"streampark-regress/harness/settings"
	"streampark-regress/harness/streampark"
	"streampark-regress/harness/token"
)

// Spec is what a scenario needs of a deployment. Scenarios whose specs have
// the same key can share one.
type Spec struct {
	Release release.Release
	// Database is the product that keeps its rows, empty for the usual one, of
	// which nothing is said.
	Database database.Product
	// Given is the config.yaml to begin with instead of the shipped one, nil
	// for the shipped one.
	Given *settings.Given
	// Settings are keys of config.yaml that differ from those it begins with.
	Settings []release.Setting
	// Environment are variables that are set for it; the model has none.
	Environment []release.Setting
	// Flink is what it has beside it.
	Flink FlinkKind
	// There is where a server is that runs already, and TTLThere its session TTL,
	// zero for the shipped one; both are empty for one that is started.
	There    string
	TTLThere time.Duration
	// Front is what its callers meet first.
	Front FrontKind
	// Own is set for a scenario that restarts or reconfigures its deployment
	// and so cannot share it; it names the scenario.
	Own string
}

// Product is the database product that keeps its rows.
func (s Spec) Product() database.Product { return s.Database.OrUsual() }

// Key identifies specs that one deployment can serve.
func (s Spec) Key() string {
	var differing []string
	for _, set := range s.Settings {
		differing = append(differing, set.Key+"="+set.Value)
	}
	for _, set := range s.Environment {
		differing = append(differing, "$"+set.Key+"="+set.Value)
	}
	slices.Sort(differing)
	key := strings.Join(append([]string{s.Release.Version}, differing...), " ")
	if s.Database != "" {
		key += " on " + string(s.Database)
	}
	if s.Flink.Real() {
		key += " beside " + string(s.Flink)
	}
	if s.Front != Direct {
		key += " behind " + string(s.Front)
	}
	if s.Own != "" {
		key += " for " + s.Own
	}
	return key
}

// Describe is the spec in words, for a plan.
func (s Spec) Describe() string {
	text := "StreamPark " + s.Release.Title()
	if s.Database != "" {
		text += " on " + s.Database.Title()
	}
	if s.There != "" {
		return text + " at " + s.There
	}
	if s.Flink.Real() {
		text += " beside " + string(s.Flink)
	}
	behind := ""
	if s.Front != Direct {
		behind = ", behind " + string(s.Front)
	}
	var with []string
	for _, set := range s.Settings {
		with = append(with, set.Key+": "+set.Value)
	}
	if len(s.Environment) > 0 {
		var set []string
		for _, v := range s.Environment {
			set = append(set, v.Key+"="+v.Value)
		}
		with = append(with, strings.Join(set, " ")+" in its environment")
	}
	if s.Given != nil {
		with = append([]string{"the given " + s.Given.Name}, with...)
	}
	if len(with) > 0 {
		return text + " with " + strings.Join(with, ", ") + behind
	}
	return text + " as shipped" + behind
}

// TTL is the session TTL of the server, beside the one that the scenarios speak
// of. One that a scenario sets itself is none of the clock's business: its times
// are meant as they are.
func (s Spec) TTL() (clock.TTL, error) {
	key := s.Release.Config.SessionTTL.Key
	ships, err := s.Release.Config.SessionTTL.Duration()
	ttl := clock.TTL{Shipped: clock.ScenarioTTL, Actual: ships}
	switch set := slices.ContainsFunc(s.Settings, func(set release.Setting) bool { return set.Key == key }); {
	case set:
		ttl.Actual = ttl.Shipped
	case s.Given != nil:
		ttl.Actual = s.Given.TTL
	}
	if s.TTLThere != 0 {
		ttl.Actual = s.TTLThere
	}
	return ttl, err
}

// Deployment is one running StreamPark with its database and its clock. What
// its target cannot do is answered with an *UnsupportedError.
type Deployment interface {
	// Name is unique within a run and fit for a file name.
	Name() string
	Release() release.Release
	// Target is one of the targets above.
	Target() string
	// Image is the image of the server, empty where it has none.
	Image() string
	// Java is the version of the server's Java, such as 1.8.0_472; empty where it
	// has none or nobody knows.
	Java() string
	// Generation counts the servers it has had: 1 after the start, and one
	// more with each restart and upgrade.
	Generation() int
	// Health tells whether it has broken down.
	Health() *Health
	// URL is the server's address; it may change with a restart. Client calls it.
	URL() string
	Client() *streampark.Client
	// Tenancy says as whom and under which names callers act on it.
	Tenancy() *Tenancy
	// Database is its database, nil where nobody may look into it.
	Database() *database.Database
	Clock() clock.Clock
	// Flink says where the server finds Flink.
	Flink() database.Flink
	// Cluster is the real Flink beside the server. The error is an
	// *UnsupportedError where there is none.
	Cluster() (*flink.Cluster, error)
	// Key is the file the server seals tokens with, nil for a release that has
	// none and as long as the server has made none.
	Key(ctx context.Context) (token.Key, error)
	// Restart stops the server and starts it again, with its database and
	// its clock as they were.
	Restart(ctx context.Context) error
	// Recreate replaces the server by another one of the same release, with its
	// database and its clock as they were: what it kept in files of its own is
	// gone, as when a container without a volume is replaced.
	Recreate(ctx context.Context) error
	// Upgrade makes it another release, as an administrator would do it: the
	// server is stopped, the upgrade scripts of the new release are run in
	// order, and the new server starts on the same database with the same
	// clock. Going to an older release runs no script. It returns the scripts
	// that were run.
	Upgrade(ctx context.Context, to release.Release, report Report) ([]string, error)
	// Log is what all its servers have logged so far, the oldest first.
	Log(ctx context.Context) (string, error)
	// LogCursor is the place where that log ends now. What is logged later,
	// by this server or the next, is read from there.
	LogCursor(ctx context.Context) (serverlog.Cursor, error)
	// Close removes the deployment.
	Close(ctx context.Context) error
}

// UnsupportedError is the error of something that a target cannot do. It is an
// errors.ErrUnsupported.
type UnsupportedError struct {
	// Target is the target, What what was asked of it, as in "be restarted".
	Target, What string
}

func (u *UnsupportedError) Error() string {
	return fmt.Sprintf("a deployment of the target %s cannot %s", u.Target, u.What)
}

func (u *UnsupportedError) Unwrap() error { return errors.ErrUnsupported }

// Report tells how the start of a deployment goes on.
type Report func(detail string)

// Provider makes deployments of one target.
type Provider interface {
	Target() string
	// MemoryMB is about how much memory a deployment of the spec will take.
	MemoryMB(Spec) int64
	// Start starts a deployment and returns once it answers. On failure it
	// returns a *StartError where the server was started and did not come up.
	Start(ctx context.Context, name string, spec Spec, report Report) (Deployment, error)
	// Close removes everything the provider has made.
	Close(ctx context.Context) error
}
