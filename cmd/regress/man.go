package main

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"streampark-regress/harness/verdict"
	"streampark-regress/harness/version"
)

func newMan(s streams) *cobra.Command {
	return &cobra.Command{
		Use:    "man FOLDER",
		Short:  "Write the man pages, regress.1 and one of each command",
		Hidden: true,
		Args:   cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			header := doc.GenManHeader{Section: "1", Source: "regress " + version.Of().Version, Manual: "streampark-regress"}
			manuals := manuals()
			var pages []page
			for _, c := range shown(c.Root()) {
				c.DisableAutoGenTag = true
				c.Long = doing(c) + manuals[c.CommandPath()].sections()
				pages = append(pages, page{strings.ReplaceAll(c.CommandPath(), " ", "-") + ".1", func(out io.Writer) error {
					own := header // cobra puts the title into it
					return doc.GenMan(c, &own, out)
				}})
			}
			return writePages(s.out, args[0], pages)
		},
	}
}

// sections are what a manual says for a man page, which has the examples already.
func (m manual) sections() string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n\n# FILES\nIt writes %s.\n\n# EXIT STATUS\n", strings.Join(strings.Fields(m.writes), " "))
	for _, e := range m.all() {
		fmt.Fprintf(&b, "**%d**\n\t%s\n\n", e.code, e.means)
	}
	return b.String()
}

// all are the exit codes, with that of a wrong command line.
func (m manual) all() []exitCode {
	return append(slices.Clip(m.codes), exitCode{verdict.ExitUsage, wrongUsage})
}

// doing is what the help of a command says of what it does, without its manual.
func doing(c *cobra.Command) string {
	text, _, _ := strings.Cut(c.Long, "\n\nWrites:\n")
	return text
}

// shown are a command and those below it that the help lists.
func shown(c *cobra.Command) []*cobra.Command {
	all := []*cobra.Command{c}
	for _, below := range c.Commands() {
		if below.IsAvailableCommand() {
			all = append(all, shown(below)...)
		}
	}
	return all
}

// writePages writes pages into a folder.
func writePages(out io.Writer, folder string, pages []page) error {
	for _, p := range pages {
		file := filepath.Join(folder, p.name)
		if err := writable(file); err != nil {
			return usage(fmt.Errorf("write the documentation: %w", err))
		}
		if err := replace(file, p.write); err != nil {
			return inconclusive(fmt.Errorf("write %s: %w", file, err))
		}
		fmt.Fprintln(out, filepath.ToSlash(file))
	}
	return nil
}
