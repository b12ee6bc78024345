package diagnosis_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/cause"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/token"
)

func TestDesignOf(t *testing.T) {
	for version, want := range map[string]diagnosis.Design{"2.1.4": diagnosis.BySession, "2.1.5": diagnosis.ByToken,
		"2.1.6": diagnosis.ByToken, "2.1.7": diagnosis.ByKeyFile} {
		assert.Equal(t, want, diagnosis.DesignOf(find(t, version)), version)
	}
}

// recordedCause says why a recorded call was 401: people made the recordings,
// and each step is named for what was done. "" is a step that nobody named.
func recordedCause(version, flow, step string) cause.Cause {
	has := func(all ...string) bool {
		for _, text := range all {
			if strings.Contains(step, text) {
				return true
			}
		}
		return false
	}
	design := map[string]string{"2.1.0": "row", "2.1.3": "row", "2.1.4": "session", "2.1.5": "token", "2.1.7": "key"}[version]
	switch {
	case has("choose a team", "no Authorization", "as a query parameter"), step == "empty, /flink/app/start", step == "empty, /openapi/app/start":
		return cause.NoToken
	case has("garbage", "cut in half", "one character changed"):
		return cause.Malformed
	case has("Bearer prefix"):
		return cause.BearerPrefix
	case has("sign token", "no session cookie") && design == "session":
		return cause.WithoutSession
	case has("made before") && design == "key":
		return cause.Cipher
	case has("made before"):
		return cause.Signature
	case has("the sign-in, "), has("sign token") && flow == "restart" && design == "row":
		return cause.Signature
	case has("sign token") && flow == "restart":
		return cause.BeforeStart
	case has("sign token"):
		return cause.Expired
	case has("renamed, "):
		return cause.UserMissing
	case has("its user deleted"):
		return cause.UserMissing
	case step[:min(len(step), 8)] == "expired,":
		return cause.Expired
	case step[:min(len(step), 8)] == "deleted,", flow == "after a restart": // of H2's rows in memory
		return cause.Deleted
	case design == "key":
		return cause.Cipher
	case has("made twice", "two rows", "while the dead one's row is there"):
		return cause.DuplicateRows
	case has("its row deleted"):
		return cause.Replaced
	case has("disabled"):
		return cause.Disabled
	case has("locked"):
		return cause.UserLocked
	case has("reset the password"), flow == "password change":
		return cause.Signature
	case has("API token, ", "2h01m"):
		return cause.Expired
	}
	return cause.None
}

// Every 401 that was ever recorded has a form in which its release answers to
// its cause; what can be told from the text alone is also named.
func TestFormsAreThoseOfTheRecordings(t *testing.T) {
	files, err := fs.Glob(fixtures.Recordings, "recordings/*.json")
	require.NoError(t, err)
	looked := map[cause.Cause]int{}
	for _, file := range files {
		version, flows := recording(t, "fixtures/"+file)
		for flow, exchanges := range flows {
			for _, x := range exchanges {
				if x.Response == nil || x.Response.Status != 401 || flow == "before the upgrade" {
					continue
				}
				c := recordedCause(version, flow, x.Step)
				if !assert.NotEmpty(t, c, "%s, %s, %s", file, flow, x.Step) {
					continue
				}
				looked[c]++
				e := rejected(t, version)
				e.Rejection = x.rejection()
				e.Authorization = sentIn(t, e, c, x)
				assert.True(t, diagnosis.Of(c).Fits(e), "%s, %s, %s: %s answered %s", file, flow, x.Step, c, e.Rejection)
				if c == cause.NoToken || c == cause.Malformed || c == cause.BearerPrefix {
					e.Rows, e.Held = nil, false
					assert.Equal(t, c, diagnosis.Explain(e).Cause, "%s, %s, %s", file, flow, x.Step)
				}
			}
		}
	}
	between := []cause.Cause{cause.Unknown, cause.OtherReplica, cause.Proxy, cause.DatabaseLost} // recordings are of one server, called directly
	for _, c := range cause.All() {
		if !slices.Contains(between, c) {
			assert.NotZero(t, looked[c], "no recording of %s", c)
		}
	}
}

// sentIn is the header of a recorded call, with a token of the release for a
// placeholder.
func sentIn(t *testing.T, e diagnosis.Evidence, c cause.Cause, x exchange) *string {
	sent := x.Request.Authorization
	switch {
	case sent == nil && c == cause.NoToken:
		return nil
	case sent != nil && *sent == "{{token}}": // one that is cut or changed
		text := *e.Authorization
		text = text[:len(text)/2]
		return &text
	case sent != nil && !strings.Contains(*sent, "{{"):
		return sent
	case sent != nil && strings.HasPrefix(*sent, "Bearer "):
		text := "Bearer " + *e.Authorization
		return &text
	case c == cause.Cipher && strings.Contains(x.Step, "made before"):
		text, err := token.Mint(apiToken(e.Release), "secret")
		require.NoError(t, err)
		return &text
	}
	return e.Authorization
}
