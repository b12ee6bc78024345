package site

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
	"streampark-regress/harness/streampark"
)

// LeftError is the error of what a run has made and could not remove.
type LeftError struct {
	// Address is the server's, Prefix begins the names of what is left.
	Address, Prefix string
	// What is each thing, and how it is removed.
	What []string
	// Cause is why it could not be removed, nil where nobody knows.
	Cause error
}

func (e *LeftError) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "remove what this run has made at %s", e.Address)
	if e.Cause != nil {
		fmt.Fprintf(&text, ": %v", e.Cause)
	}
	fmt.Fprintf(&text, "\n  left there, with names that begin with %s, or their rows:", e.Prefix)
	for _, what := range e.What {
		text.WriteString("\n    " + what)
	}
	return text.String()
}

func (e *LeftError) Unwrap() error { return e.Cause }

// remove removes what the run has made: in the database, or on the pages of an
// administrator where nobody may look into it.
func (p *Provider) remove(ctx context.Context) error {
	if p.site.database == nil {
		return p.removeByPages(ctx)
	}
	if err := p.rest(ctx); err != nil {
		p.note("an application of this run is not at rest: " + err.Error())
	}
	left, err := p.removeRows(ctx)
	switch {
	case err != nil:
		return p.left(errors.Join(err, p.removeByPages(ctx)), p.statements()...)
	case len(left) > 0:
		var what []string
		for _, l := range left {
			what = append(what, fmt.Sprintf("%d rows: %s;", l.Rows, l.Statement))
		}
		return p.left(nil, what...)
	}
	return nil
}

// rest waits until StreamPark has done with the run's applications: what it does to
// one it writes down afterwards.
func (p *Provider) rest(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, restsWithin)
	defer cancel()
	for {
		resting, err := p.site.database.Resting(ctx, p.guest)
		if err != nil || resting {
			return err
		}
		if err := clock.Idle(ctx, looksAgain); err != nil {
			return err
		}
	}
}

// removeRows removes rows until none is there: StreamPark may write one down that
// belongs to a call of before.
func (p *Provider) removeRows(ctx context.Context) ([]database.Leftover, error) {
	var left []database.Leftover
	var err error
	for range 3 {
		if _, err = p.site.database.Leave(ctx, p.guest); err != nil {
			return nil, err
		}
		if err = clock.Idle(ctx, 5*looksAgain); err != nil {
			return nil, err
		}
		if left, err = p.site.database.Left(ctx, p.guest); err != nil || len(left) == 0 {
			return left, err
		}
	}
	return left, err
}

// removeByPages removes tokens, then users, whose memberships go with them. In this
// order: StreamPark leaves the tokens of a user who is deleted, and no page shows
// them any more (measured).
func (p *Provider) removeByPages(ctx context.Context) error {
	session, err := p.session(ctx)
	if err != nil {
		return p.left(err, "tokens, by their description: delete them on the page System > Token Management", "then users: delete them on the page System > User Management")
	}
	what, failures := p.removeTokens(ctx, session)
	if len(failures) > 0 { // their users are what shows them
		return p.left(errors.Join(failures...), append(what, "then their users: delete them on the page System > User Management")...)
	}
	if what, failures = p.removeUsers(ctx, session); len(failures) > 0 {
		return p.left(errors.Join(failures...), what...)
	}
	return nil
}

func (p *Provider) removeTokens(ctx context.Context, session *streampark.Session) (what []string, failures []error) {
	tokens, err := session.Tokens(ctx)
	if err != nil {
		return []string{"tokens, by their description: delete them on the page System > Token Management"}, []error{err}
	}
	for _, t := range tokens {
		if !strings.HasPrefix(t.Description, p.guest.Prefix) {
			continue
		}
		if err := session.DeleteToken(ctx, t.ID); err != nil {
			failures = append(failures, err)
			what = append(what, fmt.Sprintf("the token %d: delete it on the page System > Token Management", t.ID))
		}
	}
	return what, failures
}

func (p *Provider) removeUsers(ctx context.Context, session *streampark.Session) (what []string, failures []error) {
	users, err := session.Users(ctx)
	if err != nil {
		return []string{"users: delete them on the page System > User Management"}, []error{err}
	}
	for _, u := range users {
		if !strings.HasPrefix(u.Name, p.guest.Prefix) {
			continue
		}
		if err := session.DeleteUser(ctx, u.ID); err != nil {
			failures = append(failures, err)
			what = append(what, fmt.Sprintf("the user %s: delete it on the page System > User Management", u.Name))
		}
	}
	return what, failures
}

func (p *Provider) left(cause error, what ...string) error {
	return &LeftError{Address: p.site.Address, Prefix: p.guest.Prefix, What: what, Cause: cause}
}

// statements remove what is left where the database could not be asked.
func (p *Provider) statements() []string {
	var all []string
	for _, s := range p.guest.Statements() {
		all = append(all, s+";")
	}
	return all
}
