package deployment

import (
	"context"
	"fmt"
	"sync"

	"golang.org/x/sync/semaphore"
)

// Pool starts the deployments of a plan side by side, within a memory budget,
// and leases each to one scenario at a time.
type Pool struct {
	provider Provider
	memory   *semaphore.Weighted
	budget   int64
	observer Observer

	mu    sync.Mutex
	slots map[string]*slot
	keep  bool
}

// Observer is told of the life of deployments.
type Observer interface {
	Starting(name string, spec Spec)
	Progress(name string, spec Spec, detail string)
	Ready(d Deployment, spec Spec)
	Failed(name string, spec Spec, err error)
	// Removing is called while the deployment can still be asked for its log.
	Removing(ctx context.Context, d Deployment)
}

type slot struct {
	name string
	spec Spec
	// lease is a token: who holds it may use the deployment.
	lease chan struct{}
	// ready is closed once deployment or err is set.
	ready      chan struct{}
	deployment Deployment
	err        error
	memory     int64
	pending    int
	removed    bool
}

// NewPool returns a pool. The budget is in MB; a deployment that needs more
// than all of it starts alone.
func NewPool(p Provider, budgetMB int64, keep bool, o Observer) *Pool {
	return &Pool{provider: p, memory: semaphore.NewWeighted(budgetMB), budget: budgetMB,
		observer: o, slots: map[string]*slot{}, keep: keep}
}

// Start begins to start a deployment that `uses` leases will be taken of. It
// returns at once; Lease waits for it.
func (p *Pool) Start(ctx context.Context, name string, spec Spec, uses int) {
	s := &slot{name: name, spec: spec, lease: make(chan struct{}, 1), ready: make(chan struct{}),
		memory: min(p.provider.MemoryMB(spec), p.budget), pending: uses}
	s.lease <- struct{}{}
	p.mu.Lock()
	p.slots[spec.Key()] = s
	p.mu.Unlock()
	go p.start(ctx, s)
}

func (p *Pool) start(ctx context.Context, s *slot) {
	defer close(s.ready)
	if s.err = p.memory.Acquire(ctx, s.memory); s.err != nil {
		s.err = fmt.Errorf("wait for memory: %w", s.err)
		return
	}
	p.observer.Starting(s.name, s.spec)
	s.deployment, s.err = p.provider.Start(ctx, s.name, s.spec, func(detail string) {
		p.observer.Progress(s.name, s.spec, detail)
	})
	if s.err != nil {
		p.memory.Release(s.memory)
		s.err = fmt.Errorf("start %s: %w", s.spec.Describe(), s.err)
		p.observer.Failed(s.name, s.spec, s.err)
		return
	}
	p.observer.Ready(s.deployment, s.spec)
}

// Lease is the exclusive use of a deployment.
type Lease struct {
	Deployment
	pool *Pool
	slot *slot
}

// Lease waits until the deployment of a spec is ready and free.
func (p *Pool) Lease(ctx context.Context, spec Spec) (*Lease, error) {
	p.mu.Lock()
	s := p.slots[spec.Key()]
	p.mu.Unlock()
	if s == nil {
		return nil, fmt.Errorf("no deployment of %s was planned", spec.Describe())
	}
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-s.ready:
	}
	if s.err != nil {
		return nil, s.err
	}
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-s.lease:
		return &Lease{s.deployment, p, s}, nil
	}
}

// Release gives the deployment back. After the last planned use it is removed,
// which makes room for one that waits for memory.
func (l *Lease) Release(ctx context.Context) error {
	l.pool.mu.Lock()
	l.slot.pending--
	last := l.slot.pending <= 0
	l.pool.mu.Unlock()
	l.slot.lease <- struct{}{}
	if !last || l.pool.keep {
		return nil
	}
	return l.pool.remove(ctx, l.slot)
}

// Close hears the logs of the deployments that are still there, before their
// provider removes them: those of scenarios that were interrupted, and all of
// them where deployments are kept.
func (p *Pool) Close(ctx context.Context) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.slots {
		<-s.ready
		if s.deployment != nil && !s.removed {
			p.observer.Removing(ctx, s.deployment)
		}
	}
}

func (p *Pool) remove(ctx context.Context, s *slot) error {
	p.observer.Removing(ctx, s.deployment)
	p.mu.Lock()
	s.removed = true
	p.mu.Unlock()
	err := s.deployment.Close(ctx)
	p.memory.Release(s.memory)
	if err != nil {
		return fmt.Errorf("remove %s: %w", s.name, err)
	}
	return nil
}
