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
	return toSummary(func(out io.Writer) error { return github.Summary(out, r) })
}

// answerGitHub writes the answer to what was asked above the rest of the job's summary:
// whether an issue was reproduced is not whether everything went as expected.
func answerGitHub(r result.Result, issue string, standings []result.Standing) error {
	if os.Getenv("GITHUB_ACTIONS") != "true" || len(standings) == 0 {
		return nil
	}
	return toSummary(func(out io.Writer) error { return github.Answer(out, r, issue, standings) })
}

// toSummary appends to the job's summary, where the runner keeps one.
func toSummary(write func(io.Writer) error) (err error) {
	summary := os.Getenv("GITHUB_STEP_SUMMARY")
	if summary == "" {
		return nil
	}
	f, err := os.OpenFile(summary, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("write the job summary: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return write(f)
}
