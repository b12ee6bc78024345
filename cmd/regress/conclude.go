package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"streampark-regress/harness/verdict"
	"streampark-regress/suite/session"
)

// conclude prints what came of a session and turns it into the exit code.
func conclude(s streams, l look, ended session.Ended, err error) error {
	if err := show(s, l, ended, err); err != nil {
		return err
	}
	if code := ended.Verdict().ExitCode(); code != verdict.ExitAsExpected {
		return &exit{code: code}
	}
	return nil
}

// show prints what came of a session. The error is for one that could not be
// carried out or shown.
func show(s streams, l look, ended session.Ended, err error) error {
	if ended.Folder == "" { // there is nothing to show
		return inconclusive(err)
	}
	if ended.Kept {
		tellKept(s.err, ended)
	}
	problems := []error{err}
	if err == nil || len(ended.Result.Scenarios) > 0 { // the error says it all
		problems = append(problems, l.details(s.out, ended.Result))
	}
	problems = append(problems, tellGitHub(s.out, ended.Result))
	if !l.quiet {
		fmt.Fprintf(s.out, "results: %s\n", filepath.ToSlash(ended.Folder))
	}
	problems = append(problems, l.headline(s.out, ended.Result))
	if err := errors.Join(problems...); err != nil {
		return inconclusive(err)
	}
	return nil
}
