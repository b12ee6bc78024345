// Package prometheus writes what diagnose has found as metrics, for the textfile
// collector of Prometheus' node exporter. Names, units and types follow
// prometheus.io/docs/practices/naming: base units, the unit in the name, gauges.
// Neither token nor owner is among the labels.
package prometheus

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/diagnosis"
)

// Run is an examination, or the failure to make one.
type Run struct {
	diagnosis.Examination
	// URL is the address as it was given; it is a label.
	URL string
	// At is when it ended, by this machine's clock.
	At time.Time
	// Failed is set where there was none: a database that cannot be read, for one.
	Failed bool
}

// Write writes the metrics of a run. What could not be found out has no line, so that
// it is not taken for a zero.
func Write(out io.Writer, r Run) error {
	var b strings.Builder
	labels := []label{{"url", r.URL}}
	seen := !r.Failed && !r.NotSeen()
	gauge(&b, "streampark_diagnose_last_run_timestamp_seconds", "When regress diagnose ran last, in seconds since 1970.", labels, seconds(r.At))
	gauge(&b, "streampark_diagnose_success", "Whether an answer of StreamPark's was seen: 1 or 0.", labels, truths()[seen])
	if seen {
		gauge(&b, "streampark_token_accepted", "Whether StreamPark accepts the token: 1 or 0.", labels, truths()[r.Accepted])
		gauge(&b, "streampark_server_clock_offset_seconds", "How far the server's clock is ahead of this machine's.", labels, r.Skew.Seconds())
	}
	switch {
	case r.Token.Never:
		gauge(&b, expiry, expiryHelp, labels, math.Inf(1))
	case !r.Token.Expiry.IsZero():
		gauge(&b, expiry, expiryHelp, labels, seconds(r.Token.Expiry))
	}
	if c := r.Diagnosis.Cause; seen && c != cause.None {
		gauge(&b, "streampark_token_rejection_info", "Why the token is rejected, in the label cause; always 1.", append(slices.Clone(labels), label{"cause", string(c)}), 1)
	}
	if _, err := io.WriteString(out, b.String()); err != nil {
		return fmt.Errorf("write the metrics: %w", err)
	}
	return nil
}

const (
	expiry     = "streampark_token_expiry_timestamp_seconds"
	expiryHelp = "When the token expires by the server's clock, in seconds since 1970; +Inf for never."
)

// label is a name and a value.
type label struct{ name, value string }

// gauge writes a metric of one sample.
func gauge(b *strings.Builder, name, help string, labels []label, value float64) {
	var all []string
	escape := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)
	for _, l := range labels {
		all = append(all, l.name+`="`+escape.Replace(l.value)+`"`)
	}
	fmt.Fprintf(b, "# HELP %s %s\n# TYPE %s gauge\n%s{%s} %s\n", name, help, name, name, strings.Join(all, ","), number(value))
}

// number is a value as Prometheus reads it, whole seconds without an exponent.
func number(value float64) string {
	if math.IsInf(value, 1) {
		return "+Inf"
	}
	return strconv.FormatFloat(value, 'f', -1, 64)
}

func seconds(at time.Time) float64 { return float64(at.Unix()) }

// truths are what true and false are to Prometheus.
func truths() map[bool]float64 { return map[bool]float64{true: 1, false: 0} }
