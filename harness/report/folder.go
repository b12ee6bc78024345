package report

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"streampark-regress/harness/evidence"
)

// EventsFile is the event log's name in a run's folder.
const EventsFile = "events.ndjson"

// WriteFolder writes every report of a run into its folder.
func WriteFolder(folder string, r Result) error {
	for name, write := range map[string]func(io.Writer, Result) error{
		"result.json": JSON, "junit.xml": JUnit, "cucumber.json": Cucumber, "ctrf.json": CTRF, "table.txt": Table, "report.html": HTML,
	} {
		if err := writeFile(filepath.Join(folder, name), r, write); err != nil {
			return err
		}
	}
	return nil
}

func writeFile(path string, r Result, write func(io.Writer, Result) error) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("write a report: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return write(f, r)
}

// Latest makes results/latest point at a run's folder.
func Latest(folder string) error {
	link := filepath.Join(filepath.Dir(folder), "latest")
	if err := os.Remove(link); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("point %s at this run: %w", link, err)
	}
	if err := os.Symlink(filepath.Base(folder), link); err != nil {
		return fmt.Errorf("point %s at this run: %w", link, err)
	}
	return nil
}

// ReadFolder reads the events of an earlier run.
func ReadFolder(folder string) ([]evidence.Event, error) {
	f, err := os.Open(filepath.Join(folder, EventsFile))
	if err != nil {
		return nil, fmt.Errorf("read the run %s: %w", folder, err)
	}
	defer f.Close()
	return evidence.Read(f)
}
