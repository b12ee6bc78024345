package database

import (
	"context"
	"fmt"
)

// byHand is the kind of a savepoint that was asked for (t_flink_savepoint.type:
// 1 is a checkpoint, 2 a savepoint; comments of the schema of v2.1.4).
const byHand = 2

// running is the state of an application whose job runs (FlinkAppState of v2.1.4).
const running = "5"

// AddSavepoint adds a savepoint of an application, which becomes its latest: what
// a start without a path is restored from.
func (d *Database) AddSavepoint(ctx context.Context, applicationID int64, path string) error {
	return d.together(ctx, fmt.Sprintf("add a savepoint of the application %d", applicationID), func(s Statements) error {
		if _, err := s.Exec(ctx, "update t_flink_savepoint set latest = false where app_id = ?", applicationID); err != nil {
			return err
		}
		var n int64
		if err := s.Row(ctx, "select count(*) from t_flink_savepoint where app_id = ?", applicationID).Scan(&n); err != nil {
			return err
		}
		// The ID is far from those of StreamPark's own sequence.
		_, err := s.Exec(ctx, "insert into t_flink_savepoint (id, app_id, type, path, latest, trigger_time, create_time) "+
			"values (?, ?, ?, ?, true, current_timestamp, current_timestamp)", applicationID*100+n, applicationID, byHand, path)
		return err
	})
}

// LatestSavepoint returns the path of the latest savepoint of an application: the
// one that is marked as such, or else the newest, as 2.1.5 does (tag v2.1.5,
// SavepointServiceImpl). 2.1.4 takes the mark away when a cancel fails that asked
// for a savepoint, as every one does where there is no Flink. The second result is
// false when there is none.
func (d *Database) LatestSavepoint(ctx context.Context, applicationID int64) (string, bool, error) {
	rows, err := d.statements.Rows(ctx, "select path from t_flink_savepoint where app_id = ? order by latest desc, id desc", applicationID)
	if err != nil {
		return "", false, fmt.Errorf("read the latest savepoint of the application %d: %w", applicationID, err)
	}
	defer rows.Close()
	var path string
	found := rows.Next()
	if found {
		err = rows.Scan(&path)
	}
	if err == nil {
		err = rows.Err()
	}
	if err != nil {
		return "", false, fmt.Errorf("read the latest savepoint of the application %d: %w", applicationID, err)
	}
	return path, found, nil
}

// MarkSavepoint makes a row of the savepoints of an application the latest, and
// no other. Nothing is marked where the row is gone.
func (d *Database) MarkSavepoint(ctx context.Context, applicationID, row int64) error {
	return d.together(ctx, fmt.Sprintf("mark the latest savepoint of the application %d", applicationID), func(s Statements) error {
		_, err := s.Exec(ctx, "update t_flink_savepoint set latest = (id = ?) where app_id = ?", row, applicationID)
		return err
	})
}

// PretendEnded sets an application's row back to one whose job does not run, if
// it still says that it does.
func (d *Database) PretendEnded(ctx context.Context, applicationID int64) error {
	if _, err := d.statements.Exec(ctx, "update t_flink_app set state = '0', option_state = 0 where id = ? and state = ?", applicationID, running); err != nil {
		return fmt.Errorf("set the application %d back to ended: %w", applicationID, err)
	}
	return nil
}

// PretendRunning sets an application's row to that of a running job, so that
// StreamPark submits a cancel for it. It is not watched: there is no such job.
func (d *Database) PretendRunning(ctx context.Context, applicationID int64, job string) error {
	return d.update(ctx, fmt.Sprintf("set the application %d to running", applicationID), applicationRow(applicationID),
		"state = ?, option_state = 0, tracking = 0, job_id = ?", running, job)
}

// ForgetJob takes the ID of its job from an application's row, as it is before
// Flink has told it.
func (d *Database) ForgetJob(ctx context.Context, applicationID int64) error {
	return d.update(ctx, fmt.Sprintf("forget the job of the application %d", applicationID), applicationRow(applicationID), "job_id = null")
}
