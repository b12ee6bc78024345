package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Guest is a run in a database that is not its own: what it makes has names that
// begin with a prefix, and ids from First to before Behind in tables whose rows it
// adds itself. No product's sequences give such ids (they begin at 10000 and 100000).
type Guest struct {
	Prefix        string
	First, Behind int64
}

// LastSignIn is when a user signed in last, as text; false where there is no such
// user. It changes with every sign-in, so it tells whether a database is a server's.
func (d *Database) LastSignIn(ctx context.Context, name string) (string, bool, error) {
	var at string
	err := d.statements.Row(ctx, "select coalesce("+d.statements.AsText("last_login_time")+", '') from t_user where username = ?", name).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("read when %s signed in last: %w", name, err)
	}
	return at, true, nil
}

// Permit returns an error if the database does not let its user make what
// scenarios make, and remove it. It changes nothing.
func (d *Database) Permit(ctx context.Context) error {
	for _, table := range ownTables() {
		if err := d.try(ctx, "insert into "+table+" select * from "+table+" where 1 = 0"); err != nil {
			return fmt.Errorf("write to %s: %w", table, err)
		}
	}
	for _, table := range append(ownTables(), "t_user", "t_access_token", "t_member") {
		if err := d.try(ctx, "delete from "+table+" where 1 = 0"); err != nil {
			return fmt.Errorf("delete from %s: %w", table, err)
		}
	}
	for _, statement := range []string{"update t_user set status = status where 1 = 0", "update t_access_token set status = status where 1 = 0", "update t_flink_app set state = state where 1 = 0"} {
		if err := d.try(ctx, statement); err != nil {
			return fmt.Errorf("change rows: %w", err)
		}
	}
	return nil
}

func (d *Database) try(ctx context.Context, statement string) error {
	_, err := d.statements.Exec(ctx, statement)
	return err
}

// ownTables are those in which rows with ids of the run's own are added.
func ownTables() []string {
	return []string{"t_flink_app", "t_flink_sql", "t_flink_effective", "t_app_build_pipe", "t_team"}
}

// Free reports whether no row has one of a guest's ids.
func (d *Database) Free(ctx context.Context, g Guest) (bool, error) {
	for _, table := range ownTables() {
		key := "id"
		if table == "t_app_build_pipe" {
			key = "app_id"
		}
		var n int64
		if err := d.statements.Row(ctx, "select count(*) from "+table+" where "+key+" >= ? and "+key+" < ?", g.First, g.Behind).Scan(&n); err != nil {
			return false, fmt.Errorf("look for ids that are free in %s: %w", table, err)
		}
		if n > 0 {
			return false, nil
		}
	}
	return true, nil
}

// Resting reports whether StreamPark is doing nothing with a guest's applications
// (OptionState of v2.1.4: 0 is nothing).
func (d *Database) Resting(ctx context.Context, g Guest) (bool, error) {
	var n int64
	err := d.statements.Row(ctx, "select count(*) from t_flink_app where id >= ? and id < ? and option_state <> 0 and state not in ("+list(startable())+")", g.First, g.Behind).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("look whether applications are at rest: %w", err)
	}
	return n == 0, nil
}
