package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"streampark-regress/harness/clock"
)

// startable lists the states in which StreamPark starts an application
// (FlinkAppState of v2.1.4: added, created, failed, cancelled, finished, lost,
// terminated, position terminated, succeeded, killed).
func startable() []int { return []int{0, 2, 7, 9, 10, 13, 18, 19, 20, -9} }

// starting is the state of an application that is being started (FlinkAppState of
// v2.1.4).
const starting = 3

// FailedStartsStay tells that a start whose submission failed leaves its application
// in the state of one that is being started (2.0.0 on PostgreSQL, docs/measured.md):
// such an application counts as one at rest from now on.
func (d *Database) FailedStartsStay() { d.startable = append(startable(), starting) }

// Startable reports whether an application is in a state in which StreamPark
// starts it. A start that was accepted ends in such a state again, because
// there is no Flink to run it.
func (d *Database) Startable(ctx context.Context, id int64) (bool, error) {
	state, err := d.ApplicationState(ctx, id)
	return err == nil && slices.Contains(d.startable, state), err
}

// startableWithin is how long an application may take to be startable again
// after a start: StreamPark fails at submitting it, because there is no Flink.
const startableWithin = time.Minute

// AwaitStartable waits until an application can be started: an earlier start of
// it may still be failing. It waits for a minute at the most.
func (d *Database) AwaitStartable(ctx context.Context, id int64) error {
	ctx, cancel := context.WithTimeout(ctx, startableWithin)
	defer cancel()
	var pace clock.Pace
	for {
		ready, err := d.Startable(ctx, id)
		if err != nil && !errors.Is(err, context.DeadlineExceeded) {
			return err
		}
		if ready {
			return nil
		}
		d.TellWaiting(id)
		if err := pace.Idle(ctx); err != nil {
			return fmt.Errorf("wait for the application %d to be startable again (at most %s): %w", id, startableWithin, err)
		}
	}
}

// OnWait has a function called as often as somebody who waits for an application to come
// to rest has found that it does not: the embedded model, which submits nothing, ends
// then what it is submitting.
func (d *Database) OnWait(waited func(application int64)) { d.waited = waited }

// TellWaiting says that somebody waits for an application to come to rest.
func (d *Database) TellWaiting(id int64) {
	if d.waited != nil {
		d.waited(id)
	}
}

// ApplicationState is the state of an application as StreamPark numbers it
// (FlinkAppState of v2.1.4).
func (d *Database) ApplicationState(ctx context.Context, id int64) (int, error) {
	state, err := d.statements.applicationState(ctx, id)
	if err != nil {
		return 0, fmt.Errorf("read the state of the application %d: %w", id, err)
	}
	return state, nil
}

func (s Statements) applicationState(ctx context.Context, id int64) (int, error) {
	var state int
	err := s.Row(ctx, "select state from t_flink_app where id = ?", id).Scan(&state)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, errors.New("it is not in t_flink_app")
	}
	return state, err
}

// ResetApplication sets the state of an application to 0, so that a later
// change shows. One that is being started is left as it is, with an error.
func (d *Database) ResetApplication(ctx context.Context, id int64) error {
	doing := fmt.Sprintf("reset the application %d", id)
	return d.together(ctx, doing, func(s Statements) error {
		n, err := s.Exec(ctx, "update t_flink_app set state = '0', option_state = 0 where id = ? and state in ("+list(d.startable)+")", id)
		if err != nil || n == 1 {
			return err
		}
		state, err := s.applicationState(ctx, id)
		if err != nil {
			return err
		}
		return fmt.Errorf("its state is %d, in which it is busy; nothing was changed", state)
	})
}

// Occupy puts an application into the state of one that is being started.
func (d *Database) Occupy(ctx context.Context, id int64) error {
	return d.update(ctx, fmt.Sprintf("occupy the application %d", id), applicationRow(id), "state = ?", strconv.Itoa(starting))
}

// added is the state of an application that was never started, as it is written
// into rows: a text, because in 2.0.0's schema for PostgreSQL the column is a varchar.
// Where it is a number the databases take either.
const added = "0"

// list is a list of states for a statement, quoted for the same reason.
func list(states []int) string {
	var all []string
	for _, n := range states {
		all = append(all, "'"+strconv.Itoa(n)+"'")
	}
	return strings.Join(all, ", ")
}

// MoveApplicationToTeam gives an application to another team, and to the seeded
// administrator, so that no other user keeps a right to it.
func (d *Database) MoveApplicationToTeam(ctx context.Context, id, teamID int64) error {
	return d.update(ctx, fmt.Sprintf("move the application %d to the team %d", id, teamID), applicationRow(id),
		"team_id = ?, user_id = ?", teamID, AdminID)
}

// noJar is where the jar of an application lies that nobody wants to run: there
// is none.
const noJar = "/nowhere/streampark-regress.jar"

// AddApplication makes an application that StreamPark agrees to start: a copy
// of the seeded one, bound to the cluster of a Flink that is registered, and built
// (what it takes was measured on 2.1.4 and 2.1.5, see docs/measured.md). Nothing is
// run for it, also on a real cluster: there is no such jar.
func (d *Database) AddApplication(ctx context.Context, id int64, name string, on Flink) error {
	flink := on.Registered.ids()
	return d.together(ctx, fmt.Sprintf("add the application %d", id), func(s Statements) error {
		mode, err := s.mode(ctx, "t_flink_app")
		if err != nil {
			return err
		}
		err = s.copy(ctx, applicationRow(DemoApplicationID), map[string]any{"id": id, "job_name": name, "state": added, "option_state": 0,
			// Bound to the cluster.
			mode: 1, "version_id": flink.Home, "flink_cluster_id": flink.Cluster, "options": "{}"})
		if err != nil {
			return err
		}
		if err := s.copy(ctx, row{"t_flink_sql", "app_id", DemoApplicationID}, map[string]any{"id": id, "app_id": id}); err != nil {
			return err
		}
		if _, err := s.Exec(ctx, "insert into t_flink_effective (id, app_id, target_type, target_id) values (?, ?, 2, ?)", id, id, id); err != nil {
			return err
		}
		return s.build(ctx, id, noJar)
	})
}

// PrepareApplication makes an application that is there, such as the seeded
// one, one that StreamPark agrees to start, as AddApplication does.
func (d *Database) PrepareApplication(ctx context.Context, id int64) error {
	return d.together(ctx, fmt.Sprintf("prepare the application %d for a start", id), func(s Statements) error {
		mode, err := s.mode(ctx, "t_flink_app")
		if err != nil {
			return err
		}
		if err := s.update(ctx, applicationRow(id), mode+" = 1, version_id = 1, flink_cluster_id = 1, options = '{}'"); err != nil {
			return err
		}
		return s.build(ctx, id, noJar)
	})
}

// RestingApplications lists the applications that StreamPark would start, in
// the order of their IDs.
func (d *Database) RestingApplications(ctx context.Context) ([]int64, error) {
	rows, err := d.statements.Rows(ctx, "select id from t_flink_app where state in ("+list(d.startable)+") order by id")
	if err != nil {
		return nil, fmt.Errorf("list the applications at rest: %w", err)
	}
	defer rows.Close()
	var all []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, fmt.Errorf("list the applications at rest: %w", err)
		}
		all = append(all, id)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list the applications at rest: %w", err)
	}
	return all, nil
}
