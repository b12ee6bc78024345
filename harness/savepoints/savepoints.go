// Package savepoints says what a StreamPark that runs already keeps of its jobs'
// state: whether savepoints are stored, whether the newest is older than what was
// asked for since, and by which fields a caller keeps the state there. It only
// reads, and concludes nothing from what it did not see.
package savepoints

import (
	"context"
	"crypto/x509"
	"fmt"
	"time"

	"streampark-regress/harness/database"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/release"
	"streampark-regress/harness/streampark"
)

// Database is what is asked of a deployment's database; it is only read.
type Database interface {
	Kept(ctx context.Context) ([]database.Kept, error)
	Product() database.Product
}

// Subject is what to examine.
type Subject struct {
	// URL is the address, also without https:// or http://: see diagnosis.Locate.
	URL string
	// Roots are the authorities of which its certificate may be, nil for those of the
	// machine, and Timeout bounds each call; zero for a minute.
	Roots   *x509.CertPool
	Timeout time.Duration
	// Release is the release if the caller knows it; empty to find out.
	Release string
	// Database is nil if it is not to be had.
	Database Database
}

// Examination is what was found.
type Examination struct {
	// Releases are those of the catalogue that answer like this server.
	Releases []release.Release
	// Model is set when the built-in model answers, not StreamPark.
	Model bool
	// Product is the database's, empty where it was not looked at.
	Product database.Product
	// Issues are the known issues by which state is lost without an error, of any
	// of the releases and on this database.
	Issues []Issue
	// Applications are all there are; nil where nobody looked.
	Applications []Application
}

// Issue is a known issue and those of the releases that have it.
type Issue struct {
	release.KnownIssue
	Releases []string
}

// Application is what is kept of an application, and what that comes to.
type Application struct {
	database.Kept
	// Savepoints and Checkpoints count the rows of either kind.
	Savepoints, Checkpoints int
	// Newest is when the newest savepoint was stored, zero for none or where it is
	// not said.
	Newest time.Time
	// Marked is the path of the row that is marked as the latest, empty for none.
	Marked  string
	Finding Finding
}

// Finding is what the rows of an application come to.
type Finding string

// The findings.
const (
	// Nothing: there is no row and the log holds nothing that should have left one.
	Nothing Finding = "nothing-stored"
	// Lost: a savepoint was triggered, that went well, and none is stored since: it
	// was not stored, or its row was deleted.
	Lost Finding = "triggered-and-not-stored"
	// Older: the newest savepoint is older than the last cancel that went well, or
	// there is none. That cancel asked for none, or it was not stored, or its row
	// was deleted: the log does not say which.
	Older Finding = "older-than-the-last-cancel"
	// Unmarked: there are rows, and none is marked as the latest.
	Unmarked Finding = "none-marked-as-latest"
	// Undated: a savepoint has no time, so that it cannot be held against the log.
	Undated Finding = "undated"
	// Current: the newest savepoint is younger than all that could have asked for
	// one.
	Current Finding = "current"
)

// within is how long an examination may take.
const within = 2 * time.Minute

// Examine looks at a deployment that runs already. It signs nobody in, starts
// nothing and writes nothing.
func Examine(ctx context.Context, c *release.Catalogue, s Subject) (Examination, error) {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	var x Examination
	at, err := diagnosis.Locate(ctx, s.URL, streampark.Options{Roots: s.Roots, Timeout: s.Timeout})
	if err != nil {
		return x, fmt.Errorf("reach %s: %w", s.URL, err)
	}
	client := at.Client
	if x.Model, err = client.IsModel(ctx); err != nil {
		return x, fmt.Errorf("reach %s: %w", s.URL, err)
	}
	if x.Releases, err = diagnosis.Detect(ctx, client, c, s.Release); err != nil {
		return x, err
	}
	if s.Database != nil {
		x.Product = s.Database.Product()
		all, err := s.Database.Kept(ctx)
		if err != nil {
			return x, fmt.Errorf("read what is kept of the applications: %w", err)
		}
		x.Applications = []Application{}
		for _, k := range all {
			x.Applications = append(x.Applications, Judge(k))
		}
	}
	x.Issues = issues(x.Releases, x.Product)
	return x, nil
}

// issues are the known issues by which state is lost on a database; on any, where
// it is not known which.
func issues(releases []release.Release, on database.Product) []Issue {
	var all []Issue
	at := map[string]int{}
	for _, r := range releases {
		for _, k := range r.KnownIssues {
			elsewhere := k.Database != "" && on != "" && k.Database != string(on)
			if !k.Silent() || elsewhere {
				continue
			}
			i, listed := at[k.ID]
			if !listed {
				i, at[k.ID] = len(all), len(all)
				all = append(all, Issue{KnownIssue: k})
			}
			all[i].Releases = append(all[i].Releases, r.Version)
		}
	}
	return all
}

// Judge says what the rows of an application come to. It is pure.
func Judge(k database.Kept) Application {
	a := Application{Kept: k}
	dated := true
	for _, row := range k.Rows {
		if row.Latest {
			a.Marked = row.Path
		}
		if row.Kind != database.Savepoint {
			a.Checkpoints++
			continue
		}
		a.Savepoints++
		dated = dated && !row.At.IsZero()
		if row.At.After(a.Newest) {
			a.Newest = row.At
		}
	}
	switch {
	case a.Savepoints > 0 && !dated:
		a.Finding = Undated
	case a.Newest.Before(k.Triggered):
		a.Finding = Lost
	case a.Newest.Before(k.Cancelled):
		a.Finding = Older
	case len(k.Rows) == 0:
		a.Finding = Nothing
	case a.Marked == "":
		a.Finding = Unmarked
	default:
		a.Finding = Current
	}
	return a
}
