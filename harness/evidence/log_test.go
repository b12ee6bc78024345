package evidence_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/evidence"
)

// Whatever a secret is made of, it is gone from the log, and the log can still
// be read.
func TestSecretsAreTakenOutOfTexts(t *testing.T) {
	for _, secret := range []string{"plain-secret", `with "quotes" & <more>`, "1234567", "false!", "back\\slash", "two\nlines"} {
		var out strings.Builder
		l := evidence.NewLog(&out, func() *evidence.Redactor { r := &evidence.Redactor{}; r.Password(secret); return r }())
		l.Add(evidence.Event{Kind: evidence.KindNote, Note: "it said " + secret + " twice: " + secret})
		l.Add(evidence.Event{Kind: evidence.KindRow, Job: "a job", Row: &evidence.Row{ID: 1234567}})
		require.NoError(t, l.Err(), secret)
		read, err := evidence.Read(strings.NewReader(out.String()))
		require.NoError(t, err, secret)
		assert.NotContains(t, read[0].Note, secret)
		assert.Regexp(t, `^it said \[secret [0-9a-f]{8}\] twice: \[secret [0-9a-f]{8}\]$`, read[0].Note)
		assert.Equal(t, int64(1234567), read[1].Row.ID, "a number is not text")
		assert.Equal(t, read, l.Events(), "observers see what the file holds")
	}
}
