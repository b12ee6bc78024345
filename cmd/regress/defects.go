package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"streampark-regress/features"
	"streampark-regress/fixtures"
	"streampark-regress/harness/choice"
	"streampark-regress/harness/model"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/verdict"
	"streampark-regress/suite"
	"streampark-regress/suite/defects"
)

func newDefects(s streams) *cobra.Command {
	var byScenario, all, list bool
	c := &cobra.Command{
		Use:   "defects [NAME...]",
		Short: "Break the model on purpose, once for each defect, and say which scenario noticed",
		Long: `Starts the model with each defect it has, and plays the scenarios until one has
noticed it and named its suspect. A defect that no scenario notices makes the exit
code 1: the scenarios would not notice a release that is broken like that. One with
which no scenario could be played to its end is not tried, and makes it 2. With
names it tries these alone. With --list it names them, and tries none.`,
		RunE: func(c *cobra.Command, names []string) error {
			chosen, err := chooseDefects(names)
			if err != nil {
				return usage(err)
			}
			if list {
				return listDefects(s, chosen)
			}
			bench, err := builtIn()
			if err != nil {
				return usage(err)
			}
			extent := defects.UntilCaught
			if all {
				extent = defects.Everything
			}
			if byScenario {
				return defectsByScenario(c.Context(), s, bench, chosen, extent)
			}
			return allDefects(c.Context(), s, bench, chosen, extent)
		},
	}
	c.Flags().BoolVar(&byScenario, "by-scenario", false, "inject every defect into every release and say which defect each scenario notices first, or with --all each that it notices (hours)")
	c.Flags().BoolVar(&all, "all", false, "play all scenarios with each defect, to count how many notice it")
	c.Flags().BoolVar(&list, "list", false, "name each defect and say what is broken, and try none")
	c.MarkFlagsMutuallyExclusive("list", "all")
	c.MarkFlagsMutuallyExclusive("list", "by-scenario")
	return c
}

// listDefects names defects, in the order of their names.
func listDefects(s streams, chosen []model.Defect) error {
	w := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	for _, d := range slices.SortedFunc(slices.Values(chosen), func(a, b model.Defect) int { return strings.Compare(a.Name, b.Name) }) {
		fmt.Fprintf(w, "%s\t%s\n", d.Name, d.Is)
	}
	return w.Flush()
}

// builtIn is the catalogue and the scenarios the program carries.
func builtIn() (defects.Bench, error) {
	catalogue, err := release.Parse(fixtures.Releases)
	if err != nil {
		return defects.Bench{}, err
	}
	scenarios, err := suite.Load(features.Files)
	return defects.Bench{Catalogue: catalogue, Scenarios: scenarios, Features: features.Files}, err
}

// chooseDefects are the defects of these names, or all.
func chooseDefects(names []string) ([]model.Defect, error) {
	all := model.Defects()
	if len(names) == 0 {
		return all, nil
	}
	known := make([]string, len(all))
	for i, d := range all {
		known[i] = d.Name
	}
	var chosen []model.Defect
	for _, name := range names {
		i := slices.Index(known, name)
		if slices.ContainsFunc(chosen, func(d model.Defect) bool { return d.Name == name }) {
			return nil, fmt.Errorf("the defect %s is named twice", name)
		}
		if i < 0 {
			return nil, fmt.Errorf("unknown defect %q: the nearest is %q, and `regress defects --list` names all %d", name, choice.Nearest(name, known), len(known))
		}
		chosen = append(chosen, all[i])
	}
	return chosen, nil
}

func allDefects(ctx context.Context, s streams, b defects.Bench, chosen []model.Defect, extent defects.Extent) error {
	tried := 0
	b.Tell = func(f defects.Found) {
		tried++
		mark := words.Mark(result.Passed)
		if len(f.Caught) == 0 || !f.Named() {
			mark = words.Mark(result.Failed)
		}
		fmt.Fprintf(s.err, "%s [%d/%d] %s on %s\n", mark, tried, len(chosen), f.Defect.Name, f.Release)
	}
	all, err := b.Try(ctx, chosen, extent)
	if err != nil {
		return inconclusive(err)
	}
	missed, untried := 0, 0
	w := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "DEFECT\tRELEASE\tCAUGHT BY\tSUSPECT NAMED\tFIRST SCENARIO")
	for _, f := range all {
		by, first, suspect := fmt.Sprintf("%d of %d scenarios", len(f.Caught), f.Scenarios), "", ""
		if len(f.Caught) > 0 {
			c := f.Caught[0]
			first = fmt.Sprintf("%s (%s:%d)", c.Name, c.File, c.Line)
		}
		switch {
		case f.Scenarios == 0:
			by, untried = "NOT TRIED: no scenario was played to its end", untried+1
		case len(f.Caught) == 0:
			by, missed = "NOBODY", missed+1
		case !f.Named():
			suspect, missed = fmt.Sprintf("NOT NAMED, should be %s", f.Defect.Suspect), missed+1
		case f.Defect.Suspect != "":
			suspect = string(f.Defect.Suspect)
		case len(f.Suspects) > 0:
			suspect = string(f.Suspects[0])
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", f.Defect.Name, f.Release, by, suspect, first)
	}
	if err := w.Flush(); err != nil {
		return inconclusive(err)
	}
	var wrong []string
	code := verdict.ExitAsExpected
	if untried > 0 {
		wrong, code = append(wrong, "not tried: "+words.Count(untried, "defect")), verdict.ExitInconclusive
	}
	if missed > 0 {
		wrong, code = append(wrong, "missed or not named: "+words.Count(missed, "defect")), verdict.ExitUnexpected
	}
	if len(wrong) == 0 {
		return nil
	}
	return &exit{code: code, err: errors.New(strings.Join(wrong, "; "))}
}

// defectsByScenario says for each scenario which defects it notices, on any
// release.
func defectsByScenario(ctx context.Context, s streams, b defects.Bench, chosen []model.Defect, extent defects.Extent) error {
	noticed, err := b.ByScenario(ctx, chosen, extent)
	if err != nil {
		return inconclusive(err)
	}
	idle, unplayed := 0, 0
	for _, sc := range b.Scenarios {
		n := noticed[sc.At()]
		by := strings.Join(n.Defects, ", ")
		switch {
		case n.Played == 0 && sc.NeedsFlink():
			by, unplayed = "not played: it looks at a real Flink, and the model has none", unplayed+1
		case n.Played == 0:
			by, unplayed = "NOT PLAYED: on the model it never came to its end", unplayed+1
		case by == "" && sc.NoDefect != "":
			by = "no defect: " + sc.NoDefect
		case by == "":
			by, idle = "NO DEFECT, and its description does not say why it is there: write a line \"No defect: ...\"", idle+1
		}
		fmt.Fprintf(s.out, "%s (%s)\n    %s\n", sc.Name, sc.At(), by)
	}
	fmt.Fprintf(s.out, "%d of %d scenarios notice no defect and do not say why, %d were not played\n", idle, len(b.Scenarios), unplayed)
	switch {
	case unplayed == len(b.Scenarios):
		return inconclusive(errors.New("no scenario was played to its end: nothing is known of them"))
	case idle > 0:
		return &exit{code: verdict.ExitUnexpected}
	}
	return nil
}
