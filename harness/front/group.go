package front

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/release"
	"streampark-regress/harness/serverlog"
	"streampark-regress/harness/streampark"
)

// group is a deployment whose servers stand behind a proxy: a Deployment. What is
// done to it is done to all its servers; what is asked of it and not named below is
// answered by the first.
type group struct {
	deployment.Deployment
	servers []deployment.Deployment
	proxy   *proxy
	clock   clock.Clock
	health  *deployment.Health
}

func newGroup(servers []deployment.Deployment, p *proxy) *group {
	var parts []*deployment.Health
	for _, s := range servers {
		parts = append(parts, s.Health())
	}
	g := &group{Deployment: servers[0], servers: servers, proxy: p, clock: servers[0].Clock(), health: deployment.NewHealth(parts...)}
	if len(servers) > 1 {
		var others []clock.Clock
		for _, s := range servers[1:] {
			others = append(others, s.Clock())
		}
		g.clock = clock.NewTogether(servers[0].Clock(), others...)
	}
	return g
}

// URL is the proxy's address.
func (g *group) URL() string { return g.proxy.address }

// Health is that of all servers.
func (g *group) Health() *deployment.Health { return g.health }

// Client calls at the proxy.
func (g *group) Client() *streampark.Client { return streampark.New(g.proxy.address) }

// Clock moves the clocks of all servers.
func (g *group) Clock() clock.Clock { return g.clock }

// Behind are the servers.
func (g *group) Behind() []deployment.Deployment { return g.servers }

// Rewind gives the next turn to the first server.
func (g *group) Rewind() { g.proxy.rewind() }

// Generation counts the starts of all servers: it changes with each.
func (g *group) Generation() int {
	sum := 1 - len(g.servers)
	for _, s := range g.servers {
		sum += s.Generation()
	}
	return sum
}

// Restart restarts the servers one after the other.
func (g *group) Restart(ctx context.Context) error {
	return g.each(func(s deployment.Deployment) error { return s.Restart(ctx) })
}

// Recreate replaces the servers one after the other.
func (g *group) Recreate(ctx context.Context) error {
	return g.each(func(s deployment.Deployment) error { return s.Recreate(ctx) })
}

// each does something to one server after the other.
func (g *group) each(do func(deployment.Deployment) error) error {
	for _, s := range g.servers {
		if err := do(s); err != nil {
			return fmt.Errorf("%s: %w", s.Name(), err)
		}
	}
	return nil
}

// Upgrade is for a server alone: replicas of two releases on one database are more
// than one scenario.
func (g *group) Upgrade(ctx context.Context, to release.Release, report deployment.Report) ([]string, error) {
	if len(g.servers) > 1 {
		return nil, &deployment.UnsupportedError{Target: g.Target(), What: "be upgraded while it has replicas"}
	}
	return g.servers[0].Upgrade(ctx, to, report)
}

// Log is what all servers have logged so far, server by server.
func (g *group) Log(ctx context.Context) (string, error) {
	var all []string
	var failures []error
	for _, s := range g.servers {
		text, err := s.Log(ctx)
		all, failures = append(all, text), append(failures, err)
	}
	return strings.Join(all, ""), errors.Join(failures...)
}

// LogCursor is the place where the logs of all servers end now.
func (g *group) LogCursor(ctx context.Context) (serverlog.Cursor, error) {
	var places []serverlog.Cursor
	for _, s := range g.servers {
		at, err := s.LogCursor(ctx)
		if err != nil {
			return at, fmt.Errorf("%s: %w", s.Name(), err)
		}
		places = append(places, at)
	}
	return serverlog.Join(places[0], places[1:]...), nil
}

// Close removes the proxy and all servers, the last first: the first has the
// database.
func (g *group) Close(ctx context.Context) error {
	failures := []error{g.proxy.close()}
	for _, s := range slices.Backward(g.servers) {
		failures = append(failures, s.Close(ctx))
	}
	return errors.Join(failures...)
}
