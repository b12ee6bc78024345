package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/pflag"
)

// conclusion is how a command tells what it has concluded: in English, or as JSON
// on the standard output or in a file.
type conclusion struct {
	asJSON bool
	file   string
}

// addTo declares its flags; form is the file of the JSON's schema.
func (c *conclusion) addTo(f *pflag.FlagSet, form string) {
	f.BoolVar(&c.asJSON, "json", false, "print JSON, of the form of "+form)
	f.StringVar(&c.file, "json-file", "", "write the same JSON to a file, besides what is printed")
}

// ready finds out whether the file can be written, before anything is done. The
// error is the user's.
func (c conclusion) ready() error {
	if c.file == "" {
		return nil
	}
	if err := writable(c.file); err != nil {
		return fmt.Errorf("--json-file: %w; name another file", err)
	}
	return nil
}

// tell prints and writes a conclusion.
func (c conclusion) tell(out io.Writer, text, asJSON func(io.Writer) error) error {
	if c.asJSON {
		text = asJSON
	}
	err := text(out)
	if c.file != "" {
		if written := replace(c.file, asJSON); written != nil {
			err = errors.Join(err, fmt.Errorf("write %s: %w", c.file, written))
		}
	}
	if err != nil {
		return inconclusive(err)
	}
	return nil
}
