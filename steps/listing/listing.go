// Package listing prints the vocabulary of the scenarios: for people, for the
// documentation, and for programs.
package listing

import (
	"fmt"
	"io"
	"strings"

	"streampark-regress/harness/document"
	"streampark-regress/steps"
)

// listed is the vocabulary as JSON; its form is schema/steps.v1.json.
type listed struct {
	Schema   int       `json:"schema"`
	Chapters []chapter `json:"chapters"`
	Values   []value   `json:"values"`
}

type chapter struct {
	Title string `json:"title"`
	Steps []step `json:"steps"`
}

type step struct {
	Example string `json:"example"`
	Form    string `json:"form"`
	Pattern string `json:"pattern"`
	Kind    string `json:"kind"`
	// Block: a text block stands below it.
	Block bool `json:"text_block"`
}

type value struct {
	Name     string   `json:"name"`
	Means    string   `json:"means"`
	Examples []string `json:"examples"`
	Every    bool     `json:"every"`
}

// JSON writes the vocabulary for programs.
func JSON(out io.Writer) error {
	all := listed{Schema: 1}
	for _, c := range steps.Chapters() {
		told := chapter{Title: c.Title}
		for _, s := range c.Steps {
			told.Steps = append(told.Steps, step{s.Example, s.Form(), s.Pattern, string(s.Kind()), s.WithBlock})
		}
		all.Chapters = append(all.Chapters, told)
	}
	for _, v := range steps.Values() {
		all.Values = append(all.Values, value{v.Name, v.Means, v.Examples, v.Every})
	}
	if err := document.Write(out, all); err != nil {
		return fmt.Errorf("write the steps: %w", err)
	}
	return nil
}

// Text writes the vocabulary for people: an example of each step, what it does, and
// below it what it looks like with other words.
func Text(out io.Writer) error {
	var b strings.Builder
	for _, c := range steps.Chapters() {
		fmt.Fprintf(&b, "%s\n", c.Title)
		for _, s := range c.Steps {
			fmt.Fprintf(&b, "  %-8s %s\n", s.Kind(), s.Example)
			if s.WithBlock {
				fmt.Fprintf(&b, "           \"\"\"\n           KEY: VALUE\n           \"\"\"\n")
			}
			if form := s.Form(); form != s.Example {
				fmt.Fprintf(&b, "           = %s\n", form)
			}
		}
		b.WriteByte('\n')
	}
	b.WriteString("Words in capitals\n")
	for _, v := range steps.Values() {
		fmt.Fprintf(&b, "  %-8s %s%s\n", v.Name, v.Means, such(v))
		if v.Every {
			fmt.Fprintf(&b, "           %s\n", strings.Join(v.Examples, "\n           "))
		}
	}
	if _, err := io.WriteString(out, b.String()); err != nil {
		return fmt.Errorf("write the steps: %w", err)
	}
	return nil
}

// such introduces the examples of a value, or all there are.
func such(v steps.Value) string {
	if v.Every {
		return ", one of:"
	}
	return ", such as " + strings.Join(v.Examples, ", ")
}
