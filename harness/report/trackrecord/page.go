package trackrecord

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"streampark-regress/harness/release"
)

// Page writes the track record as docs/track-record.md.
func Page(out io.Writer, r Record, c *release.Catalogue, findings []Finding) error {
	var b strings.Builder
	b.WriteString("# Track record\n\nMade of track-record.json by `regress track-record`, which measures what is missing there.\n\n")
	b.WriteString("## Found here, and reported by nobody before\n\n| what happens | for whom it matters | found on | see it | a report ready to file |\n|---|---|---|---|---|\n")
	for _, f := range findings {
		report := "-"
		if f.Issue != "" {
			report = "`bug-report.md`, which that command writes"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | `%s` | %s |\n", f.Title, f.Matters, f.FoundOn, f.Command, report)
	}
	b.WriteString("\n## Every known issue over every release\n\n")
	b.WriteString("*reproduced*: a call met exactly its symptom. *not there*: the calls in which it would show went as they should. *different*: they came to something else. " +
		"*not decided*: such a call could not be made, or the issue in brackets stood in its way. *not run*: no scenario about it was run there. " +
		"*kept*: the contract's scenarios were as expected, known issues included. **!** contradicts the catalogue.\n")
	for _, on := range r.databases() {
		r.table(&b, c, on)
	}
	r.runs(&b)
	if _, err := io.WriteString(out, b.String()); err != nil {
		return fmt.Errorf("write the track record: %w", err)
	}
	return nil
}

// table is the table of a database, one row an issue and one column a release.
func (r Record) table(b *strings.Builder, c *release.Catalogue, on string) {
	versions := r.releases(c, on)
	title := on
	if d, known := c.Databases[on]; known {
		title = d.Title
	}
	fmt.Fprintf(b, "\n### On %s\n\n| issue | %s |\n|---|%s\n", title, strings.Join(versions, " | "), strings.Repeat("---|", len(versions)))
	for _, row := range Rows(c) {
		cells := make([]string, len(versions))
		for i, version := range versions {
			cells[i] = r.say(c, version, on, row)
		}
		fmt.Fprintf(b, "| %s | %s |\n", heading(row), strings.Join(cells, " | "))
	}
}

// say is a cell in words.
func (r Record) say(c *release.Catalogue, version, on, row string) string {
	m, has := r.Find(version, on, row)
	if !has {
		return string(NotRun)
	}
	cell := m.Cells[row]
	text := string(cell.State)
	if len(cell.Masked) > 0 {
		text += " (" + strings.Join(cell.Masked, ", ") + ")"
	}
	if m.ofModel() {
		text += ", MODEL"
	}
	if of, err := c.Find(version); err == nil && contradiction(of, on, row, cell) != "" {
		text = "**! " + text + "**"
	}
	return text
}

// heading names a row; a number is that of upstream's issue.
func heading(row string) string {
	if _, err := strconv.Atoi(row); err == nil {
		return fmt.Sprintf("[%s](https://github.com/apache/streampark/issues/%s)", row, row)
	}
	return row
}

// runs lists on what the cells were measured.
func (r Record) runs(b *strings.Builder) {
	b.WriteString("\n## What they were measured on\n\n| release | database | measured | image | digest | Java | cells | by regress |\n|---|---|---|---|---|---|---|---|\n")
	for _, m := range r.Measurements {
		digest := strings.TrimPrefix(m.Digest, "sha256:")
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %d | %s |\n", m.Release, m.Database, m.At.UTC().Format("2006-01-02 15:04 UTC"), or(m.Image, m.Target),
			or(digest[:min(12, len(digest))], "-"), or(m.Java, "-"), len(m.Cells), or(m.Regress, "-"))
	}
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// databases are those that anything was measured on.
func (r Record) databases() []string {
	var all []string
	for _, m := range r.Measurements {
		if !slices.Contains(all, m.Database) {
			all = append(all, m.Database)
		}
	}
	slices.Sort(all)
	return all
}

// releases are those of the catalogue, whether measured or not, and others that
// were measured on a database.
func (r Record) releases(c *release.Catalogue, on string) []string {
	var all []string
	for _, of := range c.Releases {
		if _, runs := of.Databases[on]; runs {
			all = append(all, of.Version)
		}
	}
	for _, m := range r.Measurements {
		if m.Database == on && !slices.Contains(all, m.Release) {
			all = append(all, m.Release)
		}
	}
	return all
}
