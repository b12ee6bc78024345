package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"streampark-regress/fixtures"
)

// demoApplication is the application every installation is seeded with; new
// ones are copies of it.
const demoApplication = 100000

// Flink says where StreamPark finds Flink: the home directory inside its
// container and the address of a session cluster.
type Flink struct {
	Home    string
	Address string
}

// AddFlink registers a Flink home and a session cluster unless they are
// registered already. An installation as shipped has neither.
func (d *Database) AddFlink(ctx context.Context, f Flink) error {
	return d.fixture(ctx, "flink", map[string]string{"home": f.Home, "address": f.Address, "conf": flinkConf})
}

// flinkConf is the Flink configuration "jobmanager.rpc.address: flink",
// compressed with zlib and in base64, which is the form of t_flink_env.
const flinkConf = "eJzLyk/KTcxLTE8t0isqSNZLTEkpSi0utlJIy8nMy+YCALMfCxY="

// AddApplication makes an application that StreamPark agrees to start: a copy
// of the seeded one, built, and bound to the cluster of AddFlink (what it
// takes was measured on 2.1.4 and 2.1.5, see docs/measured.md).
func (d *Database) AddApplication(ctx context.Context, id int64, name string) error {
	return d.fixture(ctx, "application", map[string]string{
		"id": fmt.Sprint(id), "name": name, "demo": fmt.Sprint(demoApplication)})
}

// AddTeam makes a team.
func (d *Database) AddTeam(ctx context.Context, id int64, name string) error {
	_, err := d.Exec(ctx, "insert into t_team (id, team_name, description, create_time, modify_time) values ($1, $2, null, current_timestamp, current_timestamp)", id, name)
	return err
}

// fixture runs fixtures/sql/NAME.sql, which PostgreSQL and SQLite both read, with
// its {parameters} filled in as the inside of SQL literals.
func (d *Database) fixture(ctx context.Context, name string, parameters map[string]string) error {
	file := "sql/" + name + ".sql"
	text, err := fixtures.SQL.ReadFile(file)
	if err != nil {
		return fmt.Errorf("read the fixture %s: %w", file, err)
	}
	var pairs []string
	for k, v := range parameters {
		pairs = append(pairs, "{"+k+"}", strings.ReplaceAll(v, "'", "''"))
	}
	return d.Script(ctx, file, strings.NewReplacer(pairs...).Replace(string(text)))
}

// startable lists the states in which StreamPark starts an application
// (FlinkAppState of v2.1.4: added, created, failed, cancelled, finished, lost,
// terminated, position terminated, succeeded, killed).
var startable = map[int]bool{0: true, 2: true, 7: true, 9: true, 10: true, 13: true, 18: true, 19: true, 20: true, -9: true}

// Startable reports whether an application is in a state in which StreamPark
// starts it. A start that was accepted ends in such a state again, because
// there is no Flink to run it.
func (d *Database) Startable(ctx context.Context, id int64) (bool, error) {
	var state int
	err := d.db.QueryRowContext(ctx, "select state from t_flink_app where id = $1", id).Scan(&state)
	if errors.Is(err, sql.ErrNoRows) {
		return false, fmt.Errorf("application %d is not in t_flink_app", id)
	}
	if err != nil {
		return false, fmt.Errorf("read t_flink_app: %w", err)
	}
	return startable[state], nil
}
