package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"streampark-regress/harness/database"
)

// Kind is t_user.user_type.
type Kind int

// The values of t_user.user_type (UserType of v2.1.4: ADMIN, USER).
const (
	Administrator Kind = 1
	Ordinary      Kind = 2
)

// Account is a row of t_user as the model's pages need it.
type Account struct {
	database.User
	Nick string
	Kind Kind
	// LastTeam is the team the user works in, nil for one that chose none yet.
	LastTeam *int64
	Sex      string
	Created  string
	Modified string
	// LastLogin is empty for an account that never signed in.
	LastLogin string
}

// AccountByID returns a user; the second result is false when there is none.
func (s *Store) AccountByID(ctx context.Context, id int64) (Account, bool, error) {
	return one(s.accounts(ctx, "where user_id = ?", id))
}

// AccountByName returns a user; the second result is false when there is none.
func (s *Store) AccountByName(ctx context.Context, name string) (Account, bool, error) {
	return one(s.accounts(ctx, "where username = ?", name))
}

// Accounts returns all users, newest first.
func (s *Store) Accounts(ctx context.Context) ([]Account, error) {
	return s.accounts(ctx, "order by create_time desc, user_id desc")
}

func (s *Store) accounts(ctx context.Context, which string, args ...any) ([]Account, error) {
	text := s.db.AsText
	rows, err := s.db.Rows(ctx, "select user_id, username, coalesce(salt, ''), password, status, nick_name, user_type, last_team_id, coalesce(sex, '0'), "+
		text("create_time")+", "+text("modify_time")+", coalesce("+text("last_login_time")+", '') from t_user "+which, args...)
	if err != nil {
		return nil, fmt.Errorf("read t_user: %w", err)
	}
	defer rows.Close()
	var all []Account
	for rows.Next() {
		var a Account
		if err := rows.Scan(&a.ID, &a.Name, &a.Salt, &a.Password, &a.Status, &a.Nick, &a.Kind, &a.LastTeam, &a.Sex, &a.Created, &a.Modified, &a.LastLogin); err != nil {
			return nil, fmt.Errorf("read t_user: %w", err)
		}
		all = append(all, a)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read t_user: %w", err)
	}
	return all, nil
}

// one takes the only one of those a key finds.
func one[T any](all []T, err error) (T, bool, error) {
	if err != nil || len(all) == 0 {
		var none T
		return none, false, err
	}
	return all[0], true, nil
}

// NewAccount is what a new user is made of.
type NewAccount struct {
	Name, Nick, Salt string
	// Hash is the password's.
	Hash string
	Kind Kind
	// Team is the team the user begins in, nil for none.
	Team *int64
	Sex  string
}

// AddAccount makes a user and returns its id.
func (s *Store) AddAccount(ctx context.Context, a NewAccount, at time.Time) (int64, error) {
	id, err := s.next(ctx, "t_user")
	if err != nil {
		return 0, err
	}
	if _, err := s.db.Exec(ctx, "insert into t_user (user_id, username, nick_name, salt, password, user_type, login_type, last_team_id, status, create_time, modify_time, sex) "+
		"values (?, ?, ?, ?, ?, ?, 0, ?, 1, ?, ?, ?)", id, a.Name, a.Nick, a.Salt, a.Hash, a.Kind, a.Team, stored(at), stored(at), a.Sex); err != nil {
		return 0, fmt.Errorf("add the user %s: %w", a.Name, err)
	}
	return id, nil
}

// SetPassword gives a user a new salt and hash.
func (s *Store) SetPassword(ctx context.Context, id int64, secrets database.Secrets, at time.Time) error {
	if _, err := s.db.Exec(ctx, "update t_user set salt = ?, password = ?, modify_time = ? where user_id = ?", secrets.Salt, secrets.Hash, stored(at), id); err != nil {
		return fmt.Errorf("set the password of the user %d: %w", id, err)
	}
	return nil
}

// DeleteAccount deletes a user with its memberships, if it is there.
func (s *Store) DeleteAccount(ctx context.Context, id int64) error {
	for _, table := range []string{"t_member", "t_user"} {
		if _, err := s.db.Exec(ctx, "delete from "+table+" where user_id = ?", id); err != nil {
			return fmt.Errorf("delete the user %d: %w", id, err)
		}
	}
	return nil
}

// SignedIn notes when a user signed in.
func (s *Store) SignedIn(ctx context.Context, id int64, at time.Time) error {
	if _, err := s.db.Exec(ctx, "update t_user set last_login_time = ? where user_id = ?", stored(at), id); err != nil {
		return fmt.Errorf("note the sign-in of the user %d: %w", id, err)
	}
	return nil
}

// ChooseTeam makes a team the one a user works in.
func (s *Store) ChooseTeam(ctx context.Context, id, teamID int64) error {
	if _, err := s.db.Exec(ctx, "update t_user set last_team_id = ? where user_id = ?", teamID, id); err != nil {
		return fmt.Errorf("choose the team of the user %d: %w", id, err)
	}
	return nil
}

// missing tells that there is no such row from a failure.
func missing(err error) bool { return errors.Is(err, sql.ErrNoRows) }

// DeleteUsers deletes every user but the seeded administrator.
func (s *Store) DeleteUsers(ctx context.Context) error {
	if _, err := s.db.Exec(ctx, "delete from t_user where user_id <> ?", database.AdminID); err != nil {
		return fmt.Errorf("delete the users: %w", err)
	}
	return nil
}

// UnlockUsers unlocks every user.
func (s *Store) UnlockUsers(ctx context.Context) error {
	if _, err := s.db.Exec(ctx, "update t_user set status = ?", database.UserActive); err != nil {
		return fmt.Errorf("unlock the users: %w", err)
	}
	return nil
}
