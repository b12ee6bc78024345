package recording

import (
	"bytes"
	"cmp"
	"slices"

	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
)

// postgres is PostgreSQL in the words of recordings; the others are called as they
// are everywhere.
const postgres = "postgresql"

// databases are those of recordings.
func databases() []string {
	return []string{postgres, string(database.MySQL), string(database.MariaDB), string(database.H2)}
}

// product is the database it was recorded on, empty for the usual one.
func (r *Recording) product() database.Product {
	if r.Database == postgres {
		return ""
	}
	return database.Product(r.Database)
}

// Bound is the database that it was recorded on, and whether others answer
// differently: it is about rows, or an answer holds a database's own words.
func (r *Recording) Bound() (database.Product, bool) {
	bound := r.Flows[databaseRows] != nil || r.Database != postgres
	for _, flow := range r.Flows {
		bound = bound || slices.ContainsFunc(flow, func(e Entry) bool {
			return e.Response != nil && bytes.Contains(e.Response.Body, []byte("org.postgresql."))
		})
	}
	return r.product().OrUsual(), bound
}

// databaseOf is the database of a deployment in the words of recordings. The model
// stands for StreamPark on PostgreSQL where nothing is said.
func (s Script) databaseOf(d deployment.Deployment) string {
	switch product := cmp.Or(s.Database, d.Database().Product()); product {
	case database.MySQL, database.MariaDB, database.H2:
		return string(product)
	case database.PostgreSQL, database.SQLite:
	}
	return postgres
}
