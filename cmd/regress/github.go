package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"streampark-regress/harness/report/github"
	"streampark-regress/harness/report/result"
)

// tellGitHub annotates the scenarios and writes the job's summary when GitHub
// Actions runs the program; its runner sets these variables.
func tellGitHub(out io.Writer, r result.Result) (err error) {
	if os.Getenv("GITHUB_ACTIONS") != "true" {
		return nil
	}
	if err := github.Annotations(out, r); err != nil {
		return err
	}
	summary := os.Getenv("GITHUB_STEP_SUMMARY")
	if summary == "" {
		return nil
	}
	f, err := os.OpenFile(summary, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("write the job summary: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return github.Summary(f, r)
}
