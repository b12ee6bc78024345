package deployment

import (
	"errors"
	"fmt"
	"sync/atomic"

	"streampark-regress/harness/streampark"
)

// Account is a user's name and password.
type Account struct{ Name, Password string }

// SeededAdministrator is the one that every installation begins with.
func SeededAdministrator() Account {
	return Account{streampark.SeededAdmin, streampark.SeededPassword}
}

// Tenancy says as whom callers act on a deployment, and under which names and ids
// they make users, teams and applications there: on one of the run's own as they
// like, on one that others use too so that everything of the run is known again.
type Tenancy struct {
	// Administrator prepares the scenarios.
	Administrator Account
	// prefix begins the names of what is made, empty on a deployment of the run's
	// own.
	prefix string
	// first is the first of the ids for what is made, and taken counts those that
	// are; of, how many there are, is zero on a deployment of the run's own.
	first, of int64
	taken     atomic.Int64
	// behind is the last number that was taken before, zero on a deployment that
	// begins with the run.
	behind int
}

// errNoID is the error of an application for which no id is left.
var errNoID = errors.New("the ids that were found free for this run are used up: run fewer scenarios at once, with --tags")

// Sole is the tenancy of a deployment that nobody else uses.
func Sole(administrator Account) *Tenancy { return &Tenancy{Administrator: administrator} }

// MostBehind is how many numbers there are for a deployment that runs one after the
// other use: beyond lies the id of nobody's application.
const MostBehind = 500000

// After is the tenancy of a deployment that the run has alone, and that others had
// before: what is made has numbers behind theirs.
func After(administrator Account, number int) *Tenancy {
	return &Tenancy{Administrator: administrator, behind: number}
}

// Shared is the tenancy of a deployment that others use too: names begin with a
// prefix, and the ids are so many from the first.
func Shared(administrator Account, prefix string, first, of int64) *Tenancy {
	return &Tenancy{Administrator: administrator, prefix: prefix, first: first, of: of}
}

// Prefix begins the name of everything that is made, empty where nothing is of
// others.
func (t *Tenancy) Prefix() string { return t.prefix }

// Name is the name of something, such as scheduler12; on a shared deployment it is
// short, such as regress-a1b2-s12, for StreamPark takes user names of 20 characters
// at most (2.1.4 answers "username{range}" to longer ones).
func (t *Tenancy) Name(what string, number int) string {
	number += t.behind
	if t.prefix != "" {
		what = what[:1]
	}
	return fmt.Sprintf("%s%s%d", t.prefix, what, number)
}

// ApplicationName is the name of the application with a number.
func (t *Tenancy) ApplicationName(number int) string {
	if t.prefix == "" {
		return t.Name("regress-", number)
	}
	return t.Name("application", number)
}

// Description is what is written beside a token that is made for a purpose.
func (t *Tenancy) Description(purpose string) string {
	if t.prefix == "" {
		return purpose
	}
	return t.prefix + purpose
}

// ApplicationID and TeamID are the ids of what has a number. The error is for a
// shared deployment on which no more are free.
func (t *Tenancy) ApplicationID(number int) (int64, error) { return t.id(200000, number) }

// TeamID is as ApplicationID.
func (t *Tenancy) TeamID(number int) (int64, error) { return t.id(300000, number) }

func (t *Tenancy) id(base int64, number int) (int64, error) {
	if t.of == 0 {
		return base + int64(number+t.behind), nil
	}
	n := t.taken.Add(1) // the first of them stays nobody's
	if n >= t.of {
		return 0, errNoID
	}
	return t.first + n, nil
}

// Nobodys is the id of an application that there is not.
func (t *Tenancy) Nobodys() int64 {
	if t.of == 0 {
		return 999999
	}
	return t.first
}

// Owns reports whether an application may be one of the run: on a deployment that
// others use too, only those with its ids are.
func (t *Tenancy) Owns(application int64) bool {
	return t.of == 0 || application >= t.first && application < t.first+t.of
}
