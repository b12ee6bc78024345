package model

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"streampark-regress/harness/model/store"
	"streampark-regress/harness/release"
)

// savepoints is the folder that the session cluster's settings name.
const savepoints = "file:///regress/savepoints"

// submitStart logs what a start submits: from the path the call gives, or else
// from the latest savepoint, where it asks to be restored at all.
func (s *Server) submitStart(ctx context.Context, c *call, app store.Application) error {
	path := ""
	if s.flag(c, release.Restore) == release.On {
		f, _, sent := s.field(c, release.RestorePath)
		if path = s.text(c, release.RestorePath); path == "" && (!sent || !f.EmptyCounts) {
			var err error
			if path, err = s.store.LatestSavepoint(ctx, app.ID); err != nil {
				return err
			}
		}
	}
	properties := "classloader.resolve-order -> parent-first"
	if s.flag(c, release.AllowNonRestored) == release.On {
		properties = "execution.savepoint.ignore-unclaimed-state -> true " + properties
	}
	s.submit(submitted{title: "flink job start", lines: []string{"appName", app.Name, "savePoint", orNull(path), "properties", properties}})
	return nil
}

// submitCancel logs what a cancel submits.
func (s *Server) submitCancel(c *call, app store.Application) {
	saves, target := s.flag(c, release.Trigger), ""
	if saves == release.On {
		if target = s.text(c, release.Target); target == "" {
			target = savepoints
		}
	}
	s.submit(submitted{title: "flink job cancel", lines: []string{"withSavePoint", fmt.Sprint(saves == release.On), "savePointPath", orNull(target),
		"withDrain", fmt.Sprint(s.flag(c, release.Drain) == release.On), "jobId", orNull(app.Job)}})
}

// submitted is a block of the log, with its keys and values in turn.
type submitted struct {
	title string
	lines []string
}

func (s *Server) submit(b submitted) {
	if change := s.design.breakage.submits; change != nil {
		if b = change(b); b.title == "" {
			return
		}
	}
	rule := strings.Repeat("-", 40)
	var text strings.Builder
	fmt.Fprintf(&text, "%s %s %s\n", rule, b.title, rule)
	for pair := range slices.Chunk(b.lines, 2) {
		fmt.Fprintf(&text, "    %-16s : %s\n", pair[0], pair[1])
	}
	_, _ = io.WriteString(s.output, text.String()+rule+rule+"\n") // what it writes to does not fail
}

func orNull(text string) string {
	if text == "" {
		return "null"
	}
	return text
}
