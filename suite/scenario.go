// Package suite turns the features into a plan and carries the plan out: which
// scenarios run on which releases, which deployments that takes, and how each
// scenario ended.
package suite

import (
	"errors"
	"fmt"
	"strings"

	messages "github.com/cucumber/messages/go/v34"

	"streampark-regress/steps"
)

// Scenario is one scenario of a feature file, with its background. Each row of
// an outline is a scenario of its own.
type Scenario struct {
	Feature string
	// File is the feature file, below features/ or in a folder of somebody's own,
	// Line where the scenario or the outline's row stands, and Outline where the
	// scenario begins. First and Last
	// are the lines that it takes, with its tags and with all rows of an outline.
	File        string
	Line        int
	Outline     int
	First, Last int
	Name        string
	Tags        []string
	Steps       []Step
	// NoDefect is why the scenario is there although no defect of the model breaks
	// it: what stands in its description behind "No defect: ". Empty for most.
	NoDefect string

	// node is the part of the file that makes the scenario: the row of an
	// outline, or the scenario itself.
	node string
	// name is that of the file in its file system, and own tells whether it is
	// somebody's own.
	name string
	own  bool
}

// Step is one step of a scenario.
type Step struct {
	steps.Bound
	Keyword string
	Text    string
	Line    int

	node string
}

// At is where the scenario stands: "features/x.feature:12".
func (s Scenario) At() string { return fmt.Sprintf("%s:%d", s.File, s.Line) }

// Needs is what all steps of the scenario need together: the longest times, and
// whether any of them restarts the server.
func (s Scenario) Needs() steps.Needs {
	var all steps.Needs
	for _, step := range s.Steps {
		all.Elapsed = max(all.Elapsed, step.Needs.Elapsed)
		all.Restart = all.Restart || step.Needs.Restart
	}
	return all
}

func bind(book steps.Phrasebook, step *messages.PickleStep) (steps.Bound, error) {
	block := ""
	if step.Argument != nil {
		if step.Argument.DocString == nil {
			return steps.Bound{}, errors.New("a table below a step is not supported in these features")
		}
		if block = step.Argument.DocString.Content; block == "" {
			return steps.Bound{}, errors.New("the text block below it is empty")
		}
	}
	return book.Bind(step.Text, block)
}

// node is where a part of a feature stands in its file.
type node struct {
	line    int
	keyword string
	// first and last are the lines that a scenario takes.
	first, last int
	// noDefect is a scenario's reason to be there without a defect.
	noDefect string
}

// nodes are the parts of a feature by their IDs.
type nodes map[string]node

func (n nodes) index(f *messages.Feature) {
	for _, child := range f.Children {
		n.background(child.Background)
		n.scenario(child.Scenario)
		if child.Rule == nil {
			continue
		}
		for _, inner := range child.Rule.Children {
			n.background(inner.Background)
			n.scenario(inner.Scenario)
		}
	}
}

func (n nodes) background(b *messages.Background) {
	if b != nil {
		n.steps(b.Steps)
	}
}

func (n nodes) scenario(s *messages.Scenario) {
	if s == nil {
		return
	}
	n[s.Id] = node{line: int(s.Location.Line), first: firstLine(s), last: lastLine(s), noDefect: noDefect(s.Description)}
	n.steps(s.Steps)
	for _, e := range s.Examples {
		for _, row := range e.TableBody {
			n[row.Id] = node{line: int(row.Location.Line)}
		}
	}
}

func (n nodes) steps(list []*messages.Step) {
	for _, s := range list {
		n[s.Id] = node{line: int(s.Location.Line), keyword: strings.TrimSpace(s.Keyword)}
	}
}

// noDefect is the reason that a description gives behind "No defect: ", to the end
// of its paragraph.
func noDefect(description string) string {
	_, reason, _ := strings.Cut(strings.ReplaceAll(description, "\r\n", "\n"), "No defect: ")
	var words []string
	for line := range strings.Lines(reason) {
		if strings.TrimSpace(line) == "" {
			break
		}
		words = append(words, strings.Fields(line)...)
	}
	return strings.Join(words, " ")
}
