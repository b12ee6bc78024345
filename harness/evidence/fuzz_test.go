package evidence_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/evidence"
)

// Whatever a file holds, reading it as a log ends, and what was read can be written
// and read again.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"", "{", "{}\n", `{"kind":"run","run":{"phase":"begun","format":1}}` + "\n", `{"kind":"attempt"}` + "\n", `{"kind":"scenario","job":"a","scenario":{"phase":"ended"}}`,
		"[]\n", "null\n", `{"kind":"step","step":{"status":"passed"}}` + "\n{", "\n\n", "\xff\xfe\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		events, err := evidence.Read(bytes.NewReader(text))
		if err != nil {
			assert.Contains(t, err.Error(), "read the event log, line ")
			return
		}
		var again bytes.Buffer
		for _, e := range events {
			require.NoError(t, json.NewEncoder(&again).Encode(e))
		}
		same, err := evidence.Read(&again)
		require.NoError(t, err)
		assert.Len(t, same, len(events))
	})
}
