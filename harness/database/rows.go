package database

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// TokenRow is a row of t_access_token.
type TokenRow struct {
	ID     int64
	UserID int64
	Token  string
	// Status is 1 for enabled, 0 for disabled.
	Status int
}

// Enabled reports whether the row is enabled.
func (r TokenRow) Enabled() bool { return r.Status == 1 }

// User is what a token's fate depends on in a row of t_user.
type User struct {
	ID       int64
	Name     string
	Salt     string
	Password string
	// Status is 1, or 0 for a locked user.
	Status int
}

// Locked reports whether the user is locked.
func (u User) Locked() bool { return u.Status == 0 }

// Tokens returns the rows of t_access_token of a user, oldest first.
func (d *Database) Tokens(ctx context.Context, userID int64) ([]TokenRow, error) {
	rows, err := d.db.QueryContext(ctx, "select id, user_id, token, status from t_access_token where user_id = $1 order by id", userID)
	if err != nil {
		return nil, fmt.Errorf("read t_access_token: %w", err)
	}
	defer rows.Close()
	var found []TokenRow
	for rows.Next() {
		var r TokenRow
		if err := rows.Scan(&r.ID, &r.UserID, &r.Token, &r.Status); err != nil {
			return nil, fmt.Errorf("read t_access_token: %w", err)
		}
		found = append(found, r)
	}
	return found, rows.Err()
}

// Holds reports whether a row of t_access_token holds exactly this text.
func (d *Database) Holds(ctx context.Context, text string) (bool, error) {
	var n int
	if err := d.db.QueryRowContext(ctx, "select count(*) from t_access_token where token = $1", text).Scan(&n); err != nil {
		return false, fmt.Errorf("look for the token in t_access_token: %w", err)
	}
	return n > 0, nil
}

// UserByName returns a user; the second result is false when there is none.
func (d *Database) UserByName(ctx context.Context, name string) (User, bool, error) {
	var u User
	err := d.db.QueryRowContext(ctx, "select user_id, username, coalesce(salt, ''), password, status from t_user where username = $1", name).
		Scan(&u.ID, &u.Name, &u.Salt, &u.Password, &u.Status)
	if errors.Is(err, sql.ErrNoRows) {
		return User{}, false, nil
	}
	if err != nil {
		return User{}, false, fmt.Errorf("read t_user: %w", err)
	}
	return u, true, nil
}

// Snapshot is every column of one row as text, to be compared byte for byte.
type Snapshot struct {
	Columns []string `json:"columns"`
	Values  []string `json:"values"`
}

// Digest is a short hash of the snapshot.
func (s Snapshot) Digest() string {
	sum := sha256.Sum256([]byte(strings.Join(s.Columns, "\x00") + "\x01" + strings.Join(s.Values, "\x00")))
	return fmt.Sprintf("%x", sum[:6])
}

// Changes names the columns in which two snapshots differ.
func (s Snapshot) Changes(other Snapshot) []string {
	if strings.Join(s.Columns, ",") != strings.Join(other.Columns, ",") {
		return []string{"the table's columns"}
	}
	var changed []string
	for i, c := range s.Columns {
		if s.Values[i] != other.Values[i] {
			changed = append(changed, c)
		}
	}
	return changed
}

// TokenSnapshot takes a snapshot of a row of t_access_token; the second result
// is false when there is no such row.
func (d *Database) TokenSnapshot(ctx context.Context, id int64) (Snapshot, bool, error) {
	rows, err := d.db.QueryContext(ctx, "select * from t_access_token where id = $1", id)
	if err != nil {
		return Snapshot{}, false, fmt.Errorf("read t_access_token: %w", err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return Snapshot{}, false, fmt.Errorf("read t_access_token: %w", err)
	}
	if !rows.Next() {
		return Snapshot{}, false, rows.Err()
	}
	raw, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range raw {
		into[i] = &raw[i]
	}
	if err := rows.Scan(into...); err != nil {
		return Snapshot{}, false, fmt.Errorf("read t_access_token: %w", err)
	}
	s := Snapshot{Columns: columns}
	for _, v := range raw {
		s.Values = append(s.Values, text(v))
	}
	return s, true, rows.Err()
}

func text(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case time.Time:
		return v.Format(time.RFC3339Nano)
	case []byte:
		return string(v)
	}
	return fmt.Sprint(v)
}
