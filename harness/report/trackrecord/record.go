// Package trackrecord is the track record: every known issue and the contract over
// every release, as real runs found them. A cell is measured once and kept with
// what it was measured on.
package trackrecord

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/release"
)

// Contract is the row of the scenarios that any release has to pass.
const Contract = "contract"

// State is what a cell says.
type State string

// The states.
const (
	// Reproduced: a call met exactly the issue's symptom.
	Reproduced State = "reproduced"
	// NotThere: the calls in which it would show went as they should.
	NotThere State = "not there"
	// Different: such a call came to something else; of the contract, a scenario
	// was unexpected.
	Different State = "different"
	// Undecided: its scenarios were run, and such a call could not be made, or
	// another issue stood in its way.
	Undecided State = "not decided"
	// NotRun: no scenario was run.
	NotRun State = "not run"
	// Kept is the contract alone, known issues included.
	Kept State = "kept"
)

// Record is what was measured so far.
type Record struct {
	Schema       int           `json:"schema"`
	Measurements []Measurement `json:"measurements"`
}

// Measurement is what one run found on a release and a database.
type Measurement struct {
	Release  string `json:"release"`
	Database string `json:"database"`
	// Target is where the server came from. What the model answered is no more than
	// a trial of the scenarios.
	Target string `json:"target"`
	Image  string `json:"image,omitempty"`
	Digest string `json:"digest,omitempty"`
	Java   string `json:"java,omitempty"`
	// At is when the run began.
	At  time.Time `json:"at"`
	Run string    `json:"run"`
	// Regress is the program that measured it.
	Regress string `json:"regress,omitempty"`
	// Cells are by the ID of the issue, and Contract.
	Cells map[string]Cell `json:"cells"`
}

// Cell is how a release stands to an issue.
type Cell struct {
	State State `json:"state"`
	// Scenarios counts those that were run, and Unexpected those of them that
	// contradict the catalogue.
	Scenarios  int `json:"scenarios"`
	Unexpected int `json:"unexpected,omitempty"`
	// Undone counts those that could not be carried out.
	Undone int `json:"undone,omitempty"`
	// Masked are other issues that stood in the way.
	Masked []string `json:"masked,omitempty"`
}

// Settled reports whether measuring it again would find out nothing more.
func (c Cell) Settled() bool { return c.State != NotRun && (c.State != Undecided || c.Undone == 0) }

// ofModel reports whether the built-in model answered.
func (m Measurement) ofModel() bool { return deployment.IsModel(m.Target) }

// Find is the measurement that has a cell, and whether there is one.
func (r Record) Find(version, database, issue string) (Measurement, bool) {
	for _, m := range r.Measurements {
		if _, has := m.Cells[issue]; has && m.Release == version && m.Database == database {
			return m, true
		}
	}
	return Measurement{}, false
}

// Missing lists the rows that are not settled yet, in the order of the catalogue.
func (r Record) Missing(version, database string, c *release.Catalogue) []string {
	var missing []string
	for _, row := range Rows(c) {
		if m, has := r.Find(version, database, row); !has || !m.Cells[row].Settled() {
			missing = append(missing, row)
		}
	}
	return missing
}

// With is the record with another measurement in it. Its cells take the place of
// earlier ones, but for one that found out less, one of an earlier run, and one of the
// model where a real server was measured.
func (r Record) With(m Measurement) Record {
	m.Cells = maps.Clone(m.Cells)
	with := Record{Schema: Schema, Measurements: []Measurement{}}
	for _, was := range r.Measurements {
		if was.Release == m.Release && was.Database == m.Database {
			was.Cells = maps.Clone(was.Cells)
			for row, cell := range m.Cells {
				old, has := was.Cells[row]
				switch {
				case !has:
				case m.ofModel() && !was.ofModel(), old.Settled() && (!cell.Settled() || was.At.After(m.At) && m.ofModel() == was.ofModel()):
					delete(m.Cells, row)
				default:
					delete(was.Cells, row)
				}
			}
		}
		if len(was.Cells) > 0 {
			with.Measurements = append(with.Measurements, was)
		}
	}
	if len(m.Cells) > 0 {
		with.Measurements = append(with.Measurements, m)
	}
	slices.SortStableFunc(with.Measurements, func(a, b Measurement) int {
		return cmp.Or(release.Compare(a.Release, b.Release), cmp.Compare(a.Database, b.Database), a.At.Compare(b.At))
	})
	return with
}

// Rows are the known issues of all releases, each once, and the contract.
func Rows(c *release.Catalogue) []string {
	var rows []string
	for _, k := range issues(c) {
		rows = append(rows, k.ID)
	}
	return append(rows, Contract)
}

// issues are the known issues of all releases, each once.
func issues(c *release.Catalogue) []release.KnownIssue {
	var all []release.KnownIssue
	for _, r := range c.Releases {
		for _, k := range r.KnownIssues {
			if !slices.ContainsFunc(all, func(other release.KnownIssue) bool { return other.ID == k.ID }) {
				all = append(all, k)
			}
		}
	}
	return all
}
