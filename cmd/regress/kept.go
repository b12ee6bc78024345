package main

import (
	"cmp"
	"fmt"
	"io"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/docker"
	"streampark-regress/harness/streampark"
	"streampark-regress/suite/session"
)

// tellKept says how to look at what a run has left running, and how to remove it. The
// password of a database that was made for the run is shown: nobody could look into it
// without, and it is reached from this machine alone.
func tellKept(out io.Writer, ended session.Ended) {
	fmt.Fprintf(out, "kept: docker ps --filter label=%s=%s\n", docker.RunLabel, ended.ID)
	for _, r := range ended.Servers {
		fmt.Fprintf(out, "\n%s: StreamPark %s (%s)\n", r.Name, r.Release, r.Image)
		for _, line := range []struct{ name, text string }{
			{"page", r.URL},
			{"sign in", streampark.SeededAdmin + ", password " + streampark.SeededPassword},
			{"database", cmp.Or(r.Database, r.Product.Title()+", inside the server")},
			{"log", "docker logs --follow " + r.Name},
			{"clock", clockOf(r)},
			{"remove", "docker rm --force --volumes " + r.Name},
		} {
			fmt.Fprintf(out, "  %-9s %s\n", line.name, line.text)
		}
	}
	fmt.Fprintf(out, "\nremove them all: regress clean --run %s\n", ended.ID)
}

// clockOf says how to move the clock of a server.
func clockOf(r docker.Running) string {
	if !r.Movable {
		return "it is the machine's, and cannot be moved: run with --clock jump"
	}
	return "regress clock --url " + r.URL + " +2h"
}

func (o *options) retention() deployment.Retention {
	if o.keep {
		return deployment.KeepAll
	}
	return deployment.RemoveUnused
}
