package store

import (
	"time"

	"streampark-regress/harness/database"
)

// triggered is how much earlier than a row's other times PostgreSQL's trigger
// says that it was changed, in whole seconds (recordings *-database.json).
const triggered = 8 * time.Hour

// stored is an instant as it goes into a timestamp column: the local time where
// it is, without its zone, as StreamPark writes it.
func stored(at time.Time) string { return at.Format(time.DateTime) }

// made is when a token was made, as its row keeps it: MySQL and MariaDB keep whole
// seconds (docs/measured.md).
func (s *Store) made(at time.Time) string {
	switch s.as { //nolint:exhaustive // the others keep more
	case database.MySQL, database.MariaDB:
		return stored(at)
	}
	if at.Nanosecond() < int(time.Millisecond) {
		at = at.Add(time.Millisecond) // a part of a second is told where it is not zero
	}
	return at.Format("2006-01-02 15:04:05.000")
}

// changed is when a token was changed, as its row keeps it.
func (s *Store) changed(at time.Time) string {
	if s.as == database.PostgreSQL {
		return stored(at.Add(-triggered))
	}
	return s.made(at)
}

// shown is a time of a row as StreamPark shows it: in whole seconds.
func shown(kept string) string { return kept[:min(len(kept), len(time.DateTime))] }
