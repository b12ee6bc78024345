package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/docker"
	"streampark-regress/harness/docker/dockertest"
	"streampark-regress/harness/release"
	"streampark-regress/suite/session"
)

func TestClockRefusesWhatCannotBeMeant(t *testing.T) {
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"back":            {[]string{"--url", "http://127.0.0.1:1", "-2h"}, "a clock only goes forward"},
		"back, in quotes": {[]string{"--url", "http://127.0.0.1:1", "+-2h"}, `invalid step "+-2h"`},
		"a word":          {[]string{"--url", "http://127.0.0.1:1", "tomorrow"}, `invalid step "tomorrow": write it as +2h`},
		"nothing":         {[]string{"--url", "http://127.0.0.1:1", "+0s"}, "give at least 1s"},
		"no step":         {[]string{"--url", "http://127.0.0.1:1"}, "say how far to move the clock"},
		"both":            {[]string{"--url", "http://127.0.0.1:1", "--show", "+2h"}, "not both"},
		"no address":      {[]string{"+2h"}, `"url" not set`},
		"a bad address":   {[]string{"--url", "ftp://127.0.0.1", "+2h"}, "it has no http:// or https:// in front"},
		"a bad run":       {[]string{"clean", "--run", "a=b"}, "give the ID of a run"},
	} {
		args := append([]string{"clock"}, tt.args...)
		if tt.args[0] == "clean" {
			args = tt.args
		}
		code, out, errs := regress(t, nil, args...)
		assert.Equal(t, 64, code, "%s: %s%s", name, out, errs)
		assert.Contains(t, errs, tt.want, name)
		assert.Empty(t, out, name)
	}
}

// What is kept is told so that each line can be used as it stands.
func TestWhatIsKeptIsTold(t *testing.T) {
	var out bytes.Buffer
	tellKept(&out, session.Ended{ID: "20261126-101500-ab12", Kept: true, Servers: []docker.Running{
		{Name: "streampark-regress-2.1.4-ab12", Release: "2.1.4", Image: "apache/streampark:2.1.4", URL: "http://127.0.0.1:49153", Product: "postgres",
			Database: "postgres://streampark:word@127.0.0.1:49152/sp_2_1_4", Movable: true},
		{Name: "streampark-regress-2.1.5-h2-ab12", Release: "2.1.5", Image: "apache/streampark:2.1.5", URL: "http://127.0.0.1:49154", Product: "h2"}}})
	assert.Equal(t, `kept: docker ps --filter label=streampark-regress.run=20261126-101500-ab12

streampark-regress-2.1.4-ab12: StreamPark 2.1.4 (apache/streampark:2.1.4)
  page      http://127.0.0.1:49153
  sign in   admin, password streampark
  database  postgres://streampark:word@127.0.0.1:49152/sp_2_1_4
  log       docker logs --follow streampark-regress-2.1.4-ab12
  clock     regress clock --url http://127.0.0.1:49153 +2h
  remove    docker rm --force --volumes streampark-regress-2.1.4-ab12

streampark-regress-2.1.5-h2-ab12: StreamPark 2.1.5 (apache/streampark:2.1.5)
  page      http://127.0.0.1:49154
  sign in   admin, password streampark
  database  H2, inside the server
  log       docker logs --follow streampark-regress-2.1.5-h2-ab12
  clock     it is the machine's, and cannot be moved: run with --clock jump
  remove    docker rm --force --volumes streampark-regress-2.1.5-h2-ab12

remove them all: regress clean --run 20261126-101500-ab12
`, out.String())
}

// A clock is moved at its server's address, and no other server's is.
func TestClockMovesContainers(t *testing.T) {
	p := dockertest.Provider(t, "2.1.4")
	d, err := p.Start(t.Context(), "clock", deployment.Spec{Release: release214(t)}, func(string) {})
	require.NoError(t, err)
	before, err := d.Client().ServerTime(t.Context())
	require.NoError(t, err)
	for _, step := range []string{"+2h", "+2 days"} {
		code, out, errs := regress(t, nil, "clock", "--url", strings.Replace(d.URL(), "127.0.0.1", "localhost", 1), step)
		require.Equal(t, 0, code, errs)
		assert.Contains(t, out, "streampark-regress-clock-")
	}
	code, out, errs := regress(t, nil, "clock", "--url", strings.TrimPrefix(d.URL(), "http://"), "--show")
	require.Equal(t, 0, code, errs)
	assert.Contains(t, out, "moved ahead by 2 days 2h in all")
	after, err := d.Client().ServerTime(t.Context())
	require.NoError(t, err)
	assert.GreaterOrEqual(t, after.Sub(before), 50*time.Hour)

	model, _ := modelServer(t, "2.1.4")
	code, _, errs = regress(t, nil, "clock", "--url", model, "+2h")
	assert.Equal(t, 64, code)
	assert.Contains(t, errs, "no container of regress's serves "+model)
	assert.Contains(t, errs, d.URL())
}

// release214 is 2.1.4 of the built-in catalogue.
func release214(t *testing.T) release.Release {
	t.Helper()
	c, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	r, err := c.Find("2.1.4")
	require.NoError(t, err)
	return r
}
