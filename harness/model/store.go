package model

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"streampark-regress/harness/database"
)

// account is a row of t_user as the model's pages need it.
type account struct {
	database.User
	Nick     string
	Type     int
	LastTeam sql.NullInt64
	Sex      string
	Created  string
	Modified string
	// LastLogin is empty for an account that never signed in.
	LastLogin string
}

// The values of t_user.user_type.
const (
	adminType = 1
	userType  = 2
)

func (s *Server) account(ctx context.Context, where string, arg any) (account, bool, error) {
	var a account
	err := s.db.SQL().QueryRowContext(ctx, "select user_id, username, coalesce(salt, ''), password, status, nick_name, user_type, "+
		"last_team_id, coalesce(sex, '0'), cast(create_time as varchar(32)), cast(modify_time as varchar(32)), coalesce(cast(last_login_time as varchar(32)), '') from t_user where "+where+" = $1", arg).
		Scan(&a.ID, &a.Name, &a.Salt, &a.Password, &a.Status, &a.Nick, &a.Type, &a.LastTeam, &a.Sex, &a.Created, &a.Modified, &a.LastLogin)
	if errors.Is(err, sql.ErrNoRows) {
		return account{}, false, nil
	}
	if err != nil {
		return account{}, false, fmt.Errorf("read t_user: %w", err)
	}
	return a, true, nil
}

// next is the next value of a table's sequence.
func (s *Server) next(ctx context.Context, table string) (int64, error) {
	var id int64
	err := s.db.SQL().QueryRowContext(ctx, "update model_sequence set value = value + 1 where name = $1 returning value", table).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("number a row of %s: %w", table, err)
	}
	return id, nil
}

// may reports whether a user has a permission: an administrator has all, a
// member of any team those about applications (so a developer may not make
// API tokens), and nobody else has any.
func (s *Server) may(ctx context.Context, userID int64, permission string) (bool, error) {
	if permission == "" {
		return true, nil
	}
	a, found, err := s.account(ctx, "user_id", userID)
	if err != nil || !found {
		return false, err
	}
	if a.Type == adminType {
		return true, nil
	}
	if !strings.HasPrefix(permission, "app:") {
		return false, nil
	}
	var teams int
	err = s.db.SQL().QueryRowContext(ctx, "select count(*) from t_member where user_id = $1", userID).Scan(&teams)
	return teams > 0, err
}

// member reports whether a user belongs to a team.
func (s *Server) member(ctx context.Context, teamID, userID int64) (bool, error) {
	var n int
	err := s.db.SQL().QueryRowContext(ctx, "select count(*) from t_member where team_id = $1 and user_id = $2", teamID, userID).Scan(&n)
	return n > 0, err
}

// stored is an instant as it goes into a timestamp column: StreamPark writes
// its own zone's local time.
func stored(at time.Time) string { return at.In(zone).Format(time.DateTime) }
