package steps

import (
	"context"
	"fmt"
	"net/url"

	"streampark-regress/harness/caller"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
)

// form is a group that matches fields as curl sends them.
const form = `(\w+=\S+)`

// states are the phrases about what becomes of a job's state.
func states() []Step {
	return []Step{
		{
			Pattern: `^the application has a savepoint$`,
			Example: "the application has a savepoint",
			Does:    act((*caller.Caller).MakeSavepoint),
		},
		{
			Pattern: `^the scheduler starts the application(?: at (/\S+))? with the fields ` + form + `$`,
			Example: "the scheduler starts the application with the fields savePointed=true&savePoint=file:///a",
			Calls:   true,
			Does:    withFields((*caller.Caller).StartAt),
		},
		{
			Pattern: `^the scheduler cancels the application(?: at (/\S+))?(?: with the fields ` + form + `)?$`,
			Example: "the scheduler cancels the application with the fields savePointed=true",
			Calls:   true,
			Does:    withFields((*caller.Caller).CancelAt),
		},
		{
			Pattern: `^a caller written for (this release|\d\S*) starts the application(?: at (/\S+))? from (its latest|a given) savepoint$`,
			Example: "a caller written for 2.1.4 starts the application from its latest savepoint",
			Calls:   true,
			Does:    as(release.Start, caller.WrittenFor, (*caller.Caller).StartAt),
		},
		{
			Pattern: `^a caller written for (this release|\d\S*) cancels the application(?: at (/\S+))? with a savepoint in (the usual|a given) folder$`,
			Example: "a caller written for 2.1.4 cancels the application with a savepoint in the usual folder",
			Calls:   true,
			Does:    as(release.Cancel, caller.WrittenFor, (*caller.Caller).CancelAt),
		},
		{
			Pattern: `^a caller that sends (every name) starts the application(?: at (/\S+))? from (its latest|a given) savepoint$`,
			Example: "a caller that sends every name starts the application from its latest savepoint",
			Calls:   true,
			Does:    as(release.Start, caller.EveryName, (*caller.Caller).StartAt),
		},
		{
			Pattern: `^a caller that sends (every name) cancels the application(?: at (/\S+))? with a savepoint in (the usual|a given) folder$`,
			Example: "a caller that sends every name cancels the application with a savepoint in a given folder",
			Calls:   true,
			Does:    as(release.Cancel, caller.EveryName, (*caller.Caller).CancelAt),
		},
		{
			Pattern: `^a user of the web page starts (the application)() from (its latest|a given) savepoint$`,
			Example: "a user of the web page starts the application from its latest savepoint",
			Calls:   true,
			Does:    as(release.Start, caller.OnPage, onPage((*caller.Caller).StartOnPage)),
		},
		{
			Pattern: `^a user of the web page cancels (the application)() with a savepoint in (the usual|a given) folder$`,
			Example: "a user of the web page cancels the application with a savepoint in a given folder",
			Calls:   true,
			Does:    as(release.Cancel, caller.OnPage, onPage((*caller.Caller).CancelOnPage)),
		},
		{
			Pattern: `^the job starts without its state$`,
			Example: "the job starts without its state",
			Expects: expect(evidence.Expectation{Outcome: outcome.Started, State: evidence.StartedFresh}),
		},
		{
			Pattern: `^the job goes on from its latest savepoint$`,
			Example: "the job goes on from its latest savepoint",
			Expects: expect(evidence.Expectation{Outcome: outcome.Started, State: evidence.RestoredLatest}),
		},
		{
			Pattern: `^the job goes on from the given savepoint$`,
			Example: "the job goes on from the given savepoint",
			Expects: expect(evidence.Expectation{Outcome: outcome.Started, State: evidence.RestoredGiven}),
		},
		{
			Pattern: `^the job ends without a savepoint$`,
			Example: "the job ends without a savepoint",
			Expects: expect(evidence.Expectation{Outcome: outcome.Cancelled, State: evidence.StoppedBare}),
		},
		{
			Pattern: `^the job ends with a savepoint in the usual folder$`,
			Example: "the job ends with a savepoint in the usual folder",
			Expects: expect(evidence.Expectation{Outcome: outcome.Cancelled, State: evidence.StoppedSaved}),
		},
		{
			Pattern: `^the job ends with a savepoint in the given folder$`,
			Example: "the job ends with a savepoint in the given folder",
			Expects: expect(evidence.Expectation{Outcome: outcome.Cancelled, State: evidence.StoppedSavedGiven}),
		},
	}
}

// at makes a call at an address, empty for the release's own, with fields.
type at func(*caller.Caller, context.Context, string, caller.Fields) error

// onPage is a call of the web page, which has one address.
func onPage(call func(*caller.Caller, context.Context, caller.Fields) error) at {
	return func(c *caller.Caller, ctx context.Context, _ string, fields caller.Fields) error {
		return call(c, ctx, fields)
	}
}

// withFields makes a step of a call whose fields the scenario names.
func withFields(call at) func(context.Context, *World, Words) error {
	return func(ctx context.Context, w *World, words Words) error {
		fields, err := parseForm(words.Groups[1])
		if err != nil {
			return err
		}
		return call(w.Caller, ctx, words.Groups[0], fields)
	}
}

func parseForm(text string) (caller.Fields, error) {
	values, err := url.ParseQuery(text)
	if err != nil {
		return nil, fmt.Errorf("read the fields %q: %w", text, err)
	}
	fields := caller.Fields{}
	for name := range values {
		fields[name] = values.Get(name)
	}
	return fields, nil
}

// naming chooses the names a caller sends.
type naming func(c *caller.Caller, action release.Action, writtenFor string, given caller.Given) (caller.Fields, error)

// as makes a step of a call by somebody who knows some names of the fields.
func as(action release.Action, name naming, call at) func(context.Context, *World, Words) error {
	return func(ctx context.Context, w *World, words Words) error {
		version, path, given := words.Groups[0], words.Groups[1], caller.NoPath
		if version == "this release" {
			version = w.Caller.Release().Version
		}
		switch words.Groups[2] {
		case "a given":
			given = caller.APath
		case "the savepoint it was stopped with":
			given = caller.TheStopped
		}
		fields, err := name(w.Caller, action, version, given)
		if err != nil {
			return err
		}
		return call(w.Caller, ctx, path, fields)
	}
}
