package docker

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/client"

	"streampark-regress/harness/clock/shim"
	"streampark-regress/harness/database"
	"streampark-regress/harness/streampark"
)

// Running is a StreamPark of ours that runs in a container, whoever started it.
type Running struct {
	// Name is the container's.
	Name    string
	Release string
	Image   string
	URL     string
	// Product is what keeps its rows, and Database the address of its database, with
	// the password; empty where StreamPark brings its own.
	Product  database.Product
	Database string
	// Movable is set where its clock can be moved.
	Movable bool

	engine *Engine
	id     string
	labels map[string]string
}

// Running lists the StreamParks that run and carry a label, such as Label or
// RunLabel=ID, by their names.
func (e *Engine) Running(ctx context.Context, label string) ([]Running, error) {
	filter := client.Filters{}.Add("label", label).Add("label", roleLabel+"="+string(roleServer)).Add("status", "running")
	found, err := e.client.ContainerList(ctx, client.ContainerListOptions{Filters: filter})
	if err != nil {
		return nil, fmt.Errorf("list the containers of regress: %w", err)
	}
	var all []Running
	for _, c := range found.Items {
		if len(c.Names) == 0 {
			continue
		}
		r := Running{Name: strings.TrimPrefix(c.Names[0], "/"), Release: c.Labels[releaseLabel], Image: c.Image, Product: database.Product(c.Labels[productLabel]), engine: e, id: c.ID, labels: c.Labels}
		for _, p := range c.Ports {
			if p.PublicPort != 0 {
				r.URL = "http://" + net.JoinHostPort("127.0.0.1", strconv.Itoa(int(p.PublicPort)))
			}
		}
		if r.Movable, err = r.hasShim(ctx); err != nil {
			return nil, err
		}
		if name := c.Labels[databaseLabel]; name != "" {
			if r.Database, err = e.databaseOf(ctx, c.Labels[RunLabel], r.Product, name); err != nil {
				return nil, err
			}
		}
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b Running) int { return strings.Compare(a.Name, b.Name) })
	return all, nil
}

// hasShim reports whether the container was started with the clock shim.
func (r Running) hasShim(ctx context.Context) (bool, error) {
	found, err := r.engine.client.ContainerInspect(ctx, r.id, client.ContainerInspectOptions{})
	if err != nil {
		return false, fmt.Errorf("look at the container %s: %w", r.Name, err)
	}
	return found.Container.Config != nil && slices.Contains(found.Container.Config.Env, "LD_PRELOAD="+shim.Library), nil
}

// databaseOf is the address of a database on the run's server of a product; empty
// where that does not run any more.
func (e *Engine) databaseOf(ctx context.Context, run string, of database.Product, name string) (string, error) {
	filter := client.Filters{}.Add("label", RunLabel+"="+run).Add("label", roleLabel+"="+string(roleDatabase)).Add("label", productLabel+"="+string(of)).Add("status", "running")
	found, err := e.client.ContainerList(ctx, client.ContainerListOptions{Filters: filter})
	if err != nil || len(found.Items) == 0 {
		return "", err
	}
	looked, err := e.client.ContainerInspect(ctx, found.Items[0].ID, client.ContainerInspectOptions{})
	if err != nil {
		return "", fmt.Errorf("look at the database's container: %w", err)
	}
	p := products()[of]
	for _, port := range found.Items[0].Ports {
		if port.PublicPort != 0 && strconv.Itoa(int(port.PrivatePort)) == p.port {
			server, err := p.server(net.JoinHostPort("127.0.0.1", strconv.Itoa(int(port.PublicPort))), passwordIn(looked.Container.Config))
			if err != nil {
				return "", err
			}
			return server.Address(name)
		}
	}
	return "", nil
}

// passwordIn is the password that a database's container was told.
func passwordIn(c *container.Config) string {
	if c == nil {
		return ""
	}
	for _, variable := range c.Env {
		if name, value, _ := strings.Cut(variable, "="); strings.HasSuffix(name, "_PASSWORD") {
			return value
		}
	}
	return ""
}

// Serves reports whether an address is the server's: its port on this machine.
func (r Running) Serves(at *url.URL) bool {
	own, err := url.Parse(r.URL)
	if err != nil || own.Port() != at.Port() {
		return false
	}
	host := at.Hostname()
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// ServerTime is the server's clock.
func (r Running) ServerTime(ctx context.Context) (time.Time, error) {
	return streampark.New(r.URL).ServerTime(ctx)
}

// Ahead is how far its clock was moved.
func (r Running) Ahead(ctx context.Context) (time.Duration, error) {
	files := installation{}
	if err := r.engine.copyOut(ctx, r.id, shim.Offset, "", files); err != nil {
		return 0, fmt.Errorf("read the clock of %s: %w", r.Name, err)
	}
	for _, content := range files {
		return shim.Decode(content)
	}
	return 0, fmt.Errorf("read the clock of %s: there is no %s", r.Name, shim.Offset)
}

// Shift sets how far its clock runs ahead of the machine's.
func (r Running) Shift(ctx context.Context, ahead time.Duration) error {
	return r.engine.attached(ctx, r.id, shim.Agent, "offset", strconv.FormatInt(ahead.Nanoseconds(), 10))
}
