package comparison

import (
	"fmt"
	"io"
	"strings"

	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/verdict"
)

// most is how many scenarios a list names that are not the point.
const most = 10

// Write writes a comparison for people, with the verdict as the last line.
func Write(out io.Writer, c Comparison) error {
	var b strings.Builder
	fmt.Fprintf(&b, "before  %s\nafter   %s\n", run(c.Before), run(c.After))
	for _, d := range c.Setting {
		fmt.Fprintf(&b, "%s: %s -> %s\n", d.What, d.Before, d.After)
	}
	for _, changed := range c.Changed {
		s := changed.After
		fmt.Fprintf(&b, "\n%s: %s  (%s:%d)\n", s.Place(), s.Name, s.File, s.Line)
		for _, d := range changed.Differences {
			fmt.Fprintf(&b, "  %s: %s -> %s\n", d.What, dash(d.Before), dash(d.After))
		}
	}
	scenarios(&b, "only before", c.Gone)
	scenarios(&b, "only after", c.New)
	durations(&b, c)
	headline := "CHANGED"
	if c.Same() {
		headline = "UNCHANGED"
	}
	fmt.Fprintf(&b, "\n%s: %s in both runs, %d changed, %d only before, %d only after\n", headline,
		words.Count(c.Both, "scenario"), len(c.Changed), len(c.Gone), len(c.New))
	if _, err := io.WriteString(out, b.String()); err != nil {
		return fmt.Errorf("write the comparison: %w", err)
	}
	return nil
}

func run(r result.Result) string {
	return fmt.Sprintf("%s  %s, %d of %s as expected, on %s", r.Run.ID, words.Headline(r), r.Count(verdict.AsExpected), words.Count(len(r.Scenarios), "scenario"), r.Run.Target)
}

func scenarios(b *strings.Builder, what string, all []result.Scenario) {
	if len(all) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s: %s\n", what, words.Count(len(all), "scenario"))
	for i, s := range all {
		if i == most {
			fmt.Fprintf(b, "  and %d more\n", len(all)-most)
			return
		}
		fmt.Fprintf(b, "  %s: %s  (%s:%d)\n", s.Place(), s.Name, s.File, s.Line)
	}
}

// durations tells how long the runs took, their servers and the scenarios that
// differ most.
func durations(b *strings.Builder, c Comparison) {
	fmt.Fprintf(b, "\nduration: %.1f s -> %.1f s; the last server was ready after %.1f s -> %.1f s\n", c.Before.Seconds, c.After.Seconds, ready(c.Before), ready(c.After))
	for _, list := range []struct {
		what string
		all  []Change
	}{{"slower", c.Slower}, {"faster", c.Faster}} {
		for i, s := range list.all {
			if i == most {
				fmt.Fprintf(b, "  %s: and %s more\n", list.what, words.Count(len(list.all)-most, "scenario"))
				break
			}
			fmt.Fprintf(b, "  %s: %.1f s -> %.1f s  %s: %s\n", list.what, s.Before.Seconds, s.After.Seconds, s.After.Place(), s.After.Name)
		}
	}
}

func ready(r result.Result) float64 {
	var slowest float64
	for _, d := range r.Deployments {
		slowest = max(slowest, d.StartSeconds)
	}
	return slowest
}
