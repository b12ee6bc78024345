package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"streampark-regress/harness/connector"
	"streampark-regress/harness/release"
	"streampark-regress/suite/session"
)

// drivers says where the JDBC drivers are that StreamPark needs and does not ship.
// It fetches none.
func drivers(found *checkup, c *release.Catalogue, settings session.Settings) error {
	var told []string
	for _, d := range settings.Databases {
		driver := c.Databases[string(d)].Driver
		if driver.Artifact == "" || slices.Contains(told, driver.Artifact) {
			continue
		}
		told = append(told, driver.Artifact)
		if settings.Connector != "" {
			if _, err := connector.Read(settings.Connector, driver); err != nil {
				return inconclusive(err)
			}
			found.add(there, "JDBC driver: %s", settings.Connector)
			continue
		}
		cache, err := connector.Usual()
		if err != nil {
			return inconclusive(err)
		}
		file, here, err := cache.Find(driver)
		switch {
		case err != nil:
			return inconclusive(err)
		case here:
			found.add(there, "JDBC driver %s: %s", driver.Artifact, file)
		default:
			found.add(fetched, "JDBC driver %s: it is not here and will be fetched from Maven Central; a file: --mysql-connector FILE", driver.Artifact)
		}
	}
	return nil
}

// driverFiles are the files of the drivers that a run needs, by their names; what is
// not here is fetched. One of one's own is not among them: it is a file already.
func driverFiles(ctx context.Context, s streams, c *release.Catalogue, settings session.Settings) (map[string]string, error) {
	files := map[string]string{}
	for _, d := range settings.Databases {
		driver := c.Databases[string(d)].Driver
		if driver.Artifact == "" || settings.Connector != "" {
			continue
		}
		cache, err := connector.Usual()
		if err != nil {
			return nil, err
		}
		if _, err := cache.Get(ctx, driver, progress(s, "JDBC driver")); err != nil {
			return nil, err
		}
		if files[connector.FileName(driver)], _, err = cache.Find(driver); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// keepDriver keeps a driver that was carried here where a run looks for it.
func keepDriver(c *release.Catalogue, name string, content io.Reader) error {
	for _, d := range c.Databases {
		if d.Driver.Artifact == "" || connector.FileName(d.Driver) != name {
			continue
		}
		cache, err := connector.Usual()
		if err != nil {
			return err
		}
		return cache.Keep(d.Driver, content)
	}
	return fmt.Errorf("it holds %s, which this version of regress has no use for", name)
}
