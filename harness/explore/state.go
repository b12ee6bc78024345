package explore

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"streampark-regress/harness/effect"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/streampark"
	"streampark-regress/harness/submission"
)

// firstApplication is before the IDs of the applications that sequences have; the
// seeded one is 100000.
const firstApplication = 300000

// runningJob is what a cancelled application's job is taken for.
const runningJob = "0123456789abcdef0123456789abcdef"

// request is a call about a sequence's own application.
type request struct {
	paths  []string
	fields []string
	of     func(path string, application int64) streampark.Call
	read   func(outcome.Answer) outcome.Reading
}

func (o Operation) request() request {
	if o.Kind == CancelAPI || o.Kind == CancelSignIn {
		return request{streampark.CancelPaths(), cancelFields(), streampark.CancelCall, outcome.ReadCancel}
	}
	return request{streampark.StartPaths(), startFields(), streampark.StartCall, outcome.Read}
}

// words are the fields that an operation sends.
func (r request) words(o Operation) string {
	return cmp.Or(r.fields[o.Fields%len(r.fields)], "no further fields")
}

// startFields and cancelFields are what callers send who read one release's
// documentation or another's, and what they get wrong.
func startFields() []string {
	return append(fields("restoreFromSavepoint", "file:///elsewhere/savepoint"), "allowNonRestored=true", "allowNonRestored=perhaps")
}

func cancelFields() []string {
	return append(fields("triggerSavepoint", "file:///elsewhere/folder"), "drain=true", "savePointed=true&restoreOrTriggerSavepoint=true&drain=true")
}

func fields(alias, path string) []string {
	all := []string{"", "savePoint=" + path + "&savepointPath=" + path,
		"savePointed=true&" + alias + "=true&restoreOrTriggerSavepoint=true&savePoint=" + path + "&savepointPath=" + path}
	for _, flag := range []string{"savePointed", alias, "restoreOrTriggerSavepoint"} {
		for _, value := range []string{"true", "TRUE", "1", "", "false", "perhaps"} {
			all = append(all, flag+"="+value)
		}
		all = append(all, flag+"=true&savePoint="+path, flag+"=true&savepointPath="+path, flag+"=true&savePoint=&savepointPath=")
	}
	return all
}

// addApplication makes the sequence's application, and the Flink it is bound to.
func (s *side) addApplication(ctx context.Context) error {
	if err := s.deployment.Database().AddFlink(ctx, s.deployment.Flink()); err != nil {
		return err
	}
	return s.deployment.Database().AddApplication(ctx, s.application, fmt.Sprintf("explored-%d", s.application), s.deployment.Flink())
}

// addSavepoint gives the application another savepoint, which is its latest.
func (s *side) addSavepoint(ctx context.Context) error {
	s.savepoints++
	return s.deployment.Database().AddSavepoint(ctx, s.application, fmt.Sprintf("file:///explored/savepoint-%d", s.savepoints))
}

func (s *side) requestAPI(ctx context.Context, o Operation) (string, error) {
	if len(s.tokens) == 0 {
		return "no token yet", nil
	}
	t := s.tokens[o.Which%len(s.tokens)]
	if err := s.avoidTTL(ctx, t); err != nil {
		return "", err
	}
	return s.request(ctx, o, streampark.Header(t.Token))
}

func (s *side) requestSignIn(ctx context.Context, o Operation) (string, error) {
	if len(s.signIns) == 0 {
		return "no sign-in yet", nil
	}
	return s.request(ctx, o, s.signIns[o.Which%len(s.signIns)].Credentials())
}

// request starts or cancels the application and tells what that did, whatever it
// was answered.
func (s *side) request(ctx context.Context, o Operation, with streampark.Credentials) (string, error) {
	r := o.request()
	if err := s.prepare(ctx, o); err != nil {
		return "", err
	}
	before, err := effect.Before(ctx, s.deployment, s.application)
	if err != nil {
		return "", err
	}
	call := r.of(r.paths[o.Address], s.application).As(with)
	if fields := r.fields[o.Fields%len(r.fields)]; fields != "" {
		call = call.Filled(fields)
	}
	a, err := s.client().Do(ctx, call)
	if err != nil {
		return "", err
	}
	taken := effect.Refused
	if r.read(a.Answer).Outcome.Accepted() {
		taken = effect.Accepted
	}
	did, err := before.After(ctx, taken)
	return fmt.Sprintf("%s; submitted: %s; the application is in state %d", describe(a), submitted(did.Submitted), did.State), err
}

// prepare sets the application's row to a job that runs, for a cancel, or to one
// that does not, for a start: a state that any start or cancel moves.
func (s *side) prepare(ctx context.Context, o Operation) error {
	db := s.deployment.Database()
	if err := db.PretendRunning(ctx, s.application, runningJob); err != nil {
		return err
	}
	if slices.Contains([]Kind{CancelAPI, CancelSignIn}, o.Kind) {
		return nil
	}
	return db.PretendEnded(ctx, s.application)
}

// submitted is what was submitted, in words.
func submitted(all []submission.Submission) string {
	var words []string
	for _, s := range all {
		what := fmt.Sprintf("start of %s from %s", s.Application, cmp.Or(s.Savepoint, "nothing"))
		if s.Leaves {
			what += ", leaving state that does not fit"
		}
		if s.Kind == submission.Cancel {
			what = fmt.Sprintf("cancel of %s", cmp.Or(s.Job, "no job"))
			if s.Saves {
				what += " with a savepoint in " + cmp.Or(s.Savepoint, "no folder")
			}
			if s.Drains {
				what += ", drained"
			}
		}
		words = append(words, what)
	}
	return cmp.Or(strings.Join(words, " and "), "nothing")
}
