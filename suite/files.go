package suite

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	gherkin "github.com/cucumber/gherkin/go/v42"
	messages "github.com/cucumber/messages/go/v34"
)

// find lists the feature files, in order: FOLDER/NAME.feature below the folder
// of the features. The error is for what lies where nobody would read it.
func find(files fs.FS) ([]string, error) {
	var names []string
	var wrong []error
	empty := map[string]bool{}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		depth := strings.Count(name, "/")
		switch {
		case err != nil || name == ".":
			return err
		case d.IsDir() && depth == 0:
			empty[name] = true
		case d.IsDir():
			wrong = append(wrong, fmt.Errorf("%s: nobody reads a folder this deep: put its features into %s", path.Join(folder, name), path.Join(folder, path.Dir(name))))
			return fs.SkipDir
		case depth == 0 && path.Ext(name) == ".go": // what embeds them
		case depth == 0 || path.Ext(name) != ".feature":
			wrong = append(wrong, fmt.Errorf("%s:1: nobody reads this file: features are %s/FOLDER/NAME.feature", path.Join(folder, name), folder))
			empty[path.Dir(name)] = false
		default:
			names, empty[path.Dir(name)] = append(names, name), false
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("find the features: %w", err)
	}
	for name, is := range empty {
		if is {
			wrong = append(wrong, fmt.Errorf("%s: there is no feature in this folder", path.Join(folder, name)))
		}
	}
	slices.Sort(names)
	return names, errors.Join(wrong...)
}

// longestLine is how many bytes a line of a feature may have: the parser stops
// at a longer one as if the file ended there, without a word.
const longestLine = 4096

// readable finds lines that the parser would not read, or that are no text. The
// error says where.
func readable(file string, text []byte) error {
	n := 0
	for line := range bytes.Lines(text) {
		n++
		if !utf8.Valid(line) || bytes.IndexByte(line, 0) >= 0 {
			return fmt.Errorf("%s:%d: the line is not text in UTF-8: save the file so", file, n)
		}
		if len(line) > longestLine {
			return fmt.Errorf("%s:%d: the line has %d bytes, and no more than %d are read: break it", file, n, len(line), longestLine)
		}
	}
	return nil
}

// complete finds parts of a feature that make no scenario: a feature or a rule
// without any, and an outline without rows. The error says where.
func complete(file string, f *messages.Feature) error {
	var wrong []error
	add := func(at *messages.Location, what string) {
		wrong = append(wrong, fmt.Errorf("%s:%d: %s", file, at.Line, what))
	}
	outlines := gherkin.DialectsBuiltin().GetDialect(f.Language).ScenarioOutlineKeywords()
	scenario := func(s *messages.Scenario) {
		if len(s.Examples) == 0 && slices.Contains(outlines, s.Keyword) {
			add(s.Location, "the outline has no rows, so it is not a scenario: add \"Examples:\" with a row")
		}
		for _, e := range s.Examples {
			if len(e.TableBody) == 0 {
				add(e.Location, "the examples have no rows, so they make no scenario")
			}
		}
	}
	scenarios := 0
	for _, child := range f.Children {
		if child.Scenario != nil {
			scenarios++
			scenario(child.Scenario)
		}
		if child.Rule == nil {
			continue
		}
		empty := true
		for _, inner := range child.Rule.Children {
			if inner.Scenario != nil {
				empty = false
				scenario(inner.Scenario)
			}
		}
		if empty {
			add(child.Rule.Location, "the rule has no scenario")
		}
		scenarios++
	}
	if scenarios == 0 {
		add(f.Location, "the feature has no scenario")
	}
	return errors.Join(wrong...)
}
