package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/verdict"
)

// full is a device without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

// A verdict that nobody could read is none.
func TestWhatCouldNotBeWrittenIsNotAsExpected(t *testing.T) {
	recording, err := filepath.Abs("../../fixtures/recordings/2.1.5-white-list.json")
	require.NoError(t, err)
	for _, args := range [][]string{
		{"plan"}, {"releases"}, {"releases", "--schema"}, {"releases", "--format", "{{.Version}}"}, {"--help"},
		{"verify", recording, "--target", "model"},
		{"upgrade", "--from", "2.1.4", "--to", "2.1.5", "--target", "model"},
		{"record", "--release", "2.1.4", "--suite", "members", "--out", "x.json", "--target", "model"},
	} {
		t.Chdir(t.TempDir())
		var errs bytes.Buffer
		code := execute(t.Context(), streams{strings.NewReader(""), full{}, &errs}, args)
		assert.Equal(t, verdict.ExitInconclusive, code, "%s: %s", args, errs.String())
		assert.Contains(t, errs.String(), "no space left on device", args)
		assert.NotContains(t, errs.String(), "--help", args)
	}
}

// Who stops reading half-way stops neither the run nor what it keeps.
func TestARunGoesOnWhereNobodyReads(t *testing.T) {
	for name, args := range map[string][]string{
		"a run":          {"run", "--target", "model", "--release", "2.1.5", "--tags", "@white-list"},
		"a reproduction": {"reproduce", "4322", "--target", "model"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			c := exec.CommandContext(t.Context(), os.Args[0], args...)
			c.Env = append(os.Environ(), asProgram+"=yes")
			read, write, err := os.Pipe()
			require.NoError(t, err)
			c.Stdout, c.Stderr = write, write
			require.NoError(t, c.Start())
			require.NoError(t, write.Close())
			_, err = io.ReadFull(read, make([]byte, 1))
			require.NoError(t, err)
			require.NoError(t, read.Close())
			ended, failed := errors.AsType[*exec.ExitError](c.Wait())
			require.True(t, failed)
			assert.Equal(t, verdict.ExitInconclusive, ended.ExitCode(), "the summary could not be shown")
			assertResults(t, verdict.ExitAsExpected, "</testsuites>")
		})
	}
}

func TestAnInterruptedCommandSaysSo(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, args := range [][]string{
		{"defects", "no-expiry"}, {"upgrade", "--from", "2.1.4", "--to", "2.1.5", "--target", "model"}, {"verify", "--target", "model"},
		{"record", "--release", "2.1.4", "--out", "x.json", "--target", "model"},
	} {
		t.Chdir(t.TempDir())
		var out, errs bytes.Buffer
		assert.Equal(t, verdict.ExitInconclusive, execute(ctx, streams{strings.NewReader(""), &out, &errs}, args), args)
		assert.Contains(t, errs.String(), "regress: interrupted: ", args)
		assert.NotContains(t, errs.String(), "interrupted: context canceled", "it says at what")
	}
}

// What is wrong with a command's arguments is answered with that command's help.
func TestTheHintIsTheCommandsOwn(t *testing.T) {
	for hint, args := range map[string][]string{
		"Try 'regress run --help'.":       {"run", "--nosuch"},
		"Try 'regress reproduce --help'.": {"reproduce"},
		"Try 'regress --help'.":           {"rum"},
	} {
		code, _, errs := regress(t, nil, args...)
		assert.Equal(t, verdict.ExitUsage, code)
		assert.Contains(t, errs, hint)
	}
}

// A flag that nothing obeys is not taken silently; a variable may be meant for
// other commands.
func TestNoFlagIsInVain(t *testing.T) {
	for name, tt := range map[string]struct {
		env  map[string]string
		args []string
		want string
	}{
		"a small TTL that is not used":   {nil, []string{"run", "--target", "model", "--short-ttl", "30s"}, "--short-ttl: only --clock short-ttl obeys it: add that, or leave out --short-ttl"},
		"a longest wait without waiting": {nil, []string{"plan", "--max-wait", "1h"}, "--max-wait: only --clock wait obeys it"},
		"a database of the model's":      {nil, []string{"run", "--target", "model", "--database-image", "x"}, "--database-image: the model runs no image"},
		"the model's JVM":                {nil, []string{"verify", "--target", "model", "--jvm", "shipped"}, "--jvm: the model has no JVM"},
		"the model's start":              {nil, []string{"upgrade", "--from", "2.1.4", "--to", "2.1.5", "--target", "model", "--start-timeout", "1m"}, "--start-timeout: the model answers at once"},
		"the model's containers":         {nil, []string{"run", "--target", "model", "--keep"}, "--keep: the model leaves nothing to keep"},
		"a plan with too small a TTL":    {nil, []string{"plan", "--clock", "short-ttl", "--short-ttl", "1s"}, "--short-ttl 1s is too small to tell before from after; use at least 12s"},
		"a variable":                     {map[string]string{"REGRESS_POSTGRES_IMAGE": "x", "REGRESS_JVM": "fast", "REGRESS_SHORT_TTL": "30s"}, []string{"run", "--target", "model", "--release", "2.1.5", "--tags", "@issue-3933"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			env := map[string]string{"DOCKER_HOST": "unix:///nowhere/docker.sock", "REGRESS_JVM": "", "REGRESS_SHORT_TTL": ""}
			maps.Copy(env, tt.env)
			code, _, errs := regress(t, env, tt.args...)
			if tt.want == "" {
				assert.Equal(t, verdict.ExitAsExpected, code, errs)
				return
			}
			assert.Equal(t, verdict.ExitUsage, code, errs)
			assert.Contains(t, errs, tt.want)
		})
	}
}
