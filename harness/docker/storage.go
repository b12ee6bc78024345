package docker

import (
	"context"
	"fmt"

	"streampark-regress/harness/database"
	"streampark-regress/harness/release"
)

// loadSchema makes its database, where it does not make it itself.
func (s *server) loadSchema(ctx context.Context, files installation) error {
	if s.rows == nil {
		return nil
	}
	var err error
	if s.database, err = s.rows.Create(ctx, s.databaseName()); err != nil {
		return fmt.Errorf("make a database for %s: %w", s.name, err)
	}
	s.adapt()
	scripts, err := s.scripts(s.spec.Release, s.image, s.storage().Schema, files)
	if err != nil {
		return err
	}
	return s.database.Load(ctx, scripts...)
}

// adapt tells the database what the release leaves in it.
func (s *server) adapt() {
	if s.storage().FailedStartsStay {
		s.database.FailedStartsStay()
	}
}

// open opens its database at an address.
func (s *server) open(ctx context.Context, address string) error {
	var err error
	if s.database, err = database.Open(ctx, address); err != nil {
		return err
	}
	s.adapt()
	return nil
}

// storage is how the release keeps its rows.
func (s *server) storage() release.Storage { return s.spec.Release.Databases[string(s.spec.Product())] }
