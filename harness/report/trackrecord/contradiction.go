package trackrecord

import (
	"fmt"

	"streampark-regress/harness/release"
)

// Contradictions lists the cells that say otherwise than the catalogue, each in a
// line. Releases that the catalogue does not have, builds for one, are not held
// against it.
func (r Record) Contradictions(c *release.Catalogue) []string {
	var all []string
	for _, m := range r.Measurements {
		of, err := c.Find(m.Release)
		if err != nil {
			continue
		}
		for _, row := range Rows(c) {
			cell, has := m.Cells[row]
			if !has {
				continue
			}
			if why := contradiction(of, m.Database, row, cell); why != "" {
				all = append(all, fmt.Sprintf("%s on %s, %s: %s (run %s)", m.Release, m.Database, row, why, m.Run))
			}
		}
	}
	return all
}

// contradiction says in what a cell contradicts what is known of its release,
// empty for in nothing.
func contradiction(of release.Release, database, row string, cell Cell) string {
	if cell.Unexpected > 0 {
		return fmt.Sprintf("%d of %d scenarios unexpected", cell.Unexpected, cell.Scenarios)
	}
	known, has := of.Issue(row)
	has = has && (known.Database == "" || known.Database == database)
	switch {
	case row == Contract:
	case cell.State == Reproduced && !has:
		return "reproduced, and the catalogue does not know it there"
	case cell.State == NotThere && has:
		return "not there, and the catalogue says it is"
	}
	return ""
}
