package store

import (
	"context"
	"fmt"
)

// LatestSavepoint returns the path of an application's latest savepoint, empty
// for an application that has none.
func (s *Store) LatestSavepoint(ctx context.Context, applicationID int64) (string, error) {
	var path string
	err := s.db.Row(ctx, "select path from t_flink_savepoint where app_id = ? and latest = true", applicationID).Scan(&path)
	if err != nil && !missing(err) {
		return "", fmt.Errorf("read the latest savepoint of the application %d: %w", applicationID, err)
	}
	return path, nil
}
