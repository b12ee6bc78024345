package database

import (
	"context"
	"fmt"
)

// Leftover are rows of a guest that are still there.
type Leftover struct {
	Table string
	Rows  int64
	// Statement removes them.
	Statement string
}

// trace is where rows of a guest are: a table and a condition.
type trace struct{ table, where string }

func (t trace) statement() string { return "delete from " + t.table + " where " + t.where }

func (g Guest) named(column string) string { return fmt.Sprintf("%s like '%s%%'", column, g.Prefix) }

func (g Guest) within(column string) string {
	return fmt.Sprintf("%s >= %d and %s < %d", column, g.First, column, g.Behind)
}

// applications lists where a guest's applications and teams leave rows, in the order
// in which they are removed: what names others goes first.
func (g Guest) applications() []trace {
	var all []trace
	for _, t := range []string{"t_flink_log", "t_flink_savepoint", "t_message", "t_app_backup", "t_flink_config", "t_flink_effective", "t_flink_sql", "t_app_build_pipe"} {
		all = append(all, trace{t, g.within("app_id")})
	}
	return append(all, trace{"t_flink_app", g.within("id")}, trace{"t_team", g.within("id")})
}

// people lists where its users leave rows, as far as their names tell.
func (g Guest) people() []trace {
	users := "user_id in (select user_id from t_user where " + g.named("username") + ")"
	return []trace{{"t_member", users}, {"t_access_token", users}, {"t_access_token", g.named("description")}, {"t_user", g.named("username")}}
}

// traces lists where there may be rows of a guest in a database. A scenario may have
// deleted a user behind StreamPark's back: its tokens tell its id.
func (d *Database) traces(ctx context.Context, g Guest) ([]trace, error) {
	var all []trace
	for _, t := range g.applications() {
		if d.try(ctx, "delete from "+t.table+" where 1 = 0") == nil { // the model has not all of them
			all = append(all, t)
		}
	}
	gone, err := d.ids(ctx, "select user_id from t_access_token where "+g.named("description")+" and user_id not in (select user_id from t_user)")
	if err != nil {
		return nil, fmt.Errorf("look for users of the run: %w", err)
	}
	for _, id := range gone {
		all = append(all, trace{"t_member", fmt.Sprintf("user_id = %d", id)})
	}
	return append(all, g.people()...), nil
}

func (d *Database) ids(ctx context.Context, query string) ([]int64, error) {
	rows, err := d.statements.Rows(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		all = append(all, id)
	}
	return all, rows.Err()
}

// Leave removes all rows of a guest, together or none, and returns those that are
// there afterwards.
func (d *Database) Leave(ctx context.Context, g Guest) ([]Leftover, error) {
	all, err := d.traces(ctx, g)
	if err != nil {
		return nil, err
	}
	err = d.together(ctx, "remove the rows of this run", func(s Statements) error {
		for _, t := range all {
			if _, err := s.Exec(ctx, t.statement()); err != nil {
				return fmt.Errorf("%s: %w", t.table, err)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return d.Left(ctx, g)
}

// Left lists the rows of a guest that are there.
func (d *Database) Left(ctx context.Context, g Guest) ([]Leftover, error) {
	all, err := d.traces(ctx, g)
	if err != nil {
		return nil, err
	}
	var left []Leftover
	for _, t := range all {
		var n int64
		if err := d.statements.Row(ctx, "select count(*) from "+t.table+" where "+t.where).Scan(&n); err != nil {
			return nil, fmt.Errorf("look what is left in %s: %w", t.table, err)
		}
		if n > 0 {
			left = append(left, Leftover{t.table, n, t.statement()})
		}
	}
	return left, nil
}

// Statements remove a guest's rows, for somebody who does it by hand.
func (g Guest) Statements() []string {
	var all []string
	for _, t := range append(g.applications(), g.people()...) {
		all = append(all, t.statement())
	}
	return all
}
