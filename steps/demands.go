package steps

import (
	"slices"

	"streampark-regress/harness/cause"
)

// Changes reports whether the step changes something on a server that answers as
// it should.
func (b Bound) Changes() bool { return b.looks() && !b.Harmless }

// NeedsRows reports whether somebody has to look into the database for the step: to
// act, to see a fact, or to tell why a call was answered 401.
func (b Bound) NeedsRows() bool {
	if b.Expected != nil {
		sent := []cause.Cause{cause.None, cause.NoToken, cause.Malformed} // what was sent tells
		if !slices.Contains(sent, b.Expected.Cause) {
			return true
		}
	}
	return b.looks() && !b.Rowless
}

// NeedsLog reports whether somebody has to read the server's log for the step: only
// it tells what is submitted to Flink.
func (b Bound) NeedsLog() bool {
	e := b.Expected
	return b.Needs.Log || e != nil && (e.Secret || e.State != "" || e.Job != "" || e.Kept != "" || e.Going != "")
}

// looks reports whether the step does more than to judge the last call.
func (b Bound) looks() bool { return b.Does != nil || b.Sees != nil }
