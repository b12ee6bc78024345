// Package front puts something between callers and StreamPark: a round robin in
// front of two replicas, or a reverse proxy that does something to the header
// Authorization. It is a small proxy of our own in this program, so what it shows
// is what StreamPark does behind such a thing and not what any product in front of
// it does; every answer that comes through it says so in the header Via.
package front

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"streampark-regress/harness/deployment"
)

// Of is a provider that also makes deployments with something in front, of those of
// another. Their servers are the other's: whoever prepares a scenario calls one of
// them by itself, see deployment.Behind.
func Of(p deployment.Provider) deployment.Provider { return &provider{Provider: p} }

type provider struct {
	deployment.Provider

	mu   sync.Mutex
	made []*group
}

// MemoryMB is that of all servers of the spec.
func (p *provider) MemoryMB(s deployment.Spec) int64 {
	return int64(s.Front.Replicas()) * p.Provider.MemoryMB(s)
}

// Start starts the servers of the spec, and what is in front of them.
func (p *provider) Start(ctx context.Context, name string, spec deployment.Spec, report deployment.Report) (deployment.Deployment, error) {
	first, err := p.Provider.Start(ctx, name, spec, report)
	if err != nil || spec.Front == deployment.Direct {
		return first, err
	}
	servers := []deployment.Deployment{first}
	fail := func(err error) (deployment.Deployment, error) {
		failures := []error{err}
		for _, s := range servers {
			failures = append(failures, s.Close(context.WithoutCancel(ctx)))
		}
		return nil, errors.Join(failures...)
	}
	for n := 2; n <= spec.Front.Replicas(); n++ {
		able, is := first.(deployment.Replicable)
		if !is {
			return fail(&deployment.UnsupportedError{Target: p.Target(), What: "have replicas"})
		}
		report(fmt.Sprintf("starting replica %d", n))
		next, err := able.Replicate(ctx, fmt.Sprintf("%s-replica-%d", name, n), report)
		if err != nil {
			return fail(fmt.Errorf("start replica %d: %w", n, err))
		}
		servers = append(servers, next)
	}
	proxy, err := listen(ctx, spec.Front, servers)
	if err != nil {
		return fail(err)
	}
	g := newGroup(servers, proxy)
	p.mu.Lock()
	p.made = append(p.made, g)
	p.mu.Unlock()
	return g, nil
}

// Close removes everything that was made.
func (p *provider) Close(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, g := range p.made {
		_ = g.proxy.close() // once more does nothing
		for _, s := range g.servers[1:] {
			_ = s.Close(ctx) // what was removed before cannot be removed again
		}
	}
	return p.Provider.Close(ctx)
}
