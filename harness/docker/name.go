package docker

import (
	"maps"
	"strings"
)

// namePrefix is how the name of every container begins that is started.
const namePrefix = "streampark-regress-"

// role is what a container is for; it is in a label.
type role string

const (
	roleServer   role = "server"
	roleDatabase role = "database"
	roleFlink    role = "flink"
)

// Labels on containers that are started, by which a running one is recognised.
const (
	roleLabel    = "streampark-regress.role"
	releaseLabel = "streampark-regress.release"
	// productLabel is the database product that a server keeps its rows in, or that
	// a database is of, and databaseLabel the name of a server's database in it.
	productLabel  = "streampark-regress.product"
	databaseLabel = "streampark-regress.database"
)

// named is the name of a container of the run, such as streampark-regress-2.1.4-ab12.
// Two runs may end in the same four digits: see free.
func (p *Provider) named(what string) string {
	return namePrefix + what + "-" + p.options.Run[strings.LastIndex(p.options.Run, "-")+1:]
}

// labelled are the run's labels, and what a container is for.
func (p *Provider) labelled(r role, more map[string]string) map[string]string {
	all := maps.Clone(p.labels)
	all[roleLabel] = string(r)
	maps.Copy(all, more)
	return all
}
