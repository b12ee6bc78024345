package recording_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/recording"
)

// Whatever a file holds, reading it as a recording ends, and one that was read is
// the same after it was written and read again.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "{}", `{"release":"2.1.4","flows":{}}`, `{"release":"2.1.4","database":"postgres","ttl":"2h","flows":{"start":[{"step":"a","request":{"method":"POST","path":"/x"},"response":{"status":401,"body":null}}]}}`,
		`{"release":1}`, "[1,2", `{"flows":{"a":[{}]}}`, "\x00"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := recording.Parse("x.json", text)
		if err != nil {
			assert.Contains(t, err.Error(), "read the recording x.json: ")
			return
		}
		written, err := json.Marshal(r)
		require.NoError(t, err)
		again, err := recording.Parse("x.json", written)
		require.NoError(t, err, "%s", written)
		assert.Equal(t, r, again)
	})
}
