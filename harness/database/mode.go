package database

import (
	"context"
	"slices"
)

// The column of a Flink's or an application's deployment mode, of which 1 is remote:
// a session cluster. Upstream's branch dev (2.2.0-SNAPSHOT) has renamed it; no release
// has.
const (
	modeColumn    = "execution_mode"
	newModeColumn = "deploy_mode"
)

// mode is the name of that column in a table.
func (s Statements) mode(ctx context.Context, table string) (string, error) {
	columns, err := s.columns(ctx, table)
	if err == nil && slices.Contains(columns, newModeColumn) {
		return newModeColumn, nil
	}
	return modeColumn, err
}
