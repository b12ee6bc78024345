package recording

import (
	"context"
	"fmt"
	"strings"

	"streampark-regress/harness/database"
)

// change changes the database behind the server's back.
func (r *recorder) change(do func(*database.Database) error) {
	if r.err == nil {
		r.err = do(r.deployment.Database())
	}
}

// ask reads something from the database, or nothing once the recorder failed.
func ask[T any](r *recorder, get func(*database.Database) (T, error)) T {
	var value T
	if r.err == nil {
		value, r.err = get(r.deployment.Database())
	}
	return value
}

// user is the id of a user.
func (r *recorder) user(ctx context.Context, name string) int64 {
	return ask(r, func(db *database.Database) (int64, error) {
		u, err := db.FindUser(ctx, name)
		return u.ID, err
	})
}

// role is the id of a role.
func (r *recorder) role(ctx context.Context, name string) int64 {
	return ask(r, func(db *database.Database) (int64, error) { return db.RoleID(ctx, name) })
}

// secrets are what the administrator's tokens may be signed with.
func (r *recorder) secrets(ctx context.Context) database.Secrets {
	return ask(r, func(db *database.Database) (database.Secrets, error) { return db.SecretsOf(ctx, admin) })
}

// state is the state of the seeded application.
func (r *recorder) state(ctx context.Context) int {
	return ask(r, func(db *database.Database) (int, error) {
		return db.ApplicationState(ctx, database.DemoApplicationID)
	})
}

// tokens are the administrator's rows of t_access_token, oldest first.
func (r *recorder) tokens(ctx context.Context) []database.TokenRow {
	return ask(r, func(db *database.Database) ([]database.TokenRow, error) { return db.TokensOf(ctx, admin) })
}

// oldest is the first of tokens.
func (r *recorder) oldest(ctx context.Context) database.TokenRow {
	rows := r.tokens(ctx)
	if r.err == nil && len(rows) == 0 {
		r.err = fmt.Errorf("read the oldest token of the user %d: it has none", admin)
	}
	if len(rows) == 0 {
		return database.TokenRow{}
	}
	return rows[0]
}

// rows is every column of tokens, as text.
func (r *recorder) rows(ctx context.Context) string {
	var all strings.Builder
	for _, row := range r.tokens(ctx) {
		s := ask(r, func(db *database.Database) (database.Snapshot, error) {
			s, _, err := db.TokenSnapshot(ctx, row.ID)
			return s, err
		})
		all.WriteString(strings.Join(s.Values, "|") + "\n")
	}
	return all.String()
}
