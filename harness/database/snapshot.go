package database

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"time"
)

// Snapshot is every column of one row as text, to be compared byte for byte.
type Snapshot struct {
	Columns []string `json:"columns"`
	Values  []string `json:"values"`
}

// Digest is a short hash of the snapshot.
func (s Snapshot) Digest() string {
	sum := sha256.Sum256([]byte(strings.Join(s.Columns, "\x00") + "\x01" + strings.Join(s.Values, "\x00")))
	return fmt.Sprintf("%x", sum[:6])
}

// Changes names the columns in which two snapshots differ.
func (s Snapshot) Changes(other Snapshot) []string {
	if strings.Join(s.Columns, ",") != strings.Join(other.Columns, ",") {
		return []string{"the table's columns"}
	}
	var changed []string
	for i, c := range s.Columns {
		if s.Values[i] != other.Values[i] {
			changed = append(changed, c)
		}
	}
	return changed
}

// TokenSnapshot takes a snapshot of a row of t_access_token; the second result
// is false when there is no such row.
func (d *Database) TokenSnapshot(ctx context.Context, tokenID int64) (Snapshot, bool, error) {
	doing := fmt.Sprintf("read the row of the token %d", tokenID)
	rows, err := d.statements.Rows(ctx, "select * from t_access_token where id = ?", tokenID)
	if err != nil {
		return Snapshot{}, false, fmt.Errorf("%s: %w", doing, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return Snapshot{}, false, fmt.Errorf("%s: %w", doing, err)
	}
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return Snapshot{}, false, fmt.Errorf("%s: %w", doing, err)
		}
		return Snapshot{}, false, nil
	}
	raw, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range raw {
		into[i] = &raw[i]
	}
	if err := rows.Scan(into...); err != nil {
		return Snapshot{}, false, fmt.Errorf("%s: %w", doing, err)
	}
	s := Snapshot{Columns: columns}
	for _, v := range raw {
		s.Values = append(s.Values, text(v))
	}
	return s, true, nil
}

func text(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case time.Time:
		return v.Format(time.RFC3339Nano)
	case []byte:
		return string(v)
	}
	return fmt.Sprint(v)
}
