// Package results knows the folder in which runs leave their results: it finds a
// run there, lists them, and removes old ones.
package results

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report"
	"streampark-regress/harness/report/result"
)

// Latest is the name by which the last run is found.
const Latest = "latest"

// The folders beside the runs: in one are bisections, each with runs of its own, and
// in the other what was unpacked to be replayed.
const (
	Bisections = "bisections"
	Replays    = "replays"
)

// resultFile is what a run said of itself at its end.
const resultFile = "result.json"

// Folder is where runs leave their results, each in a folder of its own.
type Folder string

// Run is a run in the folder.
type Run struct {
	// ID names the run, and Path is its folder.
	ID, Path string
	Result   result.Result
}

// Find finds a run by its ID, by its folder, or by the word latest.
func (f Folder) Find(name string) (Run, error) {
	path := filepath.Join(string(f), name)
	if info, err := os.Stat(name); name != Latest && err == nil && info.IsDir() {
		path = name
	}
	resolved, err := filepath.EvalSymlinks(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && name == Latest:
		return Run{}, fmt.Errorf("there is no run in %s yet; name the folder of another with --out", f)
	case err != nil:
		return Run{}, fmt.Errorf("there is no run %s in %s; `regress history` lists them: %w", name, f, err)
	}
	r, err := load(resolved)
	if err != nil {
		return Run{}, err
	}
	return Run{ID: cmp.Or(r.Run.ID, filepath.Base(resolved)), Path: path, Result: r}, nil
}

// List lists the runs, the oldest first. What cannot be read is listed as strange.
func (f Folder) List() (runs []Run, strange []Strange, err error) {
	ours, strange, err := f.look()
	if err != nil {
		return nil, nil, err
	}
	for _, id := range ours {
		path := filepath.Join(string(f), id)
		r, err := load(path)
		if err != nil {
			strange = append(strange, Strange{path, err.Error()})
			continue
		}
		runs = append(runs, Run{ID: id, Path: path, Result: r})
	}
	return runs, strange, nil
}

// Last is the last run that is as wanted. The second result is false where there is
// none, also where nothing can be read.
func (f Folder) Last(wanted func(result.Result) bool) (Run, bool) {
	ours, _, err := f.look()
	if err != nil {
		return Run{}, false
	}
	for _, id := range slices.Backward(ours) {
		path := filepath.Join(string(f), id)
		if r, err := load(path); err == nil && wanted(r) {
			return Run{ID: id, Path: path, Result: r}, true
		}
	}
	return Run{}, false
}

// Runs are the runs in a folder by their paths: the folder itself where it is that of
// one run, or all that are in it.
func (f Folder) Runs() ([]string, error) {
	if _, err := os.Stat(filepath.Join(string(f), report.EventsFile)); err == nil {
		return []string{string(f)}, nil
	}
	ours, _, err := f.look()
	if err != nil {
		return nil, err
	}
	if len(ours) == 0 {
		return nil, fmt.Errorf("there is no run in %s", f)
	}
	for i, id := range ours {
		ours[i] = filepath.Join(string(f), id)
	}
	return ours, nil
}

// Strange is something in the folder that is no run that can be read, and why.
type Strange struct{ Path, Why string }

// look lists the IDs of the runs in the folder, the oldest first, and what else is
// there.
func (f Folder) look() (ours []string, strange []Strange, err error) {
	entries, err := os.ReadDir(string(f))
	if err != nil {
		return nil, nil, fmt.Errorf("look for runs: %w; name the folder of the results with --out", err)
	}
	for _, e := range entries {
		path := filepath.Join(string(f), e.Name())
		if e.Name() == Latest && e.Type()&fs.ModeSymlink != 0 || (e.Name() == Bisections || e.Name() == Replays) && e.IsDir() {
			continue
		}
		if why := notOurs(path, e); why != "" {
			strange = append(strange, Strange{path, why})
			continue
		}
		ours = append(ours, e.Name())
	}
	slices.Sort(ours) // an ID begins with the time
	return ours, strange, nil
}

// notOurs says why an entry is no run of this program, empty for one that is: a
// folder named as runs are, with an event log that begins with that run.
func notOurs(path string, e fs.DirEntry) string {
	named := regexp.MustCompile(`^\d{8}-\d{6}-[0-9a-f]{4}$`)
	switch {
	case !e.IsDir():
		return "it is not a folder"
	case !named.MatchString(e.Name()):
		return "it is not named as runs are"
	}
	log, err := os.Open(filepath.Join(path, report.EventsFile))
	if err != nil {
		return "it has no event log"
	}
	defer log.Close()
	// A log that breaks off in its first line is of no run.
	line, err := bufio.NewReader(log).ReadBytes('\n')
	var first evidence.Event
	if err != nil || json.Unmarshal(line, &first) != nil || first.Run == nil || first.Run.ID != e.Name() {
		return "its event log is not that of a run of this name"
	}
	return ""
}

// load reads what a run said of itself, and of one that was killed its event log.
func load(folder string) (result.Result, error) {
	text, err := os.ReadFile(filepath.Join(folder, resultFile))
	if errors.Is(err, fs.ErrNotExist) {
		events, err := report.Read(folder)
		if err != nil {
			return result.Result{}, err
		}
		return result.Build(events), nil
	}
	if err != nil {
		return result.Result{}, fmt.Errorf("read the run %s: %w", folder, err)
	}
	var r result.Result
	if err := json.Unmarshal(text, &r); err != nil {
		return r, fmt.Errorf("read the run %s: %s: %w; write it again with `regress report %s`", folder, resultFile, err, folder)
	}
	if r.Schema != result.Schema {
		return r, fmt.Errorf("read the run %s: %s has version %d and this program reads version %d; write it again with `regress report %s`", folder, resultFile, r.Schema, result.Schema, folder)
	}
	return r, nil
}

// quiet is how long nothing is written to the log of a run that has ended.
const quiet = 24 * time.Hour

// going reports whether a run may be going on: it has told no result, and its log
// was written to lately.
func going(path string) bool {
	if _, err := os.Stat(filepath.Join(path, resultFile)); err == nil {
		return false
	}
	log, err := os.Stat(filepath.Join(path, report.EventsFile))
	return err == nil && time.Since(log.ModTime()) < quiet
}
