package main

import (
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/caller"
	"streampark-regress/harness/evidence"
)

func TestDiagnoseSaysWhyAndWhatToDo(t *testing.T) {
	url, d := modelServer(t, "2.1.4")
	c := caller.New(d, evidence.NewLog(io.Discard, &evidence.Redactor{}), caller.Options{Job: "test", Number: 1})
	require.NoError(t, c.MakeToken(t.Context(), evidence.Administrator))
	token := c.Token()

	code, out, errs := regress(t, nil, "diagnose", "--url", url, token)
	require.Equal(t, 0, code, errs)
	assert.Contains(t, out, "MODEL: ")
	assert.Regexp(t, `release +2\.1\.4\n`, out)
	assert.Regexp(t, `(8|9|10)s ahead of this machine's`, out, "the clock is tried when the server starts")
	assert.Contains(t, out, "The token is accepted.")

	require.NoError(t, c.After(t.Context(), 121*time.Minute))
	// As people paste it, and from standard input.
	var o, e strings.Builder
	code = execute(t.Context(), streams{strings.NewReader("curl -X POST http://sp/flink/app/start -H 'Authorization: " + token + "'\n"), &o, &e}, []string{"diagnose", "--url", url, "-"})
	require.Equal(t, 0, code, e.String())
	for _, want := range []string{"2h0", "yes expired: exp passed 1m", "?   signature: this cannot be seen without the database",
		"not looked at: the database", "token    API token of 2.1.4, expired 1m",
		"cause    unknown: not ruled out by what was seen: user-missing, signature, expired\n", "to do    run it again with --database-url to see more; in any case, this is issue 3933", "server.session.ttl"} {
		assert.Contains(t, o.String(), want)
	}
	assert.NotContains(t, o.String()+e.String(), token)

	code, out, errs = regress(t, nil, "diagnose", "--json", "--url", url, token)
	require.Equal(t, 0, code, errs)
	var read map[string]any
	require.NoError(t, json.Unmarshal([]byte(out), &read))
	assert.Equal(t, []any{"2.1.4"}, read["releases"])
	assert.Equal(t, "unknown", read["cause"], "what the release looks at before was not seen")
	assert.Equal(t, "API", read["kind"])
	assert.Equal(t, false, read["accepted"])
	assert.Greater(t, read["clock_ahead_seconds"], 7200.0)
	assert.Contains(t, read["to_do"], "issue 3933")
	assert.NotContains(t, out, token)
}

func TestDiagnoseThatCannotLook(t *testing.T) {
	for name, tt := range map[string]struct {
		args []string
		code int
		want string
	}{
		"nobody is there":    {[]string{"--url", "http://127.0.0.1:1", "x"}, 2, "the connection was refused"},
		"nobody, no scheme":  {[]string{"--url", "127.0.0.1:1", "x"}, 2, "none answers: https://127.0.0.1:1: nothing listens at that port: the connection was refused\n"},
		"no time":            {[]string{"--url", "http://127.0.0.1:1", "--timeout", "0s", "x"}, 64, "--timeout 0s: give at least 1ms"},
		"no interval":        {[]string{"--url", "http://127.0.0.1:1", "--watch=1ms", "x"}, 64, "--watch 1ms: give at least 1s"},
		"a bad interval":     {[]string{"--url", "http://127.0.0.1:1", "--watch=often", "x"}, 64, "invalid"},
		"no warning":         {[]string{"--url", "http://127.0.0.1:1", "--warn-before", "0s", "x"}, 64, "--warn-before 0s: give at least 1s"},
		"two tokens":         {[]string{"--url", "http://127.0.0.1:1", "x", "y"}, 64, "accepts one token, received 2 arguments"},
		"no metrics":         {[]string{"--url", "http://127.0.0.1:1", "--textfile", "none/x.prom", "x"}, 64, "--textfile: "},
		"no authority":       {[]string{"--url", "http://127.0.0.1:1", "--ca-file", "none", "x"}, 64, "--ca-file: "},
		"no address":         {[]string{"x"}, 64, `"url" not set`},
		"no key file":        {[]string{"--url", "http://127.0.0.1:1", "--key-file", "none", "x"}, 64, "read the key file"},
		"a start in words":   {[]string{"--url", "http://127.0.0.1:1", "--started", "today", "x"}, 64, "write it as 2026-"},
		"no such database":   {[]string{"--url", "http://127.0.0.1:1", "--database-url", "postgres://u:hunter2secret@127.0.0.1:1/x", "x"}, 2, "127.0.0.1"},
		"an unknown release": {[]string{"--url", "http://127.0.0.1:1", "--release", "1.0", "x"}, 64, `--release: unknown release "1.0": the catalogue has`},
		"another scheme":     {[]string{"--url", "ftp://host", "x"}, 64, "it has no http:// or https:// in front"},
		"no host":            {[]string{"--url", "http://", "x"}, 64, "or no host"},
		"no such port":       {[]string{"--url", "http://127.0.0.1:99999", "x"}, 64, "invalid port 99999"},
		"a space":            {[]string{"--url", "http://my host", "x"}, 64, "the address cannot be read"},
		"a bare password":    {[]string{"--url", "me:hunter2secret@127.0.0.1:1", "x"}, 64, "no name and password in its address"},
		"a password":         {[]string{"--url", "http://me:hunter2secret@127.0.0.1:1", "x"}, 64, "no name and password in its address"},
		"a broken password":  {[]string{"--url", "http://me:hunter2secret@127.0.0.1:port", "x"}, 64, "the address cannot be read"},
		"a query":            {[]string{"--url", "http://127.0.0.1:1/?x=1", "x"}, 64, "leave out what comes after ?"},
		"another database":   {[]string{"--url", "http://127.0.0.1:1", "--database-url", "oracle://u:hunter2secret@h/x", "x"}, 64, "--database-url: the database address has an unknown form"},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := regress(t, nil, append([]string{"diagnose"}, tt.args...)...)
			assert.Equal(t, tt.code, code, out+errs)
			assert.Contains(t, out+errs, tt.want)
			assert.NotContains(t, out+errs, "hunter2secret")
		})
	}
}
