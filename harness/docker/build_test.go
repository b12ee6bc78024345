package docker_test

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/moby/moby/client"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/docker"
	"streampark-regress/harness/jre"
)

// removed removes an image when the test ends, and reports whether it was there.
func removed(t *testing.T, tag string) bool {
	t.Helper()
	c, err := client.New(client.FromEnv)
	require.NoError(t, err)
	defer c.Close()
	_, err = c.ImageRemove(context.WithoutCancel(t.Context()), tag, client.ImageRemoveOptions{Force: true})
	return err == nil
}

// dockerfile writes a build context with a Dockerfile alone.
func dockerfile(text string) func(io.Writer) error {
	return func(out io.Writer) error {
		to := tar.NewWriter(out)
		err := to.WriteHeader(&tar.Header{Name: "Dockerfile", Typeflag: tar.TypeReg, Mode: 0o644, Size: int64(len(text))})
		_, failed := io.WriteString(to, text)
		return errors.Join(err, failed, to.Close())
	}
}

func TestAnImageIsMadeOfAContext(t *testing.T) {
	b := newBench(t)
	base := b.options.Images["2.1.5"]
	tag := fmt.Sprintf("streampark-regress/test:%d", time.Now().UnixNano())
	var steps []string
	report := func(step string) { steps = append(steps, step) }
	require.NoError(t, b.engine.Build(t.Context(), tag, dockerfile("FROM "+base+"\nLABEL a=b\n"), report))
	assert.True(t, removed(t, tag))
	assert.Contains(t, steps, "Step 1/2 : FROM "+base)

	for want, write := range map[string]func(io.Writer) error{
		"unknown instruction": dockerfile("FROM " + base + "\nNOTHING\n"),
		"the archive broke":   func(io.Writer) error { return errors.New("the archive broke off") },
		"no such file":        dockerfile("FROM " + base + "\nCOPY nothing /\n"),
	} {
		err := b.engine.Build(t.Context(), tag, write, report)
		require.ErrorContains(t, err, "make the image "+tag)
		if want != "no such file" { // engines say that in many ways
			assert.ErrorContains(t, err, want)
		}
		assert.False(t, removed(t, tag), want)
	}
}

func TestWhatAnImageHas(t *testing.T) {
	b := newBench(t)
	model := b.options.Images["2.1.5"]
	java, err := b.engine.Java(t.Context(), model, map[string]string{docker.Label: "true"})
	require.NoError(t, err)
	assert.Equal(t, jre.Runtime{}, java, "the model has none")
	found, err := b.engine.Has(t.Context(), model, "/nowhere", "/streampark/conf/config.yaml")
	require.NoError(t, err)
	assert.Equal(t, "/streampark/conf/config.yaml", found)
	found, err = b.engine.Has(t.Context(), model, "/nowhere")
	require.NoError(t, err)
	assert.Empty(t, found)
	_, err = b.engine.Java(t.Context(), "streampark-regress/none:1", nil)
	assert.ErrorContains(t, err, "inspect image streampark-regress/none:1")
}

// What is saved on one engine is loaded on another, with the files beside it.
func TestImagesAreCarried(t *testing.T) {
	b := newBench(t)
	images := []string{b.options.Images["2.1.4"], b.options.Images["2.1.5"]}
	driver := filepath.Join(t.TempDir(), "driver.jar")
	require.NoError(t, os.WriteFile(driver, []byte("PK"), 0o644))
	var saved bytes.Buffer
	require.NoError(t, b.engine.Save(t.Context(), &saved, images, map[string]string{"driver.jar": driver}))

	files := map[string]string{}
	keep := func(name string, content io.Reader) error {
		text, err := io.ReadAll(content)
		files[name] = string(text)
		return err
	}
	cargo, err := b.engine.Load(t.Context(), bytes.NewReader(saved.Bytes()), keep)
	require.NoError(t, err)
	assert.Equal(t, docker.Cargo{Images: images, Files: []string{"driver.jar"}}, cargo)
	assert.Equal(t, map[string]string{"driver.jar": "PK"}, files)

	_, err = b.engine.Load(t.Context(), bytes.NewReader(saved.Bytes()[:saved.Len()/2]), keep)
	assert.ErrorContains(t, err, "load the images")
	_, err = b.engine.Load(t.Context(), bytes.NewReader(saved.Bytes()), func(string, io.Reader) error { return errors.New("no room") })
	assert.ErrorContains(t, err, "no room")
	for name, other := range map[string]string{"nothing": "", "a text": "no tar", "an archive": string(first(t, driver))} {
		_, err := b.engine.Load(t.Context(), bytes.NewReader([]byte(other)), keep)
		assert.ErrorIs(t, err, docker.ErrNoCargo, name)
	}
	assert.Error(t, b.engine.Save(t.Context(), io.Discard, []string{"streampark-regress/none:1"}, nil))
}

// first is a tar that holds a file.
func first(t *testing.T, file string) []byte {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	var archive bytes.Buffer
	to := tar.NewWriter(&archive)
	require.NoError(t, to.WriteHeader(&tar.Header{Name: "x", Typeflag: tar.TypeReg, Mode: 0o644, Size: int64(len(text))}))
	_, err = to.Write(text)
	require.NoError(t, errors.Join(err, to.Close()))
	return archive.Bytes()
}
