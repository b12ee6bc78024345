// Package steps is the Gherkin vocabulary. A step is a value: its phrase, what
// it needs of a plan, and what it does or expects. The plan asks the value
// before anything starts; the runner lets it act on a World.
package steps

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"streampark-regress/harness/choice"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
)

// Step is one phrase of the vocabulary. It does something, or it expects
// something: of the last call, or of a fact it goes and sees.
type Step struct {
	// Pattern is matched against the whole text of a step.
	Pattern string
	// Example is a text it matches.
	Example string
	// WithBlock tells whether a text block stands below it.
	WithBlock bool
	// Needs is what it needs of a plan; nil for nothing.
	Needs func(Words) (Needs, error)
	// Does acts; nil for a step that only expects.
	Does func(context.Context, *World, Words) error
	// Calls: it makes a call, of which the next step can expect something.
	Calls bool
	// Judges: what it does, it holds against expectations of its own.
	Judges bool
	// Expects is what it expects; nil for a step that only acts.
	Expects func(Words) (evidence.Expectation, error)
	// Sees is the fact that Expects is about; nil for the last call.
	Sees func(context.Context, *World, Words) (evidence.Fact, error)
	// Stirs: to see the fact, it does something that later answers may depend
	// on.
	Stirs bool
	// Harmless: it changes nothing on a server that answers as it should.
	Harmless bool
	// Rowless: it can be carried out where nobody may look into the database.
	Rowless bool
}

// Words are what a step's text says in the groups of its pattern, in order, and
// the text block below it.
type Words struct {
	Groups []string
	Block  string
}

// Needs is what a step needs of a plan.
type Needs struct {
	// Deployment is the StreamPark a scenario asks for.
	Deployment *Deployment
	// Elapsed is how much time on the server's clock is to have passed.
	Elapsed time.Duration
	// Restart: the server is started again, which takes real time.
	Restart bool
	// Shared: several scenarios can need this restart together, for it changes nothing
	// but that the server was started again.
	Shared bool
	// Release is another release the server is to become.
	Release string
	// Log: the server's log is looked at.
	Log bool
	// Application: an application is made that can be started.
	Application bool
}

// Deployment is the StreamPark a scenario asks for in its first step.
type Deployment struct {
	// Version is empty for a scenario that is about every release.
	Version  string
	Settings []release.Setting
	// Environment are variables of its container.
	Environment []release.Setting
	// Flink is what it is to have beside it where that is a real one, empty for
	// whatever the user has started.
	Flink deployment.FlinkKind
	// Front is what its callers meet first.
	Front deployment.FrontKind
}

// Bound is a step of a scenario: a phrase and what the text says.
type Bound struct {
	Step
	Words
	Needs    Needs
	Expected *evidence.Expectation
}

// Expecting reports whether the step expects something.
func (b Bound) Expecting() bool { return b.Expected != nil || b.Judges }

// Acts reports whether the step does something that makes an answer from before
// it an old one.
func (b Bound) Acts() bool { return b.Does != nil && !b.Calls && b.Needs.Deployment == nil || b.Stirs }

// OfCall reports whether the step expects something of the last call: of its
// answer, or of what the server logged for it.
func (b Bound) OfCall() bool { return b.Expected != nil && (b.Sees == nil || b.Needs.Log) }

// Phrase is a step with its pattern, ready to be matched.
type Phrase struct {
	Step
	Pattern *regexp.Regexp
}

// Phrasebook is the vocabulary, ready to be looked up: to compile its patterns
// takes longer than to match them.
type Phrasebook []Phrase

// NewPhrasebook returns the vocabulary's.
func NewPhrasebook() Phrasebook {
	var all Phrasebook
	for _, s := range Vocabulary() {
		all = append(all, Phrase{s, regexp.MustCompile(s.Pattern)})
	}
	return all
}

// Bind is Phrasebook.Bind for one text.
func Bind(text, block string) (Bound, error) { return NewPhrasebook().Bind(text, block) }

// Bind finds the phrase of a step's text. The error is for a text that no
// phrase or more than one matches, and for words that make no sense.
func (b Phrasebook) Bind(text, block string) (Bound, error) {
	var found []Bound
	for _, p := range b {
		if m := p.Pattern.FindStringSubmatch(text); m != nil {
			found = append(found, Bound{Step: p.Step, Words: Words{m[1:], block}})
		}
	}
	switch {
	case len(found) == 0:
		return Bound{}, fmt.Errorf("no step is defined for %q; the nearest is %q, and `regress steps` lists all", text, b.nearest(text))
	case len(found) > 1:
		return Bound{}, fmt.Errorf("%q matches %d steps", text, len(found))
	case found[0].WithBlock != (block != ""):
		return Bound{}, fmt.Errorf("%q: %s", text, blockError(found[0].Step))
	}
	return found[0].resolve()
}

// nearest is the example of a phrase that is most like a text.
func (b Phrasebook) nearest(text string) string {
	var examples []string
	for _, p := range b {
		examples = append(examples, p.Example)
	}
	return choice.Nearest(text, examples)
}

func blockError(s Step) string {
	if s.WithBlock {
		return "a text block is missing below it"
	}
	return "it takes no text block"
}

// resolve asks the phrase what it needs and expects.
func (b Bound) resolve() (Bound, error) {
	if b.Step.Needs != nil {
		needs, err := b.Step.Needs(b.Words)
		if err != nil {
			return b, err
		}
		b.Needs = needs
	}
	if b.Expects != nil {
		expected, err := b.Expects(b.Words)
		if err != nil {
			return b, err
		}
		b.Expected = &expected
	}
	return b, nil
}
