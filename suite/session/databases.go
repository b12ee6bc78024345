package session

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"streampark-regress/harness/connector"
	"streampark-regress/harness/database"
	"streampark-regress/harness/docker"
	"streampark-regress/harness/release"
)

// validateDatabases finds what cannot be meant of the databases. Each error is the
// user's.
func (s Settings) validateDatabases(c *release.Catalogue) error {
	needed := false
	for _, d := range s.Databases {
		kind, err := c.FindDatabase(string(d))
		if err != nil {
			return err
		}
		needed = needed || kind.Driver.Artifact != ""
	}
	for d := range s.DatabaseImages {
		if !slices.Contains(s.Databases, d) {
			return fmt.Errorf("--database-image %s=REF: nothing runs on %s; add it with --database, or leave out the flag", d, d.Title())
		}
		if c.Databases[string(d)].Embedded {
			return fmt.Errorf("--database-image %s=REF: StreamPark brings %s itself, and no image of it is run: leave out the flag", d, d.Title())
		}
	}
	if s.Connector != "" && !needed {
		return errors.New("--" + connector.Flag[2:] + ": no database of this run needs a JDBC driver of its own: add --database mysql or mariadb, or leave out the flag")
	}
	return nil
}

// image is that of a database product.
func (c Choice) image(d database.Product) string {
	if own := c.Settings.DatabaseImages[d]; own != "" {
		return own
	}
	return c.Catalogue.Databases[string(d)].Image
}

// databases makes sure that the images of the databases are there, and the drivers
// that StreamPark needs for them. Nothing is started yet.
func (c Choice) databases(ctx context.Context, e *docker.Engine) (map[database.Product]docker.Database, error) {
	all := map[database.Product]docker.Database{}
	for _, d := range c.Settings.Databases {
		kind := docker.Database{Database: c.Catalogue.Databases[string(d)]}
		if kind.Embedded {
			all[d] = kind
			continue
		}
		kind.Image = c.image(d)
		if _, err := e.Ensure(ctx, []string{kind.Image}, c.Report); err != nil {
			return nil, fmt.Errorf("find the database image: %w\n  name one with --database-image REF", err)
		}
		if kind.Driver.Artifact != "" {
			jar, err := c.connector(ctx, kind.Driver)
			if err != nil {
				return nil, err
			}
			kind.Jar = &jar
		}
		all[d] = kind
	}
	return all, nil
}

// connector gets a JDBC driver out of the file that was named, or out of the cache.
func (c Choice) connector(ctx context.Context, d release.Driver) (connector.Jar, error) {
	if c.Settings.Connector != "" {
		return connector.Read(c.Settings.Connector, d)
	}
	cache, err := connector.Usual()
	if err != nil {
		return connector.Jar{}, err
	}
	return cache.Get(ctx, d, c.Report)
}
