package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"streampark-regress/harness/choice"
	"streampark-regress/harness/docker"
	"streampark-regress/harness/document"
	"streampark-regress/harness/model"
	"streampark-regress/harness/release"
	"streampark-regress/harness/verdict"
)

func newDoctor(s streams) *cobra.Command {
	o := startsNothing()
	var told conclusion
	c := &cobra.Command{
		Use:   "doctor",
		Short: "Say what a run on this machine could use, and what is missing",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := told.ready(); err != nil {
				return usage(err)
			}
			found := &checkup{Schema: 1, Found: []seen{}}
			err := doctor(c.Context(), found, o)
			if end, ended := errors.AsType[*exit](err); ended && end.code == verdict.ExitUsage {
				return err
			}
			found.Complete = err == nil
			return errors.Join(err, told.tell(s.out, found.text, func(out io.Writer) error { return document.Write(out, found) }))
		},
	}
	o.addSourcesTo(c.Flags())
	o.addDatabaseTo(c.Flags(), onDatabases)
	o.addFlinkTo(c.Flags())
	o.addCatalogueTo(c.Flags())
	told.addTo(c.Flags(), "cmd/regress/schema/doctor.v1.json")
	return c
}

// presence is what there is of something that a run could use.
type presence string

// The states.
const (
	there   presence = "ok"
	missing presence = "missing"
	// pulled and fetched: it is not here and is got when it is needed.
	pulled  presence = "pull"
	fetched presence = "fetch"
	// onRequest: it is not here and is needed only when it is asked for.
	onRequest presence = "-"
	// inVain: it is set, and nothing obeys it.
	inVain presence = "in vain"
)

// seen is one thing that was looked at.
type seen struct {
	State presence `json:"state"`
	What  string   `json:"what"`
	ToDo  string   `json:"to_do,omitempty"`
}

// checkup is what was found on this machine; its JSON is of the form of
// schema/doctor.v1.json.
type checkup struct {
	Schema   int    `json:"schema"`
	Complete bool   `json:"complete"`
	Found    []seen `json:"found"`
}

func (c *checkup) add(of presence, format string, values ...any) {
	c.Found = append(c.Found, seen{State: of, What: fmt.Sprintf(format, values...)})
}

// advise says what to do about what was found last.
func (c *checkup) advise(text string) { c.Found[len(c.Found)-1].ToDo = text }

// text writes it for people.
func (c *checkup) text(out io.Writer) error {
	var b strings.Builder
	for _, s := range c.Found {
		fmt.Fprintf(&b, "%-8s %s\n", s.State, s.What)
		if s.ToDo != "" {
			fmt.Fprintf(&b, "         %s\n", s.ToDo)
		}
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// standIns lists the releases that the model can stand in for.
func standIns(c *release.Catalogue) []string {
	var all []string
	for _, r := range c.Releases {
		if _, err := model.DesignOf(r); err == nil {
			all = append(all, r.Version)
		}
	}
	return all
}

// flinkImage says which Flink an image holds.
func flinkImage(ctx context.Context, found *checkup, e *docker.Engine, ref string) {
	if flink, err := e.FindFlink(ctx, []string{ref}, func(string) {}); err != nil {
		found.add(missing, "Flink: %v", err)
	} else {
		found.add(there, "Flink %s: %s", flink.Version, ref)
	}
}

// doctor looks and changes nothing: it pulls no image.
func doctor(ctx context.Context, found *checkup, o *options) error {
	catalogue, err := o.readCatalogue()
	if err != nil {
		return usage(err)
	}
	settings, err := o.settings(catalogue)
	if err != nil {
		return err
	}
	unread(found)
	found.add(there, "model of %s: `regress run --target model` works without Docker", strings.Join(standIns(catalogue), ", "))
	engine, err := docker.Connect(ctx)
	if err != nil {
		found.add(missing, "%v", err)
		found.advise("start Docker, or name another engine in DOCKER_HOST")
		return inconclusive(nil)
	}
	found.add(there, "Docker %s on %s, %s, %d MB", engine.Version, engine.Machine, engine.Arch, engine.MemoryMB)
	engine = engine.From(settings.Registry)
	all, err := needs(catalogue, settings, catalogue.Versions())
	if err != nil {
		return usage(err)
	}
	toPull := false
	for _, n := range all {
		ref, err := engine.Here(ctx, n.candidates)
		if err != nil {
			return inconclusive(err)
		}
		switch {
		case ref != "" && n.what == "Flink":
			flinkImage(ctx, found, engine, ref)
		case ref != "":
			found.add(there, "%s: %s", n.what, ref)
		case n.request:
			found.add(onRequest, "%s: %s is not here, and is run only when it is asked for", n.what, choice.Of(n.candidates))
		default:
			toPull = true
			found.add(pulled, "%s: %s is not here and will be pulled; a local one: %s", n.what, choice.Of(n.candidates), n.flag)
		}
	}
	if toPull {
		found.advise(bring)
	}
	return drivers(found, catalogue, settings)
}
