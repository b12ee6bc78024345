package site

import (
	"context"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/flink"
	"streampark-regress/harness/release"
	"streampark-regress/harness/serverlog"
	"streampark-regress/harness/streampark"
	"streampark-regress/harness/token"
)

// standing is a site as a deployment.
type standing struct {
	site    *Site
	name    string
	tenancy *deployment.Tenancy
	clock   clock.Clock
}

func (s *standing) Name() string                 { return s.name }
func (s *standing) Release() release.Release     { return s.site.Release }
func (s *standing) Target() string               { return s.site.target }
func (s *standing) Image() string                { return "" }
func (s *standing) Java() string                 { return "" }
func (s *standing) Health() *deployment.Health   { return nil }
func (s *standing) Generation() int              { return 1 }
func (s *standing) URL() string                  { return s.site.Address }
func (s *standing) Client() *streampark.Client   { return s.site.Client }
func (s *standing) Tenancy() *deployment.Tenancy { return s.tenancy }
func (s *standing) Database() *database.Database { return s.site.database }
func (s *standing) Clock() clock.Clock           { return s.clock }

// Flink is what StreamPark knows already.
func (s *standing) Flink() database.Flink { return database.Flink{Registered: s.site.flink} }

// Cluster is none of the run's own.
func (s *standing) Cluster() (*flink.Cluster, error) {
	return nil, s.cannot("have a real Flink beside it")
}

// Key is the copy of its key file.
func (s *standing) Key(context.Context) (token.Key, error) { return s.site.Key, nil }

// Restart cannot be done, nor can Upgrade: others use it.
func (s *standing) Restart(context.Context) error { return s.cannot("be restarted") }

// Recreate cannot be done.
func (s *standing) Recreate(context.Context) error { return s.cannot("be replaced") }

// Upgrade cannot be done.
func (s *standing) Upgrade(_ context.Context, to release.Release, _ deployment.Report) ([]string, error) {
	return nil, s.cannot("be upgraded to " + to.Version)
}

// Log cannot be read, nor can LogCursor find its end.
func (s *standing) Log(context.Context) (string, error) { return "", s.cannot("show its log") }

// LogCursor cannot be had.
func (s *standing) LogCursor(context.Context) (serverlog.Cursor, error) {
	return serverlog.Cursor{}, s.cannot("show its log")
}

// Close leaves it running; what was made there is the provider's to remove.
func (s *standing) Close(context.Context) error { return nil }

func (s *standing) cannot(do string) error {
	return &deployment.UnsupportedError{Target: s.site.target, What: do}
}
