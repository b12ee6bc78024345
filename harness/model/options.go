package model

import (
	"io"
	"log/slog"
	"time"

	"streampark-regress/harness/database"
	"streampark-regress/harness/settings"
	"streampark-regress/harness/token"
)

// Options of a server.
type Options struct {
	Design Design
	// Config is what the server is configured with.
	Config   settings.Configuration
	Database *database.Database
	// Product is the database it answers as one on, empty for its own.
	Product database.Product
	// Key is the key file of a release that has one, nil for others.
	Key token.Key
	// Now is the server's clock.
	Now func() time.Time
	// Real is the clock that web sessions end by; nil for this machine's.
	Real func() time.Time
	Log  *slog.Logger
	// Output is where Log writes: the blocks of submissions are no records.
	Output io.Writer
}
