package suite

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"

	gherkin "github.com/cucumber/gherkin/go/v42"
	messages "github.com/cucumber/messages/go/v34"

	"streampark-regress/steps"
)

// folder is where the features lie in the repository.
const folder = "features"

// Load reads the feature files. Every step must be in the vocabulary, once: a
// scenario with a step nobody understands would prove nothing, and so would a
// file, an outline or a scenario that is empty, or one that nobody reads. The
// errors say where.
func Load(files fs.FS) ([]Scenario, error) {
	names, err := find(files)
	if err != nil {
		return nil, err
	}
	all, err := loader{files: files, folder: folder, book: steps.NewPhrasebook()}.load(names)
	if err == nil && len(all) == 0 {
		err = errors.New("find the features: there are no scenarios")
	}
	return all, err
}

// loader reads feature files.
type loader struct {
	files fs.FS
	// folder is what stands before their names, and own tells whether they are
	// somebody's own.
	folder string
	own    bool
	book   steps.Phrasebook
}

func (l loader) load(names []string) ([]Scenario, error) {
	var all []Scenario
	for _, name := range names {
		found, err := l.file(name)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

func (l loader) file(name string) ([]Scenario, error) {
	at := path.Join(l.folder, name)
	text, err := fs.ReadFile(l.files, name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", at, err)
	}
	if err := readable(at, text); err != nil {
		return nil, err
	}
	ids := (&messages.Incrementing{}).NewId
	document, err := gherkin.ParseGherkinDocument(bytes.NewReader(text), ids)
	if err != nil {
		return nil, unparsable(at, err)
	}
	if document.Feature == nil {
		return nil, fmt.Errorf("%s:1: there is no feature in it: begin with \"Feature: ...\", or remove the file", at)
	}
	nodes := nodes{}
	nodes.index(document.Feature)
	if err := complete(at, document.Feature); err != nil {
		return nil, err
	}
	var all []Scenario
	for _, pickle := range gherkin.Pickles(*document, at, ids) {
		own, whole := pickle.AstNodeIds[len(pickle.AstNodeIds)-1], nodes[pickle.AstNodeIds[0]]
		s := Scenario{Feature: document.Feature.Name, File: pickle.Uri, Name: pickle.Name, node: own, name: name, own: l.own,
			Line: nodes[own].line, Outline: whole.line, First: whole.first, Last: whole.last, NoDefect: whole.noDefect}
		for _, tag := range pickle.Tags {
			s.Tags = append(s.Tags, tag.Name)
		}
		for _, step := range pickle.Steps {
			at := nodes[step.AstNodeIds[0]]
			bound, err := bind(l.book, step)
			if err != nil {
				return nil, fmt.Errorf("%s:%d: %w", s.File, at.line, err)
			}
			s.Steps = append(s.Steps, Step{Bound: bound, Keyword: at.keyword, Text: step.Text, Line: at.line, node: step.AstNodeIds[0]})
		}
		if err := s.check(); err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

// unparsable says where the parser found what in a file: it says "(4:5): expected".
func unparsable(file string, err error) error {
	place := regexp.MustCompile(`^\((\d+:\d+)\): `)
	var all []error
	for line := range strings.Lines(err.Error()) {
		if at := place.FindStringSubmatch(line); at != nil {
			all = append(all, fmt.Errorf("%s:%s: %s", file, at[1], strings.TrimSpace(strings.TrimPrefix(line, at[0]))))
		}
	}
	const most = 5
	switch n := len(all); {
	case n == 0:
		return fmt.Errorf("read %s: %w", file, err)
	case n > most:
		all = append(all[:most], fmt.Errorf("%s: and %d more", file, n-most))
	}
	return errors.Join(all...)
}
