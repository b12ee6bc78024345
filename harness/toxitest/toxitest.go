// Package toxitest puts Toxiproxy between two that talk over TCP, in the test's own
// process, and does to what they say what a test wants.
package toxitest

import (
	"bytes"
	"encoding/json"
	"testing"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"
)

// Way is a way from an address to another that leads through a proxy.
type Way struct{ proxy *toxiproxy.Proxy }

// Toxic is something that happens on a way to the answers, as Toxiproxy names it, with
// its attributes.
type Toxic struct {
	Type       string         `json:"type"`
	Attributes map[string]any `json:"attributes"`
}

// Late has answers come so many milliseconds late.
func Late(milliseconds int) Toxic { return Toxic{"latency", map[string]any{"latency": milliseconds}} }

// Half cuts answers off after so many bytes.
func Half(bytes int) Toxic { return Toxic{"limit_data", map[string]any{"bytes": bytes}} }

// Silent lets nothing through, and leaves connections open.
func Silent() Toxic { return Toxic{"timeout", map[string]any{"timeout": 0}} }

// Endless has HTTP answers of JSON begin and never end.
func Endless() Toxic { return Toxic{endlessType, map[string]any{}} }

// Page has every HTTP answer be a page, as that of a proxy that asks for a sign-in.
func Page() Toxic { return Toxic{pageType, map[string]any{}} }

// Try opens a way from an address, such as 127.0.0.1:0, to another, until the test
// ends. The error is for an address where nobody can listen.
func Try(t *testing.T, from, to string) (*Way, error) {
	t.Helper()
	quiet := zerolog.Nop()
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(prometheus.NewRegistry()), quiet)
	w := &Way{toxiproxy.NewProxy(server, to, from, to)}
	if err := w.proxy.Start(); err != nil {
		return nil, err
	}
	t.Cleanup(w.proxy.Stop)
	return w, nil
}

// Open is Try for an address where it has to be possible.
func Open(t *testing.T, from, to string) *Way {
	t.Helper()
	w, err := Try(t, from, to)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// Address is where the way begins.
func (w *Way) Address() string { return w.proxy.Listen }

// Close ends all connections and refuses others.
func (w *Way) Close() { w.proxy.Stop() }

// Poison does something to all answers from now on.
func (w *Way) Poison(t *testing.T, with Toxic) {
	t.Helper()
	text, err := json.Marshal(with)
	if err == nil {
		_, err = w.proxy.Toxics.AddToxicJson(bytes.NewReader(text))
	}
	if err != nil {
		t.Fatal(err)
	}
}
