package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"streampark-regress/harness/docker"
	"streampark-regress/harness/model"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report"
	"streampark-regress/harness/verdict"
)

func newPlan(s streams) *cobra.Command {
	o := &options{}
	c := &cobra.Command{
		Use:   "plan",
		Short: "Say what a run would start and check, and stop",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			plan, _, err := o.plan()
			if err == nil {
				plan.Print(s.out)
			}
			return err
		},
	}
	o.addTo(c.Flags())
	return c
}

func newReleases(s streams) *cobra.Command {
	o := &options{}
	c := &cobra.Command{
		Use:   "releases",
		Short: "List the releases of the catalogue and their known issues",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			c, err := o.readCatalogue()
			if err != nil {
				return usage(err)
			}
			w := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
			fmt.Fprintln(w, "RELEASE\tIMAGE\tSTARTS AN APPLICATION AT\tAPI TOKENS EXPIRE\tKNOWN ISSUES")
			for _, r := range c.Releases {
				expiry, issues := "never", "-"
				if r.Tokens.APIExpiry == "session-ttl" {
					expiry = "after " + r.Config.SessionTTL.Shipped + " (" + r.Config.SessionTTL.Key + ")"
				}
				for i, k := range r.KnownIssues {
					if i == 0 {
						issues = ""
					}
					fixed := "not fixed yet"
					if k.FixedIn != "" {
						fixed = "fixed in " + k.FixedIn
					}
					if i > 0 {
						issues += "; "
					}
					issues += fmt.Sprintf("%s: %s (%s)", k.ID, k.Title, fixed)
				}
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", r.Version, r.Images[0], r.API.Start, expiry, issues)
			}
			if err := w.Flush(); err != nil {
				return err
			}
			return workarounds(s.out, c)
		},
	}
	c.Flags().StringVar(&o.catalogue, "releases-file", "", "another catalogue than the built-in releases.yaml")
	return c
}

// workarounds lists what people do against the known issues, and whether it
// can be recommended.
func workarounds(out io.Writer, c *release.Catalogue) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\nRELEASE\tWORKAROUND\tRECOMMENDED\tBECAUSE")
	for _, r := range c.Releases {
		for _, way := range r.Workarounds {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.Version, way.What, map[bool]string{true: "yes", false: "no"}[way.Good], way.Because)
		}
	}
	return w.Flush()
}

func newReport(s streams) *cobra.Command {
	return &cobra.Command{
		Use:   "report RUN",
		Short: "Write the reports of an earlier run again, from its event log",
		Long:  "RUN is the folder of a run, such as results/latest.",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			events, err := report.ReadFolder(args[0])
			if err != nil {
				return usage(err)
			}
			result := report.Build(events)
			if err := report.WriteFolder(args[0], result); err != nil {
				return inconclusive(err)
			}
			if err := report.Summary(s.out, result, columns(s.out)); err != nil {
				return inconclusive(err)
			}
			if result.ExitCode != verdict.ExitAsExpected {
				return &exit{code: result.ExitCode}
			}
			return nil
		},
	}
}

func newClean(s streams) *cobra.Command {
	return &cobra.Command{
		Use:   "clean",
		Short: "Remove the containers, networks and volumes of runs that were killed or kept",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			engine, err := docker.Connect(c.Context())
			if err != nil {
				return inconclusive(err)
			}
			swept, err := engine.Sweep(c.Context(), docker.Label)
			fmt.Fprintf(s.out, "removed %d containers, %d networks, %d volumes\n", swept.Containers, swept.Networks, swept.Volumes)
			if err != nil {
				return inconclusive(err)
			}
			return nil
		},
	}
}

func newDoctor(s streams) *cobra.Command {
	o := &options{}
	c := &cobra.Command{
		Use:   "doctor",
		Short: "Say what a run on this machine could use, and what is missing",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return doctor(c.Context(), s, o) },
	}
	o.addTo(c.Flags())
	o.addRunTo(c.Flags())
	return c
}

// doctor looks and changes nothing: it pulls no image.
func doctor(ctx context.Context, s streams, o *options) error {
	_, catalogue, err := o.plan()
	if err != nil {
		return err
	}
	if err := o.check(catalogue); err != nil {
		return usage(err)
	}
	fmt.Fprintf(s.out, "ok       model of %v: `regress run --target model` works without Docker\n", model.Releases())
	engine, err := docker.Connect(ctx)
	if err != nil {
		fmt.Fprintf(s.out, "missing  %v\n         start Docker; DOCKER_HOST names another engine\n", err)
		return inconclusive(nil)
	}
	fmt.Fprintf(s.out, "ok       Docker %s on %s, %s, %d MB\n", engine.Version, engine.Machine, engine.Arch, engine.MemoryMB)
	images, err := pairs("--image", o.images, catalogue)
	if err != nil {
		return usage(err)
	}
	for _, r := range catalogue.Releases {
		candidates := docker.Options{Images: images}.Candidates(r)
		found := false
		for _, ref := range candidates {
			if engine.HasImage(ctx, ref) {
				fmt.Fprintf(s.out, "ok       StreamPark %s: %s\n", r.Version, ref)
				found = true
				break
			}
		}
		if !found {
			fmt.Fprintf(s.out, "pull     StreamPark %s: %v is not here and will be pulled; a local one: --image %s=REF\n", r.Version, candidates, r.Version)
		}
	}
	db := o.dbImage
	if db == "" {
		db = catalogue.Databases[o.database].Image
	}
	if engine.HasImage(ctx, db) {
		fmt.Fprintf(s.out, "ok       database: %s\n", db)
	} else {
		fmt.Fprintf(s.out, "pull     database: %s is not here and will be pulled; a local one: --database-image REF\n", db)
	}
	return nil
}

func newModel(s streams) *cobra.Command {
	var release, home, listen, defect string
	c := &cobra.Command{
		Use:    "model",
		Short:  "Serve the model of a release as its image does (what the model's image runs)",
		Hidden: true,
		// The release's own start command may follow; the model is started already.
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			design, err := model.DesignOf(release)
			if err == nil {
				design, err = design.With(defect)
			}
			if err != nil {
				return usage(err)
			}
			if err := model.Serve(c.Context(), design, home, listen, slog.New(slog.NewTextHandler(os.Stdout, nil))); err != nil {
				return inconclusive(err)
			}
			return nil
		},
	}
	c.Flags().StringVar(&release, "release", "", "the release to stand in for")
	c.Flags().StringVar(&home, "home", "/streampark", "the folder with conf/config.yaml")
	c.Flags().StringVar(&listen, "listen", ":10000", "the address to listen on")
	c.Flags().StringVar(&defect, "defect", "", "a defect to have")
	c.Flags().SetInterspersed(false)
	return c
}
