package prometheus_test

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/report/prometheus"
	"streampark-regress/harness/report/reporttest"
	"streampark-regress/harness/stranger"
	"streampark-regress/harness/token"
)

func at() time.Time { return time.Date(2026, 11, 26, 8, 0, 0, 0, time.UTC) }

func runs() map[string]prometheus.Run {
	const url = "http://streampark:10000"
	api := diagnosis.Told{Kind: token.API, Opened: true, Expiry: at().Add(30 * time.Minute)}
	never := diagnosis.Told{Kind: token.API, Opened: true, Never: true}
	return map[string]prometheus.Run{
		"accepted":  {Examination: diagnosis.Examination{Accepted: true, Token: api, Skew: 3 * time.Second}, URL: url, At: at()},
		"never":     {Examination: diagnosis.Examination{Accepted: true, Token: never}, URL: url, At: at()},
		"rejected":  {Examination: diagnosis.Examination{Token: api, Diagnosis: diagnosis.Diagnosis{Cause: cause.Expired}}, URL: url, At: at()},
		"unreached": {Examination: diagnosis.Examination{Token: api, Unreached: &diagnosis.Unreached{Why: stranger.Refused}}, URL: url, At: at()},
		"failed":    {URL: "http://a\"b\\c\n", At: at(), Failed: true},
	}
}

func text(t *testing.T, r prometheus.Run) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, prometheus.Write(&b, r))
	return b.String()
}

func TestMetrics(t *testing.T) {
	for name, r := range runs() {
		reporttest.Text(t, name+".prom", text(t, r))
	}
}

// Each line is of the text format, each metric has its help and type before its only
// sample, and the name ends with its unit.
func TestTheTextFormat(t *testing.T) {
	sample := regexp.MustCompile(`^(streampark_[a-z_]+)\{[a-z]+="(?:[^"\\\n]|\\[\\"n])*"(?:,[a-z]+="[a-z-]+")*\} (?:[0-9]+(?:\.[0-9]+)?|-[0-9.]+|\+Inf)$`)
	for name, r := range runs() {
		lines := strings.Split(strings.TrimSuffix(text(t, r), "\n"), "\n")
		require.Zero(t, len(lines)%3, name)
		seen := map[string]bool{}
		for i := 0; i < len(lines); i += 3 {
			m := sample.FindStringSubmatch(lines[i+2])
			require.NotNil(t, m, "%s: %s", name, lines[i+2])
			assert.True(t, strings.HasPrefix(lines[i], "# HELP "+m[1]+" "), lines[i])
			assert.Equal(t, "# TYPE "+m[1]+" gauge", lines[i+1])
			assert.False(t, seen[m[1]], "%s is there twice", m[1])
			seen[m[1]] = true
		}
	}
}

// What is not known is not zero.
func TestWhatIsNotKnownHasNoLine(t *testing.T) {
	for _, name := range []string{"unreached", "failed"} {
		got := text(t, runs()[name])
		assert.Contains(t, got, "streampark_diagnose_success{")
		assert.NotContains(t, got, "streampark_token_accepted")
		assert.NotContains(t, got, "offset")
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestAFailureIsTold(t *testing.T) {
	var out io.Writer = full{}
	assert.ErrorContains(t, prometheus.Write(out, prometheus.Run{}), "no space left")
}
