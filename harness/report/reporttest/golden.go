package reporttest

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/result"
)

var update = flag.Bool("update", false, "write the golden files again")

// Golden holds what a report writes of a run against a file in testdata.
func Golden(t *testing.T, name string, events []evidence.Event, write func(io.Writer, result.Result) error) {
	t.Helper()
	var got bytes.Buffer
	require.NoError(t, write(&got, result.Build(events)))
	Text(t, name, got.String())
}

// Text holds a text against a file in testdata.
func Text(t *testing.T, name, got string) {
	t.Helper()
	golden := filepath.Join("testdata", name+".golden")
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(golden, []byte(got), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	assert.Equal(t, string(want), got, "%s; if it is meant to be so, run the tests with -update", name)
}
