package database

import (
	"context"
	"fmt"
	"time"
)

// Kept is what StreamPark keeps of an application's state, as far as a start and a
// cancel are concerned.
type Kept struct {
	ID   int64
	Name string
	// State is t_flink_app.state (FlinkAppState of v2.1.4).
	State int
	// Asking: a savepoint is being asked for, or was and never came (option_state
	// 4, OptionState of v2.1.4).
	Asking bool
	// Rows are those of t_flink_savepoint.
	Rows []KeptRow
	// Cancelled and Triggered are when t_flink_log says that the last cancel, and
	// the last savepoint that was triggered by itself, went well; zero for never.
	Cancelled, Triggered time.Time
}

// KeptRow is a row of t_flink_savepoint.
type KeptRow struct {
	Kind   SavepointKind
	Path   string
	Latest bool
	// At is when it was stored, by the server's clock; zero where it is not said.
	At time.Time
}

// savepointing is an application's option_state while a savepoint is asked for
// (OptionState of v2.1.4 and v2.1.5).
const savepointing = 4

// The kinds of operations in t_flink_log.option_name that say something about
// state (Operation of v2.1.4 and v2.1.5). Whether a cancel asked for a savepoint is
// logged nowhere.
const (
	operationSavepoint = 2
	operationCancel    = 3
)

// Kept reads what is kept of every application, in the order of their IDs.
func (d *Database) Kept(ctx context.Context) ([]Kept, error) {
	all, err := d.keptApplications(ctx)
	if err != nil {
		return nil, fmt.Errorf("read t_flink_app: %w", err)
	}
	byID := map[int64]*Kept{}
	for i := range all {
		byID[all[i].ID] = &all[i]
	}
	if err := d.keptRows(ctx, byID); err != nil {
		return nil, fmt.Errorf("read t_flink_savepoint: %w", err)
	}
	if err := d.keptOperations(ctx, byID); err != nil {
		return nil, fmt.Errorf("read t_flink_log: %w", err)
	}
	return all, nil
}

func (d *Database) keptApplications(ctx context.Context) ([]Kept, error) {
	rows, err := d.statements.Rows(ctx, "select id, coalesce(job_name, ''), coalesce(state, 0), coalesce(option_state, 0) from t_flink_app order by id")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Kept
	for rows.Next() {
		var k Kept
		var option int
		if err := rows.Scan(&k.ID, &k.Name, &k.State, &option); err != nil {
			return nil, err
		}
		k.Asking = option == savepointing
		all = append(all, k)
	}
	return all, rows.Err()
}

func (d *Database) keptRows(ctx context.Context, of map[int64]*Kept) error {
	at := d.statements.AsText("coalesce(create_time, trigger_time)")
	rows, err := d.statements.Rows(ctx, "select app_id, coalesce(type, 0), coalesce(path, ''), latest, coalesce("+at+", '') from t_flink_savepoint order by id")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var application int64
		var row KeptRow
		var stored string
		if err := rows.Scan(&application, &row.Kind, &row.Path, &row.Latest, &stored); err != nil {
			return err
		}
		if row.At, err = instant(stored); err != nil {
			return err
		}
		if k, there := of[application]; there {
			k.Rows = append(k.Rows, row)
		}
	}
	return rows.Err()
}

func (d *Database) keptOperations(ctx context.Context, of map[int64]*Kept) error {
	at := d.statements.AsText("max(option_time)")
	rows, err := d.statements.Rows(ctx, "select app_id, option_name, coalesce("+at+", '') from t_flink_log where success = true and option_name in (?, ?) group by app_id, option_name",
		operationSavepoint, operationCancel)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var application int64
		var operation int
		var done string
		if err := rows.Scan(&application, &operation, &done); err != nil {
			return err
		}
		when, err := instant(done)
		if err != nil {
			return err
		}
		k, there := of[application]
		switch {
		case !there: // a log may outlive its application
		case operation == operationCancel:
			k.Cancelled = when
		default:
			k.Triggered = when
		}
	}
	return rows.Err()
}

// instant reads a timestamp without a zone, as StreamPark writes them all: in the
// zone of its server. They can be compared with each other and with nothing else.
func instant(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse("2006-01-02 15:04:05.999999999", text)
	if err != nil {
		return at, fmt.Errorf("read the time %q: %w", text, err)
	}
	return at, nil
}
