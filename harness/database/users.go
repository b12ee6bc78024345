package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// What every installation is seeded with (script/data of v2.1.4 and v2.1.5).
const (
	// AdminID is the user_id of the administrator "admin".
	AdminID int64 = 100000
	// DefaultTeamID is the id of the team "default".
	DefaultTeamID int64 = 100000
	// DemoApplicationID is the id of the application "Flink SQL Demo".
	DemoApplicationID int64 = 100000
)

// UserStatus is t_user.status.
type UserStatus int

// The values of t_user.status (User of v2.1.4: STATUS_LOCK, STATUS_VALID).
const (
	UserLocked UserStatus = 0
	UserActive UserStatus = 1
)

// User is what a token's fate depends on in a row of t_user.
type User struct {
	ID   int64
	Name string
	Salt string
	// Password is the hash.
	Password string
	Status   UserStatus
}

// Locked reports whether the user is locked.
func (u User) Locked() bool { return u.Status == UserLocked }

// UserByName returns a user; the second result is false when there is none.
func (d *Database) UserByName(ctx context.Context, name string) (User, bool, error) {
	var u User
	err := d.statements.Row(ctx, "select user_id, username, coalesce(salt, ''), password, status from t_user where username = ?", name).
		Scan(&u.ID, &u.Name, &u.Salt, &u.Password, &u.Status)
	if errors.Is(err, sql.ErrNoRows) {
		return User{}, false, nil
	}
	if err != nil {
		return User{}, false, fmt.Errorf("read the user %s: %w", name, err)
	}
	return u, true, nil
}

// FindUser returns a user who has to be there.
func (d *Database) FindUser(ctx context.Context, name string) (User, error) {
	u, found, err := d.UserByName(ctx, name)
	if err == nil && !found {
		err = fmt.Errorf("find the user %s: it is not in t_user", name)
	}
	return u, err
}

// Users returns all users there are, by their ids.
func (d *Database) Users(ctx context.Context) ([]User, error) {
	rows, err := d.statements.Rows(ctx, "select user_id, username, coalesce(salt, ''), password, status from t_user order by user_id")
	if err != nil {
		return nil, fmt.Errorf("read the users: %w", err)
	}
	defer rows.Close()
	var all []User
	for rows.Next() {
		var u User
		if err := rows.Scan(&u.ID, &u.Name, &u.Salt, &u.Password, &u.Status); err != nil {
			return nil, fmt.Errorf("read the users: %w", err)
		}
		all = append(all, u)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read the users: %w", err)
	}
	return all, nil
}

// Lock locks a user behind the server's back; one who is locked already stays
// so.
func (d *Database) Lock(ctx context.Context, userID int64) error {
	return d.update(ctx, fmt.Sprintf("lock the user %d", userID), userRow(userID), "status = ?", UserLocked)
}

// Unlock is the opposite of Lock.
func (d *Database) Unlock(ctx context.Context, userID int64) error {
	return d.update(ctx, fmt.Sprintf("unlock the user %d", userID), userRow(userID), "status = ?", UserActive)
}

// RenameUser gives a user another name.
func (d *Database) RenameUser(ctx context.Context, userID int64, name string) error {
	return d.update(ctx, fmt.Sprintf("rename the user %d to %s", userID, name), userRow(userID), "username = ?", name)
}

// DeleteUser deletes a user's row and nothing else: its tokens and memberships
// stay.
func (d *Database) DeleteUser(ctx context.Context, userID int64) error {
	return d.remove(ctx, fmt.Sprintf("delete the user %d", userID), userRow(userID))
}

// Secrets are the columns of a user with which releases sign its tokens: the
// salt (2.1.4) and the hash of the password (2.1.5).
type Secrets struct{ Salt, Hash string }

// SecretsOf reads a user's secrets.
func (d *Database) SecretsOf(ctx context.Context, userID int64) (Secrets, error) {
	var s Secrets
	err := d.statements.Row(ctx, "select coalesce(salt, ''), password from t_user where user_id = ?", userID).Scan(&s.Salt, &s.Hash)
	if errors.Is(err, sql.ErrNoRows) {
		return Secrets{}, fmt.Errorf("read the secrets of the user %d: it is not in t_user", userID)
	}
	if err != nil {
		return Secrets{}, fmt.Errorf("read the secrets of the user %d: %w", userID, err)
	}
	return s, nil
}

// SetSecrets puts a user's secrets back.
func (d *Database) SetSecrets(ctx context.Context, userID int64, s Secrets) error {
	return d.update(ctx, fmt.Sprintf("set the secrets of the user %d", userID), userRow(userID), "salt = ?, password = ?", s.Salt, s.Hash)
}
