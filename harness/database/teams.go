package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// DefaultTeam chooses the default team for a user who has chosen none yet, and
// leaves the choice of any other alone.
func (d *Database) DefaultTeam(ctx context.Context, userID int64) error {
	doing := fmt.Sprintf("choose the default team for the user %d", userID)
	n, err := d.statements.Exec(ctx, "update t_user set last_team_id = ? where user_id = ? and last_team_id is null", DefaultTeamID, userID)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	if n > 0 {
		return nil
	}
	var team int64
	switch err := d.statements.Row(ctx, "select last_team_id from t_user where user_id = ?", userID).Scan(&team); {
	case errors.Is(err, sql.ErrNoRows):
		return fmt.Errorf("%s: it is not in t_user", doing)
	case err != nil:
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

// ForgetTeam makes a user one who has chosen no team.
func (d *Database) ForgetTeam(ctx context.Context, userID int64) error {
	return d.update(ctx, fmt.Sprintf("take the team of the user %d", userID), userRow(userID), "last_team_id = null")
}

// AddTeam makes a team.
func (d *Database) AddTeam(ctx context.Context, id int64, name string) error {
	_, err := d.statements.Exec(ctx, "insert into t_team (id, team_name, description, create_time, modify_time) "+
		"values (?, ?, null, current_timestamp, current_timestamp)", id, name)
	if err != nil {
		return fmt.Errorf("add the team %d: %w", id, err)
	}
	return nil
}

// LeaveTeams takes a user out of all teams. One that is in none is an error.
func (d *Database) LeaveTeams(ctx context.Context, userID int64) error {
	n, err := d.statements.Exec(ctx, "delete from t_member where user_id = ?", userID)
	if err != nil {
		return fmt.Errorf("take the user %d out of its teams: %w", userID, err)
	}
	if n == 0 {
		return fmt.Errorf("take the user %d out of its teams: it is in none", userID)
	}
	return nil
}

// RoleID finds the id of a role by its name, such as developer.
func (d *Database) RoleID(ctx context.Context, name string) (int64, error) {
	var id int64
	err := d.statements.Row(ctx, "select role_id from t_role where role_name = ?", name).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("find the role %s: it is not in t_role", name)
	}
	if err != nil {
		return 0, fmt.Errorf("find the role %s: %w", name, err)
	}
	return id, nil
}
