package evidence

import (
	"time"

	"streampark-regress/harness/database"
)

// Row is a row that was read.
type Row struct {
	Table    string            `json:"table"`
	ID       int64             `json:"id"`
	Missing  bool              `json:"missing,omitempty"`
	Snapshot database.Snapshot `json:"snapshot"`
	Digest   string            `json:"digest"`
}

// Token is an API token that was made, opened.
type Token struct {
	Kind  SubjectKind `json:"kind"`
	Owner string      `json:"owner"`
	// Made is the server's clock when it was made.
	Made time.Time `json:"made"`
	// Expires is when it expires, zero for one that never does.
	Expires time.Time `json:"expires,omitzero"`
	// Life is how long it lives.
	Life Life `json:"life"`
	// Claims is what the token carries, as JSON.
	Claims string `json:"claims,omitempty"`
}
