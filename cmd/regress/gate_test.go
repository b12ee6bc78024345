package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/toxitest"
)

// gate stands before the engine: it passes everything on, and leads whoever asks for
// the port of a server over a way on which something can happen.
type gate struct {
	*httptest.Server
	t *testing.T
	// made changes what containers are made from, nil for nothing.
	made func(image string, host map[string]any)

	mu sync.Mutex
	// ways are by the release of the server.
	ways map[string]*toxitest.Way
	to   map[string]string
}

// newGate makes a gate that is not open yet: Start and StartTLS open it.
func newGate(t *testing.T) *gate {
	t.Helper()
	socket := strings.TrimPrefix(os.Getenv("DOCKER_HOST"), "unix://")
	if socket == "" {
		socket = "/var/run/docker.sock"
	}
	g := &gate{t: t, ways: map[string]*toxitest.Way{}, to: map[string]string{}}
	g.Server = httptest.NewUnstartedServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL.Scheme, r.Out.URL.Host = "http", "engine"
			if strings.HasSuffix(r.In.URL.Path, "/containers/create") && g.made != nil {
				g.make(r.Out)
			}
		},
		Transport: &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", socket)
		}},
		FlushInterval:  -1, // logs and events come as they happen
		ModifyResponse: g.answer,
		ErrorHandler:   func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) }, // who asked has gone
	})
	g.Config.ErrorLog = log.New(io.Discard, "", 0)
	t.Cleanup(g.CloseClientConnections)
	return g
}

// host is what DOCKER_HOST has to be.
func (g *gate) host() string { return "tcp://" + g.Listener.Addr().String() }

// way is the way to the server of a release.
func (g *gate) way(release string) *toxitest.Way {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.ways[release]
}

// make changes a request that makes a container.
func (g *gate) make(r *http.Request) {
	var asked map[string]any
	text, err := io.ReadAll(r.Body)
	if assert.NoError(g.t, err) && assert.NoError(g.t, decode(text, &asked)) {
		host, _ := asked["HostConfig"].(map[string]any)
		g.made(fmt.Sprint(asked["Image"]), host)
		text, err = json.Marshal(asked)
		assert.NoError(g.t, err)
	}
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
}

// answer leads those who ask where a server listens to a way of ours.
func (g *gate) answer(a *http.Response) error {
	parts := strings.Split(a.Request.URL.Path, "/")
	if len(parts) < 3 || parts[len(parts)-3] != "containers" || parts[len(parts)-1] != "json" || a.StatusCode != http.StatusOK {
		return nil
	}
	text, err := io.ReadAll(a.Body)
	if err != nil {
		return err
	}
	var found map[string]any
	if err := decode(text, &found); err != nil {
		return err
	}
	labels, _ := under(found, "Config", "Labels").(map[string]any)
	ports, _ := under(found, "NetworkSettings", "Ports").(map[string]any)
	if release, is := labels["streampark-regress.release"].(string); is {
		for _, bindings := range ports {
			all, _ := bindings.([]any)
			for _, b := range all {
				binding, _ := b.(map[string]any)
				binding["HostPort"] = g.lead(release, fmt.Sprint(binding["HostPort"]))
			}
		}
		if text, err = json.Marshal(found); err != nil {
			return err
		}
	}
	a.Body, a.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
	a.Header.Set("Content-Length", fmt.Sprint(len(text)))
	return nil
}

// lead is the port of the way that leads to the port of a server now.
func (g *gate) lead(release, port string) string {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.to[release] != port {
		g.to[release], g.ways[release] = port, toxitest.Open(g.t, "127.0.0.1:0", "127.0.0.1:"+port)
	}
	_, at, _ := net.SplitHostPort(g.ways[release].Address())
	return at
}

// decode keeps numbers as they are.
func decode(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	return d.Decode(into)
}

// under is what lies in an object at a path.
func under(object map[string]any, path ...string) any {
	var at any = object
	for _, key := range path {
		inner, _ := at.(map[string]any)
		at = inner[key]
	}
	return at
}
