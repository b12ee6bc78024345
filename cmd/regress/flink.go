package main

import (
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"streampark-regress/harness/deployment"
	"streampark-regress/suite/session"
)

// What --flink takes.
const (
	standInFlink = "stand-in"
	realFlink    = "real"
)

// addFlinkTo declares the flag that says what runs jobs.
func (o *options) addFlinkTo(f *pflag.FlagSet) {
	f.StringVar(&o.flink, "flink", standInFlink, "what StreamPark submits jobs to: stand-in (nothing runs them), real (a Flink session cluster beside "+
		"each server whose scenarios look at jobs), or real=IMAGE")
}

// flinkSettings reads --flink. A command that has no such flag has the stand-in.
func (o *options) flinkSettings() (session.Flink, error) {
	kind, image, named := strings.Cut(o.flink, "=")
	switch {
	case o.flink == "" || o.flink == standInFlink:
		return session.Flink{}, nil
	case kind != realFlink:
		return session.Flink{}, fmt.Errorf("unknown --flink %q: choose %s, %s or %s=IMAGE", o.flink, standInFlink, realFlink, realFlink)
	case named && strings.TrimSpace(image) == "":
		return session.Flink{}, fmt.Errorf("--flink %s: it names no image; write it as %s=IMAGE, or leave out the sign", o.flink, realFlink)
	}
	return session.Flink{Kind: deployment.RealFlink, Image: image}, nil
}
