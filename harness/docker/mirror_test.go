package docker_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/docker"
)

// mirror is a registry with one image of one empty layer, under one name.
type mirror struct {
	name                    string
	config, layer, manifest []byte
}

func newMirror(t *testing.T, name string) mirror {
	t.Helper()
	var layer, zipped bytes.Buffer
	to := tar.NewWriter(&layer)
	require.NoError(t, errors.Join(to.WriteHeader(&tar.Header{Name: "x", Typeflag: tar.TypeReg, Mode: 0o644}), to.Close()))
	zip := gzip.NewWriter(&zipped)
	_, err := zip.Write(layer.Bytes())
	require.NoError(t, errors.Join(err, zip.Close()))
	m := mirror{name: name, layer: zipped.Bytes()}
	m.config = fmt.Appendf(nil, `{"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":[%q]}}`, digest(layer.Bytes()))
	m.manifest = fmt.Appendf(nil, `{"schemaVersion":2,"mediaType":%q,"config":{"mediaType":"application/vnd.docker.container.image.v1+json","size":%d,"digest":%q},`+
		`"layers":[{"mediaType":"application/vnd.docker.image.rootfs.diff.tar.gzip","size":%d,"digest":%q}]}`,
		manifestType, len(m.config), digest(m.config), len(m.layer), digest(m.layer))
	return m
}

const manifestType = "application/vnd.docker.distribution.manifest.v2+json"

func digest(content []byte) string { return fmt.Sprintf("sha256:%x", sha256.Sum256(content)) }

func (m mirror) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	rest, known := strings.CutPrefix(r.URL.Path, "/v2/"+m.name+"/")
	var content []byte
	switch {
	case r.URL.Path == "/v2/":
	case !known:
		http.NotFound(w, r)
		return
	case strings.HasPrefix(rest, "manifests/"):
		w.Header().Set("Content-Type", manifestType)
		content = m.manifest
	case strings.HasSuffix(rest, digest(m.config)):
		content = m.config
	default:
		content = m.layer
	}
	w.Header().Set("Docker-Content-Digest", digest(content))
	w.Header().Set("Content-Length", fmt.Sprint(len(content)))
	if r.Method != http.MethodHead {
		_, _ = io.Copy(w, bytes.NewReader(content))
	}
}

// What a mirror gives is found by its own name from then on.
func TestImagesArePulledFromAMirror(t *testing.T) {
	b := newBench(t)
	for ref, name := range map[string]string{
		"regress-test-official:1":      "hub/library/regress-test-official",
		"regress-test-plain:1":         "hub/regress-test-plain",
		"regress-test/of-a-project:v1": "hub/regress-test/of-a-project",
	} {
		server := httptest.NewServer(newMirror(t, name))
		host := strings.TrimPrefix(server.URL, "http://")
		registry, err := docker.ParseRegistry(host + "/hub")
		require.NoError(t, err)
		found, err := b.engine.From(registry).Ensure(t.Context(), []string{ref}, func(string) {})
		server.Close()
		require.NoError(t, err)
		assert.Equal(t, ref, found)
		here, err := b.engine.Here(t.Context(), []string{"regress-test/none:1", ref})
		require.NoError(t, err)
		assert.Equal(t, ref, here, "without the mirror")
		_, tag, _ := strings.Cut(ref, ":")
		removed(t, host+"/"+name+":"+tag)
		assert.True(t, removed(t, ref))
	}
	_, err := b.engine.From("mirror.invalid").Ensure(t.Context(), []string{"regress-test/none:1"}, func(string) {})
	require.ErrorContains(t, err, "mirror.invalid/regress-test/none:1: ")
	assert.ErrorContains(t, err, "`regress images --save FILE` where one is, `regress images --load FILE` here")
}
