package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"streampark-regress/harness/connector"
	"streampark-regress/harness/database"
	"streampark-regress/harness/release"
)

// databaseImage is the flag for the images of databases.
const databaseImage = "database-image"

// onDatabases is what the flag means to a command that runs on several.
const onDatabases = "the databases to run on, comma-separated: postgres, mysql, mariadb, h2"

// addDatabaseTo declares the flag that says on which databases to run.
func (o *options) addDatabaseTo(f *pflag.FlagSet, about string) {
	f.StringSliceVar(&o.databases, "database", []string{string(database.PostgreSQL)}, about)
}

// addOneDatabaseTo declares the same flag for a command that runs on one.
func (o *options) addOneDatabaseTo(f *pflag.FlagSet) {
	o.addDatabaseTo(f, "the database to run on: postgres, mysql or mariadb")
}

// products are the databases to run on.
func (o *options) products() []database.Product {
	var all []database.Product
	for _, name := range o.databases {
		all = append(all, database.Product(name))
	}
	return all
}

// told are the databases that a plan tells of: nothing is said of the usual one
// where it is the only one.
func (o *options) told() []database.Product {
	if all := o.products(); len(all) != 1 || all[0] != database.PostgreSQL {
		return all
	}
	return nil
}

// oneDatabase is the database of a command that runs on one, empty for the usual
// one, of which nothing is said. The error is the user's.
func (o *options) oneDatabase() (database.Product, error) {
	switch told := o.told(); len(told) {
	case 0:
		return "", nil
	case 1:
		return told[0], nil
	default:
		return "", fmt.Errorf("--database %s: this command runs on one: name one of them", strings.Join(o.databases, ","))
	}
}

// databaseImages reads the images of databases. One without a product is that of
// the only database.
func (o *options) databaseImages() (map[database.Product]string, error) {
	read := map[database.Product]string{}
	ambiently := o.flags.Lookup(databaseImage).Annotations[ambient] != nil
	for _, given := range o.dbImages {
		product, image, named := strings.Cut(given, "=")
		if !named {
			if len(o.databases) != 1 {
				return nil, fmt.Errorf("--database-image %s: say of which database it is, as %s=%s", given, o.databases[0], given)
			}
			product, image = o.databases[0], given
		}
		if ambiently && !slices.Contains(o.databases, product) {
			continue // it is set for other commands
		}
		if was, twice := read[database.Product(product)]; twice {
			return nil, fmt.Errorf("--database-image %s: %s has %s already: give it one", given, product, was)
		}
		if image == "" {
			return nil, fmt.Errorf("--database-image %s: it names no image: write it as DATABASE=REF", given)
		}
		read[database.Product(product)] = image
	}
	return read, nil
}

// imagesAgain are the flags that name the same images of databases again.
func (o *options) imagesAgain() []string {
	images, err := o.databaseImages()
	if err != nil { // which was told before anything was started
		return nil
	}
	var words []string
	for _, p := range o.products() {
		switch image := images[p]; {
		case image == "":
		case len(o.databases) == 1:
			words = append(words, "--"+databaseImage, image)
		default:
			words = append(words, "--"+databaseImage, string(p)+"="+image)
		}
	}
	return words
}

// readConnector finds out whether the file with the JDBC driver can be used, before
// anything is started.
func (o *options) readConnector(c *release.Catalogue) error {
	if o.connector == "" {
		return nil
	}
	for _, name := range o.databases {
		if driver := c.Databases[name].Driver; driver.Artifact != "" {
			if _, err := connector.Read(o.connector, driver); err != nil {
				return err
			}
		}
	}
	return nil
}
