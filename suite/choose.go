package suite

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	messages "github.com/cucumber/messages/go/v34"

	"streampark-regress/harness/choice"
)

// choose takes the scenarios of a selection, in the order of the features.
func choose(all []Scenario, sel Selection) ([]Scenario, error) {
	matches, err := parseTags(sel.Tags)
	if err != nil {
		return nil, err
	}
	named := all
	if len(sel.Scenarios) > 0 {
		if named, err = take(all, sel.Scenarios); err != nil {
			return nil, err
		}
	}
	var chosen []Scenario
	known := map[string]bool{}
	for _, s := range all {
		for _, t := range s.Tags {
			known[t] = true
		}
	}
	for _, s := range named {
		if matches(s.Tags) {
			chosen = append(chosen, s)
		}
	}
	switch {
	case len(chosen) > 0:
		return chosen, nil
	case len(sel.Scenarios) > 0:
		return nil, fmt.Errorf("there is no scenario %s with the tags %q; `regress plan` lists them", choice.Of(sel.Scenarios), sel.Tags)
	}
	if len(known) == 0 {
		return nil, fmt.Errorf("the tags %q select no scenario; the features have no tags", sel.Tags)
	}
	return nil, fmt.Errorf("the tags %q select no scenario; the features have %s", sel.Tags, strings.Join(slices.Sorted(maps.Keys(known)), ", "))
}

// take takes the scenarios that are named, each once.
func take(all []Scenario, names []string) ([]Scenario, error) {
	taken := map[string]bool{}
	for _, name := range names {
		found, err := which(all, name)
		if err != nil {
			return nil, err
		}
		for _, s := range found {
			taken[s.At()] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(s Scenario) bool { return !taken[s.At()] }), nil
}

// extension is that of feature files: what has it is a file, and anything else is
// the name of a scenario.
const extension = ".feature"

// which finds the scenarios that a file, a line of a file or a name means.
func which(all []Scenario, name string) ([]Scenario, error) {
	file, line, lined := strings.Cut(name, extension+":")
	switch {
	case lined:
		n, err := strconv.Atoi(line)
		if err != nil || n < 1 || file == "" {
			return nil, fmt.Errorf("invalid scenario %q: write a line as features/contract/x.feature:12", name)
		}
		of, err := ofFile(all, file+extension)
		if err != nil {
			return nil, err
		}
		return atLine(of, n)
	case strings.HasSuffix(name, extension):
		return ofFile(all, name)
	}
	return ofName(all, name)
}

// ofFile finds the scenarios of a file, by its path from anywhere: that of the
// repository, one with folders in front of it, or the last parts of it.
func ofFile(all []Scenario, path string) ([]Scenario, error) {
	path = filepath.ToSlash(filepath.Clean(path))
	var found []Scenario
	var files []string
	for _, s := range all {
		if s.File == path || strings.HasSuffix(path, "/"+s.File) || strings.HasSuffix(s.File, "/"+path) {
			found = append(found, s)
			if !slices.Contains(files, s.File) {
				files = append(files, s.File)
			}
		}
	}
	switch {
	case len(files) == 0:
		return nil, fmt.Errorf("there is no feature %s; `regress plan` lists the scenarios with their files", path)
	case len(files) > 1:
		return nil, fmt.Errorf("%s may be %s: name one of them", path, choice.Of(files))
	}
	return found, nil
}

// atLine finds the scenario of a file that a line is inside of: the row of an
// outline alone where it is the row's, else the outline with all its rows.
func atLine(of []Scenario, line int) ([]Scenario, error) {
	var found, near []Scenario
	for _, s := range of {
		switch {
		case s.Line == line && s.Line != s.Outline:
			return []Scenario{s}, nil
		case s.First <= line && line <= s.Last:
			found = append(found, s)
		}
		if len(near) == 0 || distance(s, line) < distance(near[0], line) {
			near = []Scenario{s}
		}
	}
	if len(found) == 0 {
		s := near[0]
		return nil, fmt.Errorf("there is no scenario at %s:%d; the nearest is %q at line %d", s.File, line, s.Name, s.Outline)
	}
	return found, nil
}

// distance is how many lines a line is away from a scenario.
func distance(s Scenario, line int) int { return max(s.First-line, line-s.Last, 0) }

// ofName finds scenarios by their name, whatever its capitals.
func ofName(all []Scenario, name string) ([]Scenario, error) {
	var found []Scenario
	var like []string
	for _, s := range all {
		if strings.EqualFold(s.Name, strings.TrimSpace(name)) {
			found = append(found, s)
		}
		if strings.Contains(strings.ToLower(s.Name), strings.ToLower(name)) && !slices.Contains(like, s.Name) {
			like = append(like, s.Name)
		}
	}
	const most = 3
	switch {
	case len(found) > 0:
		return found, nil
	case len(like) > 0 && len(like) <= most:
		return nil, fmt.Errorf("there is no scenario of the name %q; did you mean %s?", name, choice.Of(quoted(like)))
	}
	return nil, fmt.Errorf("there is no scenario of the name %q; name one, or a file or a line as features/contract/x.feature:12; `regress plan` lists them", name)
}

func quoted(names []string) []string {
	all := make([]string, len(names))
	for i, n := range names {
		all[i] = strconv.Quote(n)
	}
	return all
}

// firstLine is the first line of a scenario or of its tags.
func firstLine(s *messages.Scenario) int {
	first := int(s.Location.Line)
	for _, t := range s.Tags {
		first = min(first, int(t.Location.Line))
	}
	return first
}

// lastLine is the last line of a scenario: that of a step, of the end of its text
// block, or of a row.
func lastLine(s *messages.Scenario) int {
	last := int(s.Location.Line)
	for _, step := range s.Steps {
		last = max(last, int(step.Location.Line))
		if d := step.DocString; d != nil {
			last = max(last, int(d.Location.Line)+strings.Count(d.Content, "\n")+2)
		}
	}
	for _, e := range s.Examples {
		last = max(last, int(e.Location.Line))
		for _, row := range e.TableBody {
			last = max(last, int(row.Location.Line))
		}
	}
	return last
}
