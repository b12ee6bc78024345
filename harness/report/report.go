// Package report writes what came of a run into its folder, from its event log
// alone, and finds it there again. Package result is the run as data, package
// words its English, and each format has a package of its own.
package report

import (
	"bufio"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/printable"
	"streampark-regress/harness/report/ctrf"
	"streampark-regress/harness/report/cucumber"
	"streampark-regress/harness/report/html"
	"streampark-regress/harness/report/junit"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/terminal"
)

// NewID names a run: the time at which it begins, and something at random.
func NewID() string {
	id := make([]byte, 2)
	_, _ = rand.Read(id) // never fails
	return time.Now().UTC().Format("20060102-150405") + "-" + hex.EncodeToString(id)
}

// EventsFile is the event log's name in a run's folder.
const EventsFile = "events.ndjson"

// file is a report in a run's folder.
type file struct {
	name  string
	write func(io.Writer, result.Result) error
}

// files are the reports every run has.
func files() []file {
	return []file{
		{"result.json", result.Write},
		{"junit.xml", junit.Write},
		{"cucumber.json", cucumber.Write},
		{"ctrf.json", ctrf.Write},
		{"table.txt", terminal.Table},
		{"report.html", html.Write},
	}
}

// Write writes every report of a run into its folder. One that cannot be written
// does not keep the others from being written.
func Write(folder string, r result.Result) error {
	var problems []error
	for _, f := range files() {
		problems = append(problems, f.into(folder, r))
	}
	return errors.Join(problems...)
}

func (f file) into(folder string, r result.Result) (err error) {
	out, err := os.Create(filepath.Join(folder, f.name))
	if err != nil {
		return fmt.Errorf("write a report: %w", err)
	}
	all := bufio.NewWriter(out) // a template writes a word at a time
	defer func() { err = errors.Join(err, out.Close()) }()
	if err := f.write(printable.NewWriter(all), r); err != nil {
		return err
	}
	if err := all.Flush(); err != nil {
		return fmt.Errorf("write a report: %w", err)
	}
	return nil
}

// Read reads the events of an earlier run. The error says so when its log is
// of another format than this program's.
func Read(folder string) ([]evidence.Event, error) {
	log, err := os.Open(filepath.Join(folder, EventsFile))
	if err != nil {
		return nil, fmt.Errorf("read the run %s: %w", folder, err)
	}
	defer log.Close()
	events, err := result.Read(log)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", folder, err)
	}
	return events, nil
}

// Keep writes the event log of a run into a folder that is made for it, and its
// reports.
func Keep(folder string, events []evidence.Event, r result.Result) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("make the folder for the results: %w; choose another with --out", err)
	}
	log := file{EventsFile, func(out io.Writer, _ result.Result) error {
		lines := json.NewEncoder(out)
		for _, e := range events {
			if err := lines.Encode(e); err != nil {
				return fmt.Errorf("write the event log: %w", err)
			}
		}
		return nil
	}}
	return errors.Join(log.into(folder, r), Write(folder, r), Latest(folder))
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
