package listing

import (
	"fmt"
	"io"
	"strings"

	"streampark-regress/steps"
)

// begin stands above the vocabulary in the documentation.
const begin = `# The steps of scenarios

Made of the code by ` + "`make docs`" + `; ` + "`regress steps`" + ` prints the same. A scenario is written in [Gherkin](https://cucumber.io/docs/gherkin/reference/) and begins with the StreamPark that it needs:

` + "```gherkin" + `
Feature: Tokens of our scheduler

  Scenario: It starts the nightly job
    Given StreamPark as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler starts the application
    Then the application starts
` + "```" + `

` + "`regress new scenario \"It starts the nightly job\" --features mine`" + ` writes one that runs as it stands, and ` + "`regress run --features mine`" + ` runs what is in the folder, without the built-in scenarios.

- A step **acts**, **calls** or **expects**. After a call comes what is expected of it, before anything else is done; a scenario that expects nothing is refused.
- ` + "`Given`, `When`, `Then` and `And`" + ` are for people: any step goes with any of them.
- Without a release ` + "(`StreamPark as shipped`)" + ` a scenario runs on every release that is chosen; with one ` + "(`StreamPark 2.1.4 as shipped`)" + ` on that alone.
- In a form, ` + "`[...]`" + ` can be left out, ` + "`(a|b)`" + ` is a choice, and words in capitals are [below](#words-in-capitals).
- A text block stands below a step between two lines of ` + "`\"\"\"`" + `.

## What tags mean

Tags of your own select scenarios, as in ` + "`--tags @nightly`" + `. These mean something:

| tag | what it does |
|---|---|
| ` + "`@known-issue-ID`" + ` | the scenario is about a known issue of the catalogue: one that shows it exactly is as expected |
| ` + "`@issue-ID`" + ` | ` + "`regress reproduce ID`" + ` runs it |
| ` + "`@own-server`" + ` | it has its server to itself |
| ` + "`@topology`" + ` | it runs only where it is asked for, by this tag or by name |
| ` + "`@flink`" + ` | it runs only with ` + "`--flink real`" + `: the steps about jobs on a real Flink need it |
| ` + "`@state`" + ` | it is about the state of jobs, and has a real Flink beside it where there is one |
| ` + "`@on-DATABASE`" + ` | it runs on that database only |
`

// Markdown writes the vocabulary for docs/steps.md.
func Markdown(out io.Writer) error {
	var b strings.Builder
	b.WriteString(begin)
	for _, c := range steps.Chapters() {
		fmt.Fprintf(&b, "\n## %s\n\n| | example | form |\n|---|---|---|\n", c.Title)
		for _, s := range c.Steps {
			form := ""
			if s.Form() != s.Example {
				form = code(s.Form())
			}
			block := ""
			if s.WithBlock {
				block = " and a text block of `KEY: VALUE`"
			}
			fmt.Fprintf(&b, "| %s | %s%s | %s |\n", s.Kind(), code(s.Example), block, form)
		}
	}
	b.WriteString("\n## Words in capitals\n\n| | what it is | |\n|---|---|---|\n")
	for _, v := range steps.Values() {
		examples := make([]string, len(v.Examples))
		for i, e := range v.Examples {
			examples[i] = code(e)
		}
		which := "such as "
		if v.Every {
			which = "one of "
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s%s |\n", v.Name, v.Means, which, strings.Join(examples, ", "))
	}
	if _, err := io.WriteString(out, b.String()); err != nil {
		return fmt.Errorf("write the steps: %w", err)
	}
	return nil
}

// code sets a text as code in a table.
func code(text string) string { return "`" + strings.ReplaceAll(text, "|", `\|`) + "`" }
