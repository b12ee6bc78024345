package trackrecord

import (
	"cmp"
	"slices"

	"streampark-regress/harness/database"
	"streampark-regress/harness/judge"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/verdict"
)

// Of is what a run found, a measurement for each release and database. Rows of
// which the run had no scenario have no cell.
func Of(r result.Result, c *release.Catalogue) []Measurement {
	var all []Measurement
	for _, of := range r.Releases() {
		m := Measurement{Release: of.Version, Database: string(cmp.Or(of.Database, database.PostgreSQL)), Target: r.Run.Target, At: r.Started.UTC(), Run: r.Run.ID, Cells: map[string]Cell{}}
		if r.Run.Regress != nil {
			m.Regress = r.Run.Regress.String()
		}
		for _, d := range r.Deployments {
			if d.Release == of.Version && d.Database == of.Database && d.Image != "" {
				m.Image, m.Digest, m.Java, m.Target = d.Image, r.Run.Images[d.Image], d.Java, cmp.Or(d.Target, m.Target)
				break
			}
		}
		for _, k := range issues(c) {
			if cell := ofIssue(r, k, of.Place()); cell.Scenarios > 0 {
				m.Cells[k.ID] = cell
			}
		}
		if cell := ofContract(r, of.Place()); cell.Scenarios > 0 {
			m.Cells[Contract] = cell
		}
		if len(m.Cells) > 0 {
			all = append(all, m)
		}
	}
	return all
}

// ofIssue is the cell of an issue, by the scenarios that are about it. What an
// upgrade does to it is another release's cell too, and left out.
func ofIssue(r result.Result, k release.KnownIssue, place string) Cell {
	c := Cell{State: Undecided}
	var shown, clean, other int
	for _, s := range r.Scenarios {
		tagged := slices.Contains(s.Tags, "@issue-"+k.ID) || slices.Contains(s.Tags, "@known-issue-"+k.ID)
		if !tagged || s.Place() != place || len(s.Becomes) > 0 || s.Ended() == verdict.NotRun {
			continue
		}
		c.Scenarios++
		if s.Ended() == verdict.Unexpected {
			c.Unexpected++
		}
		if k.Symptom.Log != "" && s.Ended() == verdict.AsExpected { // no call shows it
			if slices.Contains(s.KnownIssues, k.ID) {
				shown++
			} else {
				clean++
			}
			continue
		}
		// Each by itself: one in which another issue stood in the way says nothing
		// against those that came to their calls.
		alone := r
		alone.Scenarios = []result.Scenario{s}
		for _, stands := range alone.Standings(k) {
			switch {
			case len(stands.Undone) > 0:
				c.Undone++
			case stands.Showing == judge.Reproduced:
				shown++
			case stands.Showing == judge.NotReproduced:
				clean++
			case len(stands.Other) > 0:
				other++
			}
			for _, id := range stands.Masks {
				if !slices.Contains(c.Masked, id) {
					c.Masked = append(c.Masked, id)
				}
			}
		}
	}
	switch {
	case shown > 0:
		c.State = Reproduced
	case other > 0:
		c.State = Different
	case clean > 0 && c.Undone == 0:
		c.State = NotThere
	}
	if c.State != Undecided {
		c.Masked = nil
	}
	return c
}

// ofContract is the cell of the scenarios that any release has to pass.
func ofContract(r result.Result, place string) Cell {
	c := Cell{State: Undecided}
	for _, s := range r.Scenarios {
		if s.Place() != place || !slices.Contains(s.Tags, "@contract") || s.Ended() == verdict.NotRun {
			continue
		}
		c.Scenarios++
		switch s.Ended() {
		case verdict.Unexpected:
			c.Unexpected++
		case verdict.Inconclusive:
			c.Undone++
		case verdict.AsExpected, verdict.NotRun:
		}
	}
	switch {
	case c.Unexpected > 0:
		c.State = Different
	case c.Scenarios > 0 && c.Undone == 0:
		c.State = Kept
	}
	return c
}
