// Package standin makes what stands in for Flink's distribution inside a
// StreamPark container.
//
// StreamPark 2.1.4 to 2.1.7 runs `java -classpath flink-dist-X.jar
// org.apache.flink.client.cli.CliFrontend --version` to learn which Flink an
// application is for, then logs what it is about to submit, and only then needs
// the rest of Flink (measured: docs/measured.md, "Starts and cancels without a
// Flink"). A jar whose one class prints the version is therefore enough to see
// in the server's log what a start or a cancel would have submitted.
package standin

import (
	"archive/zip"
	"bytes"
	"fmt"
)

// Class is the program that StreamPark asks for Flink's version.
const Class = "org/apache/flink/client/cli/CliFrontend"

// Jar is a jar of one class that prints the version as Flink's command line
// does. It is the same bytes for the same version.
func Jar(version string) ([]byte, error) {
	var jar bytes.Buffer
	w := zip.NewWriter(&jar)
	entry, err := w.Create(Class + ".class")
	if err == nil {
		_, err = entry.Write(printing("Version: " + version + ", Commit ID: 0000000"))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("make the jar that stands in for Flink %s: %w", version, err)
	}
	return jar.Bytes(), nil
}
