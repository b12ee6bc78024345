// Package site is a StreamPark that runs already and that is not the run's own, such
// as a staging installation. Nothing of it is started, configured, restarted or
// upgraded. What scenarios make there has names and ids of the run's own, and is
// removed again.
package site

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/streampark"
	"streampark-regress/harness/token"
)

// Permission says what may be done at a site.
type Permission string

// The permissions.
const (
	// ReadOnly: nobody is signed in, and nothing is changed.
	ReadOnly Permission = "read-only"
	// Write: users, tokens and applications are made and removed again.
	Write Permission = "write"
)

// Options say which site, and what may be done there.
type Options struct {
	Address    string
	Client     *streampark.Client
	Release    release.Release
	Permission Permission
	// Administrator is who prepares scenarios; only for Write.
	Administrator deployment.Account
	// Database is the address of its database, empty where nobody may look into it.
	Database string
	// Key is a copy of the server's key file, nil for none.
	Key token.Key
}

// Site is a server that was visited.
type Site struct {
	Options
	target   string
	database *database.Database
	ttl      time.Duration
	flink    database.Registered
	// clusterless: StreamPark knows no Flink that an application could be started
	// on.
	clusterless bool
}

// Open looks whose answers a server's are, and connects to its database: nobody is
// signed in, and nothing is changed.
func Open(ctx context.Context, o Options) (*Site, error) {
	s := &Site{Options: o, target: deployment.URL}
	model, err := o.Client.IsModel(ctx)
	if err != nil {
		return nil, err
	}
	if model {
		s.target = deployment.URLModel
	}
	if o.Database == "" {
		return s, nil
	}
	connect := database.OpenReadOnly
	if o.Permission == Write {
		connect = database.Open
	}
	if s.database, err = connect(ctx, o.Database); err != nil {
		return nil, fmt.Errorf("--database-url: %w", err)
	}
	return s, nil
}

// Close closes the connections to the database.
func (s *Site) Close() error {
	if s.database == nil {
		return nil
	}
	return s.database.Close()
}

// Hide keeps the passwords out of what is reported, but for the one that every
// installation begins with: it is a word that stands everywhere, and no secret.
func (s *Site) Hide(r *evidence.Redactor) {
	secrets := []string{s.Administrator.Password}
	if at, err := url.Parse(s.Database); err == nil {
		password, _ := at.User.Password()
		secrets = append(secrets, password)
	}
	for _, secret := range secrets {
		if secret != streampark.SeededPassword {
			r.Password(secret)
		}
	}
	if s.Key != nil {
		r.Password(s.Key.String())
	}
}

// Product is the database product, empty where nobody may look into it and for the
// usual one, of which nothing is said.
func (s *Site) Product() database.Product {
	if s.database == nil || s.database.Product() == database.PostgreSQL || s.database.Product() == database.SQLite {
		return ""
	}
	return s.database.Product()
}

// TTL is the server's session TTL; zero as long as nobody has signed in, and where
// it is the shipped one or nobody can tell.
func (s *Site) TTL() time.Duration { return s.ttl }

// Lacks are the needs of scenarios that cannot be met at a site that is opened so,
// as far as that is known.
func (s *Site) Lacks() []evidence.ObstacleKind {
	all := s.Options.Lacks()
	if s.clusterless {
		all = append(all, evidence.NeedsCluster)
	}
	return all
}

// Lacks is what is known of Site.Lacks before anybody is called.
func (o Options) Lacks() []evidence.ObstacleKind {
	var all []evidence.ObstacleKind
	if o.Permission != Write {
		all = append(all, evidence.NeedsWrites)
	}
	if o.Database == "" {
		all = append(all, evidence.NeedsRows)
	}
	if o.Key == nil {
		all = append(all, evidence.NeedsKey)
	}
	return all
}

// errOtherDatabase is the error of a database that belongs to another server.
var errOtherDatabase = errors.New("the database of --database-url is not that of the server at --url: a sign-in there does not show in its t_user. Nothing was written; give the address that stands in the server's conf/config.yaml")

// Enter signs the administrator in, and finds out what the plan has to know: the
// session TTL, whether the database is the server's and lets its user write, and
// which Flink there is. Nothing is changed but the time of the administrator's last
// sign-in, which StreamPark keeps.
func (s *Site) Enter(ctx context.Context) error {
	if err := s.signIn(ctx); err != nil {
		return err
	}
	if s.database == nil {
		return nil
	}
	if err := s.database.Permit(ctx); err != nil {
		return fmt.Errorf("--allow-writes: the user of --database-url may not do what scenarios do: %w", err)
	}
	found, there, err := s.database.FindFlink(ctx)
	s.flink, s.clusterless = found, !there
	return err
}

// signIn signs the administrator in and holds that against the database.
func (s *Site) signIn(ctx context.Context) error {
	for again := range 2 {
		before, err := s.lastSignIn(ctx)
		if err != nil {
			return err
		}
		session, answer, err := s.Client.TrySignIn(ctx, s.Administrator.Name, s.Administrator.Password)
		if err != nil {
			return err
		}
		if session == nil {
			return fmt.Errorf("sign in as %s: StreamPark did not let it in (%s); the password is taken from REGRESS_PASSWORD or --password-file, the name from --username",
				s.Administrator.Name, answer.Refusal())
		}
		s.ttl = s.sessionTTL(session, answer.Date)
		after, err := s.lastSignIn(ctx)
		if err != nil || s.database == nil || after != before {
			return err
		}
		if again == 0 { // some products keep whole seconds
			if err := clock.Idle(ctx, 1100*time.Millisecond); err != nil {
				return err
			}
		}
	}
	return errOtherDatabase
}

func (s *Site) lastSignIn(ctx context.Context) (string, error) {
	if s.database == nil {
		return "", nil
	}
	at, there, err := s.database.LastSignIn(ctx, s.Administrator.Name)
	if err == nil && !there {
		err = fmt.Errorf("%w (it has no user %s)", errOtherDatabase, s.Administrator.Name)
	}
	return at, err
}

// sessionTTL is how long a sign-in says that it lives; zero for the shipped TTL, and
// where nobody can open it.
func (s *Site) sessionTTL(session *streampark.Session, made time.Time) time.Duration {
	opened, err := token.Open(session.Token)
	if err != nil && s.Key != nil {
		opened, err = token.OpenWithKey(session.Token, s.Key)
	}
	shipped, unknown := s.Release.Config.SessionTTL.Duration()
	if err != nil || unknown != nil || opened.Never() {
		return 0
	}
	lives := opened.Expiry().Sub(made).Round(time.Second)
	if off := lives - shipped; off.Abs() <= 2*clock.Lag {
		return 0
	}
	return lives
}
