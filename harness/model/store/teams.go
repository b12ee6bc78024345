package store

import (
	"context"
	"fmt"
)

// Teams lists the ids of all teams.
func (s *Store) Teams(ctx context.Context) ([]int64, error) {
	return s.ids(ctx, "select id from t_team")
}

// TeamsOf lists the ids of the teams a user belongs to.
func (s *Store) TeamsOf(ctx context.Context, userID int64) ([]int64, error) {
	return s.ids(ctx, "select team_id from t_member where user_id = ?", userID)
}

func (s *Store) ids(ctx context.Context, query string, args ...any) ([]int64, error) {
	rows, err := s.db.Rows(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("read the teams: %w", err)
	}
	defer rows.Close()
	var all []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, fmt.Errorf("read the teams: %w", err)
		}
		all = append(all, id)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read the teams: %w", err)
	}
	return all, nil
}

// TeamName returns the name of a team; the second result is false when there is
// none.
func (s *Store) TeamName(ctx context.Context, id int64) (string, bool, error) {
	var name string
	err := s.db.Row(ctx, "select team_name from t_team where id = ?", id).Scan(&name)
	if missing(err) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("read the team %d: %w", id, err)
	}
	return name, true, nil
}

// Member reports whether a user belongs to a team.
func (s *Store) Member(ctx context.Context, teamID, userID int64) (bool, error) {
	var n int
	if err := s.db.Row(ctx, "select count(*) from t_member where team_id = ? and user_id = ?", teamID, userID).Scan(&n); err != nil {
		return false, fmt.Errorf("look for the user %d in the team %d: %w", userID, teamID, err)
	}
	return n > 0, nil
}

// Join makes a user a member of a team.
func (s *Store) Join(ctx context.Context, teamID, userID, roleID int64) error {
	id, err := s.next(ctx, "t_member")
	if err != nil {
		return err
	}
	if _, err := s.db.Exec(ctx, "insert into t_member (id, team_id, user_id, role_id) values (?, ?, ?, ?)", id, teamID, userID, roleID); err != nil {
		return fmt.Errorf("add the user %d to the team %d: %w", userID, teamID, err)
	}
	return nil
}
