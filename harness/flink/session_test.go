package flink_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/flink"
)

// StreamPark runs on Java 8, and so may Flink: newer classes would not load.
func TestJarsAreForJava8(t *testing.T) {
	jars := flink.Session{Folder: "/f"}.Files()
	for file, content := range map[string][]byte{"regress/Counter.class": flink.CounterJar(), "regress/Cluster.class": jars["cluster.jar"]} {
		jar, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
		require.NoError(t, err)
		f, err := jar.Open(file)
		require.NoError(t, err)
		class, err := io.ReadAll(f)
		require.NoError(t, err)
		assert.EqualValues(t, 52, binary.BigEndian.Uint16(class[6:8]))
	}
}

func TestCommandOfASession(t *testing.T) {
	s := flink.Session{Home: "/opt/flink", Folder: "/f", State: "/s", Savepoints: "/s/sp"}
	command := strings.Join(s.Command(), " ")
	assert.Contains(t, command, " -cp /f/cluster.jar:/opt/flink/lib/* regress.Cluster 16 ")
	assert.Contains(t, command, " state.checkpoints.dir: file:///s ")
	assert.Contains(t, command, " state.savepoints.dir: file:///s/sp")
	s.Savepoints = ""
	assert.NotContains(t, strings.Join(s.Command(), " "), "state.savepoints.dir")
}

func TestDistribution(t *testing.T) {
	for name, d := range map[string]flink.Distribution{
		"flink-dist-1.18.1.jar":       {Version: "1.18.1", Scala: "2.12"},
		"flink-dist_2.11-1.13.6.jar":  {Version: "1.13.6", Scala: "2.11"},
		"flink-dist-1.19.0-ours1.jar": {Version: "1.19.0-ours1", Scala: "2.12"},
	} {
		found, ok := flink.ParseDistribution(name)
		assert.True(t, ok, name)
		assert.Equal(t, d, found)
	}
	for _, name := range []string{"flink-csv-1.18.1.jar", "flink-dist-1.18.1.jar.asc", "flink-dist-.jar", "xflink-dist-1.18.1.jar"} {
		_, ok := flink.ParseDistribution(name)
		assert.False(t, ok, name)
	}
	assert.Equal(t, "1.18", flink.Distribution{Version: "1.18.1"}.Minor())
	assert.Equal(t, "1.19", flink.Distribution{Version: "1.19.0-ours1"}.Minor())
}
