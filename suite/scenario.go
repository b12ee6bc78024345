// Package suite turns the features into a plan and carries the plan out: which
// scenarios run on which releases, which deployments that takes, and how each
// scenario ended.
package suite

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"sort"
	"strings"

	gherkin "github.com/cucumber/gherkin/go/v42"
	messages "github.com/cucumber/messages/go/v34"

	"streampark-regress/steps"
)

// Scenario is one scenario of a feature file, with its background.
type Scenario struct {
	Feature string
	File    string
	Line    int
	Name    string
	Tags    []string
	Steps   []Step
}

// Step is one step of a scenario.
type Step struct {
	Keyword   string
	Text      string
	DocString string
	Line      int
}

// Load reads the feature files. Every step must be in the vocabulary, once: a
// scenario with a step nobody understands would prove nothing.
func Load(files fs.FS) ([]Scenario, error) {
	names, err := fs.Glob(files, "*/*.feature")
	if err != nil {
		return nil, fmt.Errorf("find the features: %w", err)
	}
	sort.Strings(names)
	var all []Scenario
	for _, name := range names {
		found, err := loadFile(files, name)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("find the features: there are no scenarios")
	}
	return all, checkVocabulary(all)
}

func loadFile(files fs.FS, name string) ([]Scenario, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	defer f.Close()
	ids := (&messages.Incrementing{}).NewId
	document, err := gherkin.ParseGherkinDocument(f, ids)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	nodes := map[string]node{}
	index(document.Feature, nodes)
	var all []Scenario
	for _, pickle := range gherkin.Pickles(*document, path.Join("features", name), ids) {
		s := Scenario{Feature: document.Feature.Name, File: pickle.Uri, Name: pickle.Name}
		s.Line = nodes[pickle.AstNodeIds[len(pickle.AstNodeIds)-1]].line
		for _, tag := range pickle.Tags {
			s.Tags = append(s.Tags, tag.Name)
		}
		for _, step := range pickle.Steps {
			at := nodes[step.AstNodeIds[0]]
			made := Step{Keyword: at.keyword, Text: step.Text, Line: at.line}
			if step.Argument != nil {
				if step.Argument.DocString == nil {
					return nil, fmt.Errorf("read %s:%d: tables are not used in these features", s.File, at.line)
				}
				made.DocString = step.Argument.DocString.Content
			}
			s.Steps = append(s.Steps, made)
		}
		all = append(all, s)
	}
	return all, nil
}

// node is where a part of a feature stands in its file.
type node struct {
	line    int
	keyword string
}

func index(f *messages.Feature, into map[string]node) {
	addSteps := func(list []*messages.Step) {
		for _, s := range list {
			into[s.Id] = node{int(s.Location.Line), strings.TrimSpace(s.Keyword)}
		}
	}
	addScenario := func(s *messages.Scenario) {
		into[s.Id] = node{line: int(s.Location.Line)}
		addSteps(s.Steps)
		for _, e := range s.Examples {
			for _, row := range e.TableBody {
				into[row.Id] = node{line: int(row.Location.Line)}
			}
		}
	}
	for _, child := range f.Children {
		switch {
		case child.Background != nil:
			addSteps(child.Background.Steps)
		case child.Scenario != nil:
			addScenario(child.Scenario)
		case child.Rule != nil:
			for _, inner := range child.Rule.Children {
				if inner.Background != nil {
					addSteps(inner.Background.Steps)
				} else if inner.Scenario != nil {
					addScenario(inner.Scenario)
				}
			}
		}
	}
}

// checkVocabulary finds steps that are undefined or ambiguous.
func checkVocabulary(all []Scenario) error {
	var patterns []*regexp.Regexp
	for _, s := range steps.Vocabulary() {
		patterns = append(patterns, regexp.MustCompile(s.Pattern))
	}
	for _, scenario := range all {
		for _, step := range scenario.Steps {
			matches := 0
			for _, p := range patterns {
				if p.MatchString(step.Text) {
					matches++
				}
			}
			switch {
			case matches == 0:
				return fmt.Errorf("%s:%d: no step is defined for %q; see the phrases in steps/", scenario.File, step.Line, step.Text)
			case matches > 1:
				return fmt.Errorf("%s:%d: %q matches %d steps", scenario.File, step.Line, step.Text, matches)
			}
		}
	}
	return nil
}
