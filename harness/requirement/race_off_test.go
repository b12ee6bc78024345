//go:build !race

package requirement_test

import (
	"testing"

	"streampark-regress/harness/requirement"
)

// TestRaceDetector is there only where the tests were built without the race
// detector: what was left out is listed at the end of `make test`, and fails
// where it was promised.
func TestRaceDetector(t *testing.T) {
	requirement.Missing(t, "race", "run `make test` where there is a C compiler with its headers (Debian: gcc, libc6-dev)")
}
