package database

import (
	"context"
	"fmt"
)

// SavepointKind is the type of a row of t_flink_savepoint (CheckPointType of
// v2.1.4).
type SavepointKind int

// The kinds.
const (
	Checkpoint SavepointKind = 1
	// Savepoint is one that somebody asked for.
	Savepoint SavepointKind = 2
)

// SavepointRow is what StreamPark keeps of a savepoint or checkpoint.
type SavepointRow struct {
	ID   int64
	Kind SavepointKind
	// Path is as Flink told it.
	Path string
	// Latest marks the one that a start restores for which nobody names a path.
	Latest bool
}

// Savepoints lists the rows of an application, in the order of their IDs.
func (d *Database) Savepoints(ctx context.Context, application int64) ([]SavepointRow, error) {
	doing := fmt.Sprintf("list the savepoints of the application %d", application)
	rows, err := d.statements.Rows(ctx, "select id, type, path, latest from t_flink_savepoint where app_id = ? order by id", application)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	defer rows.Close()
	var all []SavepointRow
	for rows.Next() {
		var r SavepointRow
		if err := rows.Scan(&r.ID, &r.Kind, &r.Path, &r.Latest); err != nil {
			return nil, fmt.Errorf("%s: %w", doing, err)
		}
		all = append(all, r)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	return all, nil
}

// ForgetSavepoints removes the rows of an application, so that nothing is left
// that a start without a path could restore.
func (d *Database) ForgetSavepoints(ctx context.Context, application int64) error {
	if _, err := d.statements.Exec(ctx, "delete from t_flink_savepoint where app_id = ?", application); err != nil {
		return fmt.Errorf("forget the savepoints of the application %d: %w", application, err)
	}
	return nil
}
