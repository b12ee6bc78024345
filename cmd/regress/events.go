package main

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/pflag"

	"streampark-regress/harness/evidence"
)

// stdout is what stands for the standard output.
const stdout = "-"

// addEventsTo declares the flag that streams the event log.
func (o *options) addEventsTo(f *pflag.FlagSet) {
	f.StringVar(&o.events, "events", "", "- streams the event log to the standard output as it grows, a line of JSON each; all else goes to the standard error")
}

// besides is where the rest goes where the event log goes to the standard output.
// The error is the user's.
func (o *options) besides(s streams) (streams, error) {
	switch o.events {
	case "":
		return s, nil
	case stdout:
		return streams{s.in, s.err, s.err}, nil
	}
	return s, fmt.Errorf("--events %s: give -, the standard output; as a file the log is in the folder of the results, events.ndjson", o.events)
}

// eventWriter writes each event as a line of JSON. What cannot be written is told
// by the writer itself, at the end.
type eventWriter struct{ out io.Writer }

// Observe writes an event.
func (w eventWriter) Observe(e evidence.Event) {
	if line, err := json.Marshal(e); err == nil {
		fmt.Fprintf(w.out, "%s\n", line)
	}
}

// observers are told of every event: the screen, and who reads the log.
func (o *options) observers(s streams, shown *screen) []evidence.Observer {
	if o.events == stdout {
		return []evidence.Observer{shown, eventWriter{s.out}}
	}
	return []evidence.Observer{shown}
}
