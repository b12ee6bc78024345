package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/verdict"
)

// What the user named and cannot be had ends the run: the model stands in for a
// bare run only.
func TestTheModelNeverStandsInForWhatWasNamed(t *testing.T) {
	config := filepath.Join(t.TempDir(), "config.yaml")
	require.NoError(t, os.WriteFile(config, []byte("server:\n  session:\n    ttl: 24h\n"), 0o644))
	catalogue := catalogueFile(t, "", "")
	nowhere := map[string]string{"DOCKER_HOST": "unix:///nowhere/docker.sock"}
	for name, tt := range map[string]struct {
		env   map[string]string
		args  []string
		named string
	}{
		"an image":             {nowhere, []string{"run", "--image", "2.1.4=mine"}, "--image"},
		"an image to verify":   {nowhere, []string{"verify", "--image", "2.1.4=mine"}, "--image"},
		"an image to upgrade":  {nowhere, []string{"upgrade", "--from", "2.1.4", "--to", "2.1.5", "--image", "2.1.4=mine"}, "--image"},
		"an image to explore":  {nowhere, []string{"explore", "--release", "2.1.4", "--image", "2.1.4=mine"}, "--image"},
		"an image to record":   {nowhere, []string{"record", "--release", "2.1.4", "--out", "x.json", "--image", "2.1.4=mine"}, "--image"},
		"a reporter's image":   {nowhere, []string{"reproduce", "3933", "--image", "2.1.4=mine"}, "--image"},
		"a configuration":      {nowhere, []string{"run", "--release", "2.1.4", "--config", config}, "--config"},
		"a database":           {nowhere, []string{"run", "--database", "postgres"}, "--database"},
		"a database's image":   {nowhere, []string{"run", "--database-image", "mine"}, "--database-image"},
		"a real Flink":         {nowhere, []string{"run", "--flink", "real"}, "--flink real"},
		"a Flink's image":      {nowhere, []string{"upgrade", "--from", "2.1.4", "--to", "2.1.5", "--flink", "real=mine"}, "--flink real"},
		"JVM options":          {nowhere, []string{"run", "--jvm", "fast"}, "--jvm"},
		"memory":               {nowhere, []string{"run", "--memory", "4000"}, "--memory"},
		"containers to keep":   {nowhere, []string{"run", "--keep"}, "--keep"},
		"a catalogue":          {nowhere, []string{"run", "--releases-file", catalogue}, "--releases-file"},
		"two things":           {nowhere, []string{"run", "--jvm", "shipped", "--image", "2.1.4=mine"}, "--image and --jvm"},
		"auto by name":         {nowhere, []string{"run", "--target", "auto", "--jvm", "fast"}, "--jvm"},
		"a variable":           {map[string]string{"DOCKER_HOST": "unix:///nowhere/docker.sock", "REGRESS_POSTGRES_IMAGE": "mine"}, []string{"run"}, "--database-image"},
		"a variable of images": {map[string]string{"DOCKER_HOST": "unix:///nowhere/docker.sock", "REGRESS_IMAGE": "2.1.5=mine"}, []string{"run"}, "--image"},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := regress(t, tt.env, tt.args...)
			assert.Equal(t, verdict.ExitInconclusive, code, out+errs)
			assert.Contains(t, errs, "regress: "+tt.named+": connect to Docker")
			assert.Contains(t, errs, "the model does not stand in for what was named")
			assert.NotContains(t, out, "AS EXPECTED")
		})
	}
}

// What is named for a release that is not started would not be tried.
func TestNothingIsNamedInVain(t *testing.T) {
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"an image":            {[]string{"run", "--image", "2.1.7=mine"}, "2.1.7 is not started"},
		"an image to verify":  {[]string{"upgrade", "--from", "2.1.4", "--to", "2.1.5", "--image", "2.1.6=mine"}, "2.1.6 is not started"},
		"a defect":            {[]string{"run", "--target", "model", "--model-defect", "2.1.7=no-expiry"}, "2.1.7 is not started"},
		"an image, the model": {[]string{"run", "--target", "model", "--image", "2.1.4=mine"}, "the model runs no image"},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := regress(t, nil, tt.args...)
			assert.Equal(t, verdict.ExitUsage, code, out+errs)
			assert.Contains(t, errs, tt.want)
		})
	}
}
