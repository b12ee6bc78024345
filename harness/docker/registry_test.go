package docker_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/docker"
)

func TestAMirrorHasImagesByItsOwnNames(t *testing.T) {
	mirror, err := docker.ParseRegistry("mirror.example:5000/docker/")
	require.NoError(t, err)
	for ref, want := range map[string][]string{
		"apache/streampark:2.1.5":         {"mirror.example:5000/docker/apache/streampark:2.1.5"},
		"postgres:15-alpine":              {"mirror.example:5000/docker/library/postgres:15-alpine", "mirror.example:5000/docker/postgres:15-alpine"},
		"ghcr.io/some/image:1":            {"ghcr.io/some/image:1"},
		"localhost/image:1":               {"localhost/image:1"},
		"registry:5000/image":             {"registry:5000/image"},
		"apache/streampark@sha256:abcdef": {"apache/streampark@sha256:abcdef"},
	} {
		assert.Equal(t, want, mirror.Names(ref))
		assert.Equal(t, []string{ref}, docker.Registry("").Names(ref), "without a mirror")
	}
	for _, wrong := range []string{"https://mirror.example", "mirror example", "mirror.example/Upper", "-x", "mirror:port", "mirror//x"} {
		_, err := docker.ParseRegistry(wrong)
		assert.ErrorContains(t, err, "is not the prefix of a registry", wrong)
	}
}
