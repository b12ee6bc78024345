// Package shippedtest makes installations for tests: they look like StreamPark's and
// hold nothing of it.
package shippedtest

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"streampark-regress/harness/shipped"
)

// Class writes a class file that answers POST to a path: its one method takes a
// parameter that is named by its annotation.
func Class(t testing.TB, below, parameter string) []byte {
	t.Helper()
	var b bytes.Buffer
	put := func(values ...any) {
		for _, v := range values {
			require.NoError(t, binary.Write(&b, binary.BigEndian, v))
		}
	}
	const web = "Lorg/springframework/web/bind/annotation/"
	texts := []string{"org/apache/streampark/A", "java/lang/Object", "RuntimeVisibleAnnotations", web + "RestController;", web + "RequestMapping;", "value", "flink",
		web + "PostMapping;", below, "start", "(JLjava/lang/String;)V", "RuntimeVisibleParameterAnnotations", web + "RequestParam;", parameter}
	place := func(text string) uint16 {
		for i, known := range texts {
			if known == text {
				return uint16(i + 1) //nolint:gosec // there are few
			}
		}
		t.Fatalf("no constant %s", text)
		return 0
	}
	put(uint32(0xCAFEBABE), uint32(52), uint16(len(texts)+3)) //nolint:gosec // there are few
	for _, text := range texts {
		put(uint8(1), uint16(len(text)), []byte(text)) //nolint:gosec // they are short
	}
	put(uint8(7), place(texts[0]), uint8(7), place(texts[1]))                  // 15 and 16: the classes
	put(uint16(1), uint16(15), uint16(16), uint16(0), uint16(0), uint16(1))    // no interface, no field, one method
	put(uint16(1), place("start"), place("(JLjava/lang/String;)V"), uint16(2)) // with two attributes
	put(place("RuntimeVisibleAnnotations"), uint32(11), uint16(1), place(web+"PostMapping;"), uint16(1), place("value"), uint8('s'), place(below))
	put(place("RuntimeVisibleParameterAnnotations"), uint32(14), uint8(2), uint16(0), uint16(1), place(web+"RequestParam;"), uint16(1), place("value"), uint8('s'), place(parameter))
	put(uint16(1), place("RuntimeVisibleAnnotations"), uint32(15), uint16(2), place(web+"RestController;"), uint16(0), place(web+"RequestMapping;"), uint16(1), place("value"), uint8('s'), place("flink"))
	return b.Bytes()
}

// Jar packs files.
func Jar(t testing.TB, files map[string][]byte) []byte {
	t.Helper()
	var jar bytes.Buffer
	z := zip.NewWriter(&jar)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w, err := z.Create(name)
		require.NoError(t, err)
		_, err = w.Write(files[name])
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	return jar.Bytes()
}

// Installation makes the files of an installation whose console answers POST to
// /flink and a path, with a parameter. Other files can be added.
func Installation(t testing.TB, version, path, parameter string, files map[string]string) shipped.Files {
	t.Helper()
	jar := Jar(t, map[string][]byte{"org/apache/streampark/A.class": Class(t, path, parameter)})
	all := shipped.Files{"lib/streampark-console-service-" + version + ".jar": jar, "conf/config.yaml": []byte("a: {b: 1}\n")}
	for name, text := range files {
		all[name] = []byte(text)
	}
	return all
}

// Folder unpacks an installation, and returns where.
func Folder(t testing.TB, files shipped.Files) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		at := filepath.Join(folder, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(at), 0o755))
		require.NoError(t, os.WriteFile(at, text, 0o644))
	}
	return folder
}
