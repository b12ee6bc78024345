package diagnosis

import (
	"context"
	"fmt"

	"streampark-regress/harness/database"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/streampark"
)

// Observe begins the evidence about a call with what the caller saw: what it
// sent and what came back.
func Observe(r release.Release, with streampark.Credentials, a streampark.Answer) Evidence {
	return Evidence{Release: r, Authorization: with.Authorization, Session: with.Session != "",
		Rejection: outcome.Read(a.Answer).Rejection, ServerTime: a.Date, Took: a.Took, Topology: Topology{Replica: a.Replica, Challenge: a.Challenge}}
}

// Database is what is asked of a deployment's database; it is only read.
type Database interface {
	// Holds reports whether a row of t_access_token holds exactly this text.
	Holds(ctx context.Context, text string) (bool, error)
	// Tokens returns the rows of t_access_token of a user.
	TokensOf(ctx context.Context, userID int64) ([]database.TokenRow, error)
	// UserByName returns a user; the second result is false when there is none.
	UserByName(ctx context.Context, name string) (database.User, bool, error)
}

// Collect adds to the evidence what the database knows about the text that was
// sent: which row holds it, and the rows and the user of whom it names as its
// owner. What cannot be opened with the keys of the evidence names nobody. A nil
// database leaves the evidence blind.
//
// The user that is returned carries the secrets tokens are signed with: who
// prints or keeps evidence has to take them out.
func Collect(ctx context.Context, db Database, e Evidence) (Evidence, error) {
	if db == nil {
		e.Blind = true
		return e, nil
	}
	if e.header() == "" {
		return e, nil
	}
	var err error
	if e.Held, err = db.Holds(ctx, e.header()); err != nil {
		return e, fmt.Errorf("collect evidence about a token: %w", err)
	}
	o := e.open()
	if o.seal == unopened {
		return e, nil
	}
	user, found, err := db.UserByName(ctx, o.UserName)
	if err != nil {
		return e, fmt.Errorf("collect evidence about a token: %w", err)
	}
	if found {
		e.User = &user
	}
	if e.Rows, err = db.TokensOf(ctx, o.UserID); err != nil {
		return e, fmt.Errorf("collect evidence about a token: %w", err)
	}
	return e, nil
}
