package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"streampark-regress/fixtures"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/trackrecord"
	"streampark-regress/steps/listing"
)

// page is a page of the documentation that is made of the code.
type page struct {
	name  string
	write func(io.Writer) error
}

func newDocs(s streams) *cobra.Command {
	return &cobra.Command{
		Use:    "docs FOLDER",
		Short:  "Write the pages of the documentation that are made of the code",
		Hidden: true,
		Args:   cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			commands := func(out io.Writer) error { return writeCommands(out, c.Root()) }
			pages := []page{{"steps.md", listing.Markdown}, {"cli.md", commands}}
			data := filepath.Join(args[0], "track-record.json")
			if _, err := os.Stat(data); err == nil {
				pages = append(pages, page{"track-record.md", func(out io.Writer) error { return writeTrackRecord(out, data) }})
			}
			return writePages(s.out, args[0], pages)
		},
	}
}

// writeTrackRecord writes the page of a data file.
func writeTrackRecord(out io.Writer, data string) error {
	r, err := readRecord(data)
	if err != nil {
		return err
	}
	c, err := release.Parse(fixtures.Releases)
	if err != nil {
		return err
	}
	findings, err := trackrecord.Findings(fixtures.Findings)
	if err != nil {
		return err
	}
	return trackrecord.Page(out, r, c, findings)
}

// writeCommands writes what the help of all commands says, as a page.
func writeCommands(out io.Writer, root *cobra.Command) error {
	var b strings.Builder
	b.WriteString("# Commands\n\nMade of the code by `make docs`; `regress COMMAND --help` says the same, and `make man` makes man pages of it.\n\n| | |\n|---|---|\n")
	all := shown(root)
	for _, c := range all {
		anchor := strings.ReplaceAll(c.CommandPath(), " ", "-")
		fmt.Fprintf(&b, "| [%s](#%s) | %s |\n", c.CommandPath(), anchor, inCell(c.Short))
	}
	manuals := manuals()
	for _, c := range all {
		writeCommand(&b, c, manuals[c.CommandPath()])
	}
	_, err := io.WriteString(out, strings.TrimRight(b.String(), "\n")+"\n")
	return err
}

func writeCommand(b *strings.Builder, c *cobra.Command, m manual) {
	fmt.Fprintf(b, "\n## %s\n\n%s\n\n```\n%s\n```\n\n", c.CommandPath(), strings.TrimSpace(doing(c)), c.UseLine())
	b.WriteString("```sh\n")
	for i, e := range m.examples {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(b, "# %s\n%s\n", e.does, e.line)
	}
	fmt.Fprintf(b, "```\n\nIt writes %s.\n\n| exit code | |\n|---|---|\n", strings.Join(strings.Fields(m.writes), " "))
	for _, e := range m.all() {
		fmt.Fprintf(b, "| %d | %s |\n", e.code, inCell(e.means))
	}
	rows := flagRows(c)
	if rows != "" {
		fmt.Fprintf(b, "\n| flag | variable | default | |\n|---|---|---|---|\n%s", rows)
	}
}

// flagRows are the flags of a command as the rows of a table.
func flagRows(c *cobra.Command) string {
	var b strings.Builder
	c.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" || f.Name == "version" {
			return
		}
		var names []string
		for _, v := range variables(f) {
			names = append(names, "`"+v.name+"`")
		}
		standard := ""
		if d := strings.Trim(f.DefValue, "[]"); d != "" && d != "false" && d != "0" {
			standard = "`" + d + "`"
		}
		fmt.Fprintf(&b, "| `--%s` | %s | %s | %s |\n", f.Name, strings.Join(names, ", "), standard, inCell(f.Usage))
	})
	return b.String()
}

// inCell is a text as a cell of a table holds it.
func inCell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }
