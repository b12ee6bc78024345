package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/caller"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
)

// tokenOn is an API token of an administrator's on a model of a release, and who made
// it.
func tokenOn(t *testing.T, version string) (string, *caller.Caller, deployment.Deployment) {
	t.Helper()
	_, d := modelServer(t, version)
	c := caller.New(d, evidence.NewLog(discarded{}, &evidence.Redactor{}), caller.Options{Job: "test", Number: 1})
	require.NoError(t, c.MakeToken(t.Context(), evidence.Administrator))
	return c.Token(), c, d
}

// discarded keeps nothing.
type discarded struct{}

func (discarded) Write(text []byte) (int, error) { return len(text), nil }

// heard is an output that tells when something was written to it.
type heard struct {
	mu   sync.Mutex
	text strings.Builder
	said chan struct{}
}

func hear() *heard { return &heard{said: make(chan struct{}, 1)} }

func (h *heard) Write(text []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	select {
	case h.said <- struct{}{}:
	default:
	}
	return h.text.Write(text)
}

func (h *heard) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.String()
}

// running runs a command and returns its output, its errors and, when it has ended,
// its exit code.
func running(ctx context.Context, s streams, args ...string) (out, errs *heard, code <-chan int) {
	out, errs = hear(), hear()
	done := make(chan int, 1)
	go func() { done <- execute(ctx, streams{s.in, out, errs}, args) }()
	return out, errs, done
}

// ended is the exit code of what has to end soon.
func ended(t *testing.T, code <-chan int) int {
	t.Helper()
	select {
	case c := <-code:
		return c
	case <-time.After(10 * time.Second):
		require.FailNow(t, "it has not ended")
		return 0
	}
}

// The main story: a token made on 2.1.4 and sent to 2.1.5, and nobody has the database.
func TestDiagnoseATokenOfAnotherRelease(t *testing.T) {
	for _, tt := range []struct{ from, to, maker, do string }{
		{"2.1.4", "2.1.5", "it was made by 2.1.4: 2.1.5 makes no such tokens", "Have its callers call /openapi/app/start"},
		{"2.1.5", "2.1.4", "it was made by 2.1.5 or 2.1.6: 2.1.4 makes no such tokens", "Have its callers call /flink/app/start"},
		{"2.1.7", "2.1.5", "it has the form of a token of 2.1.7", "made by another release"},
		{"2.1.5", "2.1.7", "no token of an earlier release survives the upgrade", "no API token works"},
	} {
		token, _, _ := tokenOn(t, tt.from)
		url, _ := modelServer(t, tt.to)
		code, out, errs := regress(t, nil, "diagnose", "--url", url, token)
		assert.Equal(t, 0, code, errs)
		assert.Contains(t, out, tt.maker)
		assert.Contains(t, out, tt.do)
		assert.NotContains(t, out, "cause    unknown")
		assert.NotContains(t, out, "--database-url to see more")
	}
}

func TestDiagnoseAnAddressWithoutAScheme(t *testing.T) {
	token, _, d := tokenOn(t, "2.1.4")
	host := strings.TrimPrefix(d.URL(), "http://")
	code, out, errs := regress(t, nil, "diagnose", "--url", host, token)
	require.Equal(t, 0, code, errs)
	assert.Contains(t, out, "address  "+d.URL()+" (tried before: https://"+host+": no TLS is spoken there)\n")
	assert.Contains(t, out, "The token is accepted.")
}

func TestDiagnoseWarnsInTime(t *testing.T) {
	of214, c, at214 := tokenOn(t, "2.1.4")
	of215, _, at215 := tokenOn(t, "2.1.5")
	of217, _, at217 := tokenOn(t, "2.1.7")
	file := filepath.Join(t.TempDir(), "streampark.prom")
	warn := func(d deployment.Deployment, token, before string) (int, string) {
		code, out, errs := regress(t, nil, "diagnose", "--url", d.URL(), "--warn-before", before, "--textfile", file, token)
		return code, out + errs
	}
	code, _ := warn(at214, of214, "30m")
	assert.Equal(t, 0, code)
	code, said := warn(at214, of214, "3h")
	assert.Equal(t, 3, code)
	assert.Regexp(t, "the token ends in (2h|1h59m), which is within 3h", said)
	metrics, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Contains(t, string(metrics), "streampark_token_accepted{url=\""+at214.URL()+"\"} 1\n")
	assert.NotContains(t, string(metrics), of214)
	code, _ = warn(at215, of215, "87600h")
	assert.Equal(t, 0, code, "it never expires")
	code, _ = warn(at217, of217, "30m")
	assert.Equal(t, 1, code, "none is accepted there")
	require.NoError(t, c.After(t.Context(), 121*time.Minute))
	code, _ = warn(at214, of214, "30m")
	assert.Equal(t, 1, code, "it has expired")
	code, out, _ := regress(t, nil, "diagnose", "--url", "http://127.0.0.1:1", "--warn-before", "30m", "--textfile", file, of214)
	assert.Equal(t, 2, code, out)
	metrics, err = os.ReadFile(file)
	require.NoError(t, err)
	assert.Contains(t, string(metrics), "streampark_diagnose_success{url=\"http://127.0.0.1:1\"} 0\n")
	assert.NotContains(t, string(metrics), "streampark_token_accepted")
	left, err := filepath.Glob(filepath.Join(filepath.Dir(file), ".*"))
	require.NoError(t, err)
	assert.Empty(t, left, "nothing half-written stays")
}

// A watch ends when the answer is another one, with the exit code of that.
func TestDiagnoseWatchesUntilItChanges(t *testing.T) {
	for name, flags := range map[string][]string{"for people": {"--watch", "1s"}, "for programs": {"--watch=1s", "--json"}} {
		t.Run(name, func(t *testing.T) {
			token, c, d := tokenOn(t, "2.1.4")
			out, errs, code := running(t.Context(), streams{in: strings.NewReader("")}, append([]string{"diagnose", "--url", d.URL(), "--warn-before", "30m", token}, flags...)...)
			<-errs.said // it has answered once
			first := out.String()
			require.NoError(t, c.After(t.Context(), 121*time.Minute))
			assert.Equal(t, 1, ended(t, code))
			later := strings.TrimPrefix(out.String(), first)
			if flags[len(flags)-1] != "--json" {
				assert.Contains(t, first, "The token is accepted.")
				assert.Contains(t, later, "It has changed:\n")
				assert.Contains(t, later, "  token    accepted\n           -> rejected\n")
				assert.Contains(t, later, "  lifetime longer than 30m\n           -> ends within 30m\n")
				assert.Contains(t, later, "Why is this 401?")
				return
			}
			var before, after struct {
				Accepted bool
				Changes  []struct{ What, From, To string }
			}
			require.NoError(t, json.Unmarshal([]byte(first), &before))
			require.NoError(t, json.Unmarshal([]byte(later), &after))
			assert.True(t, before.Accepted)
			assert.Empty(t, before.Changes)
			assert.False(t, after.Accepted)
			assert.Equal(t, "token", after.Changes[0].What)
		})
	}
}

// An interrupt ends a watch, and a command that waits for a token to be typed, at once.
func TestDiagnoseIsInterrupted(t *testing.T) {
	token, _, d := tokenOn(t, "2.1.4")
	in, typing, err := os.Pipe() // nobody types
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, typing.Close()); assert.NoError(t, in.Close()) })
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"a watch":                    {[]string{"diagnose", "--url", d.URL(), "--watch=1h", token}, "interrupted: the answer has not changed"},
		"a token, to be diagnosed":   {[]string{"diagnose", "--url", d.URL()}, "interrupted: read the token on standard input"},
		"a token, to be looked into": {[]string{"inspect"}, "interrupted: read the token on standard input"},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, interrupt := context.WithCancel(t.Context())
			defer interrupt()
			_, errs, code := running(ctx, streams{in: in}, tt.args...)
			if name == "a watch" {
				<-errs.said
			}
			interrupt()
			assert.Equal(t, 2, ended(t, code))
			assert.Contains(t, errs.String(), tt.want)
		})
	}
}
