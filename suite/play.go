package suite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"reflect"
	"slices"
	"time"

	"github.com/cucumber/godog"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/judge"
	"streampark-regress/steps"
)

// player lets godog play one scenario of a feature file as it stands. godog can
// be told a scenario by its line, and an outline is one scenario to it; so it
// is told the outline, and the rows that are other jobs are skipped.
type player struct {
	files    fs.FS
	book     steps.Phrasebook
	scenario Scenario
	world    *steps.World
	// tell is told of each step that ended.
	tell func(evidence.Step)

	played bool
	next   int
	begun  time.Time
	checks int
}

// play plays the scenario. The error is for a scenario that godog did not play;
// what became of the steps is told as they end, also of those not reached.
func (p *player) play(ctx context.Context) error {
	suite := godog.TestSuite{
		Name:                p.scenario.At(),
		ScenarioInitializer: p.prepare,
		Options: &godog.Options{Format: "progress", Output: io.Discard, NoColors: true, Strict: true, DefaultContext: ctx,
			FS: p.files, Paths: []string{fmt.Sprintf("%s:%d", p.scenario.name, p.scenario.Outline)}},
	}
	code := suite.Run()
	if !p.played {
		return fmt.Errorf("godog did not find %s (it ended with %d)", p.scenario.At(), code)
	}
	for _, s := range p.scenario.Steps[p.next:] {
		p.tell(skipped(s))
	}
	return nil
}

// prepare is called by godog once for each row.
func (p *player) prepare(sc *godog.ScenarioContext) {
	for _, phrase := range p.phrases() {
		sc.Step(phrase.Pattern, p.handler(phrase))
	}
	mine := false
	sc.Before(func(ctx context.Context, row *godog.Scenario) (context.Context, error) {
		mine = row.AstNodeIds[len(row.AstNodeIds)-1] == p.scenario.node && row.Name == p.scenario.Name
		if !mine {
			return ctx, godog.ErrSkip
		}
		p.played = true
		return ctx, nil
	})
	sc.StepContext().Before(func(ctx context.Context, _ *godog.Step) (context.Context, error) {
		p.begun = time.Now()
		return ctx, nil
	})
	sc.StepContext().After(func(ctx context.Context, step *godog.Step, status godog.StepResultStatus, err error) (context.Context, error) {
		if !mine {
			return ctx, nil
		}
		return ctx, p.ended(step, status, err)
	})
}

// phrases are those of the scenario's own steps: telling godog all of them takes longer
// than playing a scenario.
func (p *player) phrases() []steps.Phrase {
	return slices.DeleteFunc(slices.Clone(p.book), func(phrase steps.Phrase) bool {
		return !slices.ContainsFunc(p.scenario.Steps, func(s Step) bool { return s.Pattern == phrase.Step.Pattern })
	})
}

// handler makes the function that godog calls for a phrase: a context, a string
// for each group, and the text block if there is one, which the plan has met.
func (p *player) handler(s steps.Phrase) any {
	in := []reflect.Type{reflect.TypeFor[context.Context]()}
	groups := s.Pattern.NumSubexp()
	in = append(in, slices.Repeat([]reflect.Type{reflect.TypeFor[string]()}, groups)...)
	if s.WithBlock {
		in = append(in, reflect.TypeFor[*godog.DocString]())
	}
	signature := reflect.FuncOf(in, []reflect.Type{reflect.TypeFor[error]()}, false)
	return reflect.MakeFunc(signature, func(args []reflect.Value) []reflect.Value {
		ctx, _ := reflect.TypeAssert[context.Context](args[0])
		var words steps.Words
		for _, group := range args[1 : 1+groups] {
			words.Groups = append(words.Groups, group.String())
		}
		result := reflect.New(reflect.TypeFor[error]()).Elem()
		if err := p.world.Take(ctx, s.Step, words); err != nil {
			result.Set(reflect.ValueOf(err))
		}
		return []reflect.Value{result}
	}).Interface()
}

// ended tells a step that ended. A step whose checks were not met failed
// without an error of its own: the checks say why.
func (p *player) ended(step *godog.Step, status godog.StepResultStatus, err error) error {
	if p.next >= len(p.scenario.Steps) || p.scenario.Steps[p.next].node != step.AstNodeIds[0] {
		return fmt.Errorf("godog plays %q out of turn", step.Text)
	}
	told := skipped(p.scenario.Steps[p.next])
	made := p.world.Checks()[p.checks:]
	p.checks += len(made)
	for _, c := range made {
		told.Checks = append(told.Checks, c.ID)
		if c.KnownIssue != "" {
			told.KnownIssue = c.KnownIssue
		}
	}
	switch {
	case status == godog.StepPassed:
		told.Status = judge.StepStatus(made)
	case err != nil:
		told.Status = evidence.StepFailed
		if !errors.Is(err, steps.ErrNotMet) {
			told.Error = err.Error()
		}
	}
	told.Seconds = time.Since(p.begun).Seconds()
	p.next++
	p.tell(told)
	return nil
}

// skipped is what is told of a step that was not reached.
func skipped(s Step) evidence.Step {
	return evidence.Step{Keyword: s.Keyword, Text: s.Text, Line: s.Line, Status: evidence.StepSkipped, Expects: s.Expecting()}
}
