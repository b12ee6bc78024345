package main

import (
	"time"

	"github.com/spf13/pflag"
)

// The usual values of flags.
const (
	usualOut   = "results"
	usualStart = 3 * time.Minute
)

// addOutTo declares the flag for the folder of the results.
func (o *options) addOutTo(f *pflag.FlagSet) {
	f.StringVar(&o.out, "out", usualOut, "folder for the results")
}
