package standin_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/flink/standin"
	"streampark-regress/harness/requirement"
)

func TestAJavaRunsTheJarForTheVersion(t *testing.T) {
	java, err := exec.LookPath("java")
	if err != nil {
		requirement.Missing(t, "java", "it runs the jar; Debian: apt-get install default-jre-headless")
	}
	for _, version := range []string{"1.12.7", "1.18.1", "1.19.0"} {
		jar, err := standin.Jar(version)
		require.NoError(t, err)
		file := filepath.Join(t.TempDir(), "flink-dist-"+version+".jar")
		require.NoError(t, os.WriteFile(file, jar, 0o600))
		out, err := exec.CommandContext(t.Context(), java, "-classpath", file, "org.apache.flink.client.cli.CliFrontend", "--version").CombinedOutput()
		require.NoError(t, err, string(out))
		assert.Equal(t, "Version: "+version+", Commit ID: 0000000\n", string(out))
	}
}

func TestTheJarIsTheSameEveryTime(t *testing.T) {
	one, err := standin.Jar("1.18.1")
	require.NoError(t, err)
	other, err := standin.Jar("1.18.1")
	require.NoError(t, err)
	assert.Equal(t, one, other)
	assert.Less(t, len(one), 1000, "bytes")
}
