package distribution_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/distribution"
)

// entry is an entry of an archive; a name that ends with a slash is a folder.
type entry struct {
	name, text, link string
	kind             byte
}

// whole are the entries of a distribution with the given root.
func whole(root, version string) []entry {
	return []entry{
		{name: root + "/bin/streampark.sh", text: "#!/usr/bin/env bash\nstart_docker() {\n  java\n}\n"},
		{name: root + "/conf/config.yaml", text: "server:\n"},
		{name: root + "/lib/streampark-console-service-" + version + ".jar", text: "PK"},
		{name: root + "/lib/link.jar", kind: tar.TypeSymlink, link: "streampark-console-service-" + version + ".jar"},
		{name: root + "/script/schema/pgsql-schema.sql", text: "create"},
	}
}

func archive(t *testing.T, entries []entry) string {
	t.Helper()
	var text bytes.Buffer
	zipped := gzip.NewWriter(&text)
	to := tar.NewWriter(zipped)
	for _, e := range entries {
		h := &tar.Header{Name: e.name, Typeflag: tar.TypeReg, Mode: 0o755, Size: int64(len(e.text)), Linkname: e.link}
		if e.kind != 0 {
			h.Typeflag = e.kind
		}
		require.NoError(t, to.WriteHeader(h))
		_, err := io.WriteString(to, e.text)
		require.NoError(t, err)
	}
	require.NoError(t, errors.Join(to.Close(), zipped.Close()))
	return write(t, text.Bytes())
}

func write(t *testing.T, content []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "x.tar.gz")
	require.NoError(t, os.WriteFile(file, content, 0o644))
	return file
}

// The root has another name since the project left the incubator.
func TestADistributionTellsItsVersion(t *testing.T) {
	for version, root := range map[string]string{"2.1.5": "apache-streampark_2.12-2.1.5-incubating-bin", "2.1.7": "apache-streampark_2.12-2.1.7-bin", "2.1.8-SNAPSHOT": "./x"} {
		d, err := distribution.Open(archive(t, whole(root, version)))
		require.NoError(t, err)
		assert.Equal(t, version, d.Version)
		assert.True(t, d.InDocker)
	}
}

func TestWhatIsNoDistribution(t *testing.T) {
	but := func(left string) []entry {
		var all []entry
		for _, e := range whole("r", "2.1.5") {
			if !bytes.HasPrefix([]byte(e.name), []byte("r/"+left)) {
				all = append(all, e)
			}
		}
		return all
	}
	with := func(more ...entry) []entry { return append(whole("r", "2.1.5"), more...) }
	good, err := os.ReadFile(archive(t, whole("r", "2.1.5")))
	require.NoError(t, err)
	for want, file := range map[string]string{
		"no such file":                    filepath.Join(t.TempDir(), "none"),
		"it is no .tar.gz":                write(t, []byte("PK\x03\x04 a zip")),
		"it is no .tar.gz: unexpected":    write(t, good[:15]),
		"it is damaged after":             write(t, good[:len(good)-20]),
		"it is empty":                     archive(t, nil),
		"no lib/: it is no binary":        archive(t, but("lib")),
		"no conf/ and no lib/":            archive(t, whole("r", "2.1.5")[:1]),
		"there is no bin/streampark.sh":   archive(t, append(but("bin"), entry{name: "r/bin/other.sh"})),
		"VERSION.jar, and there are 0":    archive(t, append(but("lib"), entry{name: "r/lib/x.jar"})),
		"VERSION.jar, and there are 2":    archive(t, with(entry{name: "r/lib/streampark-console-service-2.1.6.jar"})),
		"and this has r, s":               archive(t, with(entry{name: "s/x"})),
		`"r/../../x" leads out`:           archive(t, with(entry{name: "r/../../x"})),
		`"/etc/passwd" leads out`:         archive(t, with(entry{name: "/etc/passwd"})),
		`the link "r/lib/y" leads out of`: archive(t, with(entry{name: "r/lib/y", kind: tar.TypeSymlink, link: "../../../x"})),
		`the link "r/lib/z" leads out of`: archive(t, with(entry{name: "r/lib/z", kind: tar.TypeSymlink, link: "/etc"})),
		`"r/lib/pipe" is no file`:         archive(t, with(entry{name: "r/lib/pipe", kind: tar.TypeFifo})),
	} {
		_, err := distribution.Open(file)
		require.Error(t, err, want)
		assert.Contains(t, err.Error(), want)
		assert.Contains(t, err.Error(), file)
	}
}

// The context holds the Dockerfile and the distribution below another name, with
// what was executable still so.
func TestTheContextOfAnImage(t *testing.T) {
	d, err := distribution.Open(archive(t, whole("r", "2.1.5")))
	require.NoError(t, err)
	for name, tt := range map[string]struct {
		layout distribution.Layout
		want   string
	}{
		"as since 2.1.5": {distribution.Layout{Base: "jre", JavaHome: "/opt/java", Init: "/sbin/tini", Start: distribution.ByImage, Home: "/streampark", Port: 10000},
			"FROM jre\nLABEL org.opencontainers.image.title=StreamPark org.opencontainers.image.version=2.1.5\nCOPY streampark /streampark\nEXPOSE 10000\nENV JAVA_HOME=/opt/java\n" +
				`ENTRYPOINT ["/sbin/tini","--","/streampark/bin/streampark.sh","start_docker"]` + "\n"},
		"without an init": {distribution.Layout{Base: "jre", Start: distribution.ByImage, Home: "/streampark", Port: 1},
			"FROM jre\nLABEL org.opencontainers.image.title=StreamPark org.opencontainers.image.version=2.1.5\nCOPY streampark /streampark\nEXPOSE 1\n" +
				`ENTRYPOINT ["/streampark/bin/streampark.sh","start_docker"]` + "\n"},
		"as until 2.1.4": {distribution.Layout{Base: "jre", Init: "/sbin/tini", Start: distribution.ByCommand, Home: "/sp", Port: 1},
			"FROM jre\nLABEL org.opencontainers.image.title=StreamPark org.opencontainers.image.version=2.1.5\nCOPY streampark /sp\nEXPOSE 1\nWORKDIR /sp\nENTRYPOINT []\nCMD [\"bash\"]\n"},
	} {
		t.Run(name, func(t *testing.T) {
			var context bytes.Buffer
			require.NoError(t, d.WriteContext(&context, tt.layout))
			in := tar.NewReader(&context)
			first, err := in.Next()
			require.NoError(t, err)
			assert.Equal(t, "Dockerfile", first.Name)
			text, err := io.ReadAll(in)
			require.NoError(t, err)
			assert.Equal(t, tt.want, string(text))
			found := map[string]string{}
			for {
				h, err := in.Next()
				if errors.Is(err, io.EOF) {
					break
				}
				require.NoError(t, err)
				text, err := io.ReadAll(in)
				require.NoError(t, err)
				found[h.Name] = string(text) + h.Linkname
				assert.EqualValues(t, 0o755, h.Mode)
			}
			assert.Equal(t, "PK", found["streampark/lib/streampark-console-service-2.1.5.jar"])
			assert.Equal(t, "streampark-console-service-2.1.5.jar", found["streampark/lib/link.jar"])
			assert.Contains(t, found["streampark/bin/streampark.sh"], "start_docker()")
			assert.Len(t, found, 5)
		})
	}
}

func TestAScriptThatStartsNothingInAContainer(t *testing.T) {
	entries := whole("r", "2.1.5")
	entries[0].text = "start() {\n}\n"
	d, err := distribution.Open(archive(t, entries))
	require.NoError(t, err)
	assert.False(t, d.InDocker)
	assert.ErrorContains(t, d.WriteContext(io.Discard, distribution.Layout{Start: distribution.ByImage}), "has no start_docker")
	assert.NoError(t, d.WriteContext(io.Discard, distribution.Layout{Start: distribution.ByCommand}))
}
