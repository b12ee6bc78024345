package docker

import (
	"context"
	"fmt"

	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/streampark"
)

// enter opens the way into the database that a server brings itself, which is
// there only while the server runs: the seeded administrator signs in, and the
// console is opened at the server's present address.
func (s *server) enter(ctx context.Context) error {
	if s.rows != nil {
		return nil
	}
	if s.database != nil {
		if err := s.database.Close(); err != nil {
			return fmt.Errorf("close the database of %s: %w", s.name, err)
		}
	}
	if err := s.Client().FirstSignIn(ctx); err != nil {
		return err
	}
	way := s.storage().Console
	at := database.Console{Server: s.address, Path: way.Path, JDBC: way.JDBC, User: way.User, Password: way.Password}
	if way.SignedIn {
		at.SignIn, at.SignInPassword = streampark.SeededAdmin, streampark.SeededPassword
	}
	address, err := at.Address()
	if err != nil {
		return err
	}
	if err := s.open(ctx, address); err != nil {
		return fmt.Errorf("look into the database of %s: %w", s.name, err)
	}
	return nil
}

// settle has a database that the server brings itself write what it has not yet
// written: the server is killed in a stop, and H2 writes a second or so after it
// answered (measured, and that "checkpoint sync" does not wait for it either).
func (s *server) settle(ctx context.Context) error {
	if s.rows != nil || s.storage().LostInRestart {
		return nil
	}
	if err := s.database.Settle(ctx); err != nil {
		return fmt.Errorf("before %s is stopped: %w", s.name, err)
	}
	return nil
}

// outside is the error of what needs a database outside the server, such as an
// upgrade: upstream's scripts are for MySQL and PostgreSQL, and the rows go with
// the container. It is nil where there is one.
func (s *server) outside(what string) error {
	if s.rows != nil {
		return nil
	}
	return &deployment.UnsupportedError{Target: s.Target(), What: what + " on " + s.spec.Product().Title() + ", which is inside its server"}
}
