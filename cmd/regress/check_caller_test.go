package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/token"
)

// fed runs the program with a text on standard input.
func fed(t *testing.T, text string, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	code = execute(t.Context(), streams{strings.NewReader(text), &o, &e}, args)
	return code, o.String(), e.String()
}

func scripts(name string) string {
	return filepath.Join("..", "..", "harness", "report", "callers", "testdata", name)
}

// The exit code says what became of all files together.
func TestCheckCallerAnswersWithItsExitCode(t *testing.T) {
	for name, tt := range map[string]struct {
		args []string
		code int
		want string
	}{
		"something breaks":         {[]string{"--from", "2.1.4", "--to", "2.1.5", scripts("loop.sh")}, 1, "BREAKS: 2 of 2 calls, 2 without an error"},
		"nothing changes":          {[]string{"--from", "2.1.5", "--to", "2.1.6", scripts("copied-2.1.5.sh")}, 0, "NOTHING CHANGES: 2 calls"},
		"no calls":                 {[]string{"--from", "2.1.4", "--to", "2.1.5", scripts("nothing.sh")}, 2, "no call to StreamPark was found"},
		"another program's":        {[]string{"--from", "2.1.4", "--to", "2.1.5", scripts("requests.py")}, 2, "requests.py:3: /flink/app/cancel stands here and not in a curl command"},
		"one of two has none":      {[]string{"--from", "2.1.5", "--to", "2.1.6", scripts("copied-2.1.5.sh"), scripts("nothing.sh")}, 2, "UNDECIDED"},
		"one breaks, one has none": {[]string{"--from", "2.1.4", "--to", "2.1.5", scripts("loop.sh"), scripts("nothing.sh")}, 1, "BREAKS"},
		"JSON":                     {[]string{"--from", "2.1.4", "--to", "2.1.5", "--json", scripts("loop.sh")}, 1, `"verdict": "something breaks"`},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := fed(t, "", append([]string{"check-caller"}, tt.args...)...)
			assert.Equal(t, tt.code, code, out+errs)
			assert.Contains(t, out, tt.want)
			assert.Empty(t, errs)
		})
	}
}

func TestCheckCallerReadsStandardInput(t *testing.T) {
	const call = `curl -X POST $H/flink/app/cancel -H "Authorization: $T" -d "id=1&savePointed=true"`
	for _, args := range [][]string{nil, {"-"}} {
		code, out, _ := fed(t, call, append([]string{"check-caller", "--from", "2.1.4", "--to", "2.1.5"}, args...)...)
		assert.Equal(t, 1, code)
		assert.Contains(t, out, "standard input:1: /flink/app/cancel")
		assert.Contains(t, out, "send triggerSavepoint=true")
	}
}

func TestCheckCallerSaysWhatIsWrongWithTheCommandLine(t *testing.T) {
	large := filepath.Join(t.TempDir(), "large")
	require.NoError(t, os.WriteFile(large, nil, 0o644))
	require.NoError(t, os.Truncate(large, longestScript+1))
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"no releases":          {nil, "from"},
		"one release":          {[]string{"--from", "2.1.4"}, "to"},
		"an unknown release":   {[]string{"--from", "2.1.4", "--to", "9.9.9"}, "--to: unknown release"},
		"the same release":     {[]string{"--from", "2.1.4", "--to", "2.1.4"}, "name two releases"},
		"a file that is none":  {[]string{"--from", "2.1.4", "--to", "2.1.5", "no-such-file"}, "no-such-file"},
		"a folder":             {[]string{"--from", "2.1.4", "--to", "2.1.5", t.TempDir()}, "is a directory"},
		"a file that is large": {[]string{"--from", "2.1.4", "--to", "2.1.5", large}, "longer than 16 MB"},
		"nothing to read":      {[]string{"--from", "2.1.4", "--to", "2.1.5"}, "nothing on standard input"},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := fed(t, "", append([]string{"check-caller"}, tt.args...)...)
			assert.Equal(t, 64, code, out)
			assert.Contains(t, errs, tt.want)
			assert.Empty(t, out)
		})
	}
}

// A script holds tokens and passwords; none is printed, nor is anything that a
// terminal would obey.
func TestCheckCallerConceals(t *testing.T) {
	sealed, err := token.Mint(token.Claims{Kind: token.API, UserID: 1, UserName: "admin", ExpirySeconds: 1800000000}, "secret")
	require.NoError(t, err)
	text := "curl http://h/passport/signin -d username=a -d password=sesame -d loginType=PASSWORD\n" +
		"curl http://h/flink/app/start -u me:hunter2 -b JSESSIONID=c00kie -H 'Authorization: " + sealed + "' -d id=1 -d 'savePoint=" + escapes + "'\n" +
		`curl http://h/flink/app/start -H "Authorization: ${TOKEN:-` + sealed + `}" -d id=1` + "\n"
	for _, args := range [][]string{nil, {"--json"}} {
		code, out, errs := fed(t, text, append([]string{"check-caller", "--from", "2.1.4", "--to", "2.1.5"}, args...)...)
		assert.Equal(t, 1, code, errs)
		for _, secret := range []string{sealed, "sesame", "hunter2", "c00kie"} {
			assert.NotContains(t, out, secret)
		}
		assertTame(t, out, "the output")
		if len(args) > 0 {
			assert.True(t, json.Valid([]byte(out)))
		}
		_, out, _ = fed(t, text, append([]string{"check-caller", "--show-secrets", "--from", "2.1.4", "--to", "2.1.5"}, args...)...)
		assert.Contains(t, out, sealed)
	}
}
