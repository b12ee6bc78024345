// Package requirement lets a test be skipped where a machine lacks what it
// needs, and makes the same lack a failure where the machine promised to have
// it: a skip must not read as a pass in CI.
package requirement

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// Variable lists what the machine promises to have, such as "docker,musl".
const Variable = "REGRESS_REQUIRE"

// Missing skips the test because something is missing, or fails it if the
// machine promised to have it. The advice says how to get it.
func Missing(t testing.TB, what, advice string) {
	t.Helper()
	promised := strings.FieldsFunc(os.Getenv(Variable), func(r rune) bool { return r == ',' || r == ' ' })
	if slices.Contains(promised, what) {
		t.Fatalf("%s is missing although %s promises it: %s", what, Variable, advice)
	}
	t.Skipf("%s is missing: %s", what, advice)
}
