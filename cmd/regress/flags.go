package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// strict makes every flag of a command, and of the commands below it, refuse
// what cannot be meant: an empty value, a second value that would take the
// place of the first, the same entry of a list twice, and a negative number.
func strict(c *cobra.Command) {
	c.Flags().VisitAll(func(f *pflag.Flag) {
		f.Value = &strictValue{Value: f.Value}
		if f.DefValue == "[]" { // pflag shows the default of a type it does not know
			f.DefValue = ""
		}
	})
	for _, below := range c.Commands() {
		strict(below)
	}
}

// strictValue is the value of a flag that refuses what cannot be meant.
type strictValue struct {
	pflag.Value
	// given are the values that were set so far, of a list its entries.
	given []string
}

// Set takes a value from the command line or from the environment.
func (v *strictValue) Set(text string) error {
	if strings.TrimSpace(text) == "" {
		return errors.New("it is empty: give it a value or leave it out")
	}
	entries := []string{text}
	switch v.Type() {
	case "stringSlice":
		entries = strings.Split(text, ",")
	case "bool", "stringArray":
	default:
		if len(v.given) > 0 {
			return fmt.Errorf("it is given a second time, after %q: give it once", v.given[0])
		}
	}
	for _, entry := range entries {
		switch {
		case strings.TrimSpace(entry) == "":
			return errors.New("one of its entries is empty")
		case v.isList() && slices.Contains(v.given, entry):
			return fmt.Errorf("%s is in it twice", entry)
		}
		v.given = append(v.given, entry)
	}
	if v.isNumber() && strings.HasPrefix(text, "-") {
		return errors.New("it is negative")
	}
	return v.Value.Set(text)
}

func (v *strictValue) isList() bool { return v.Type() == "stringSlice" || v.Type() == "stringArray" }

func (v *strictValue) isNumber() bool {
	return slices.Contains([]string{"int", "int64", "uint64", "duration"}, v.Type())
}
