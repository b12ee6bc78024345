package deployment

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync"

	"golang.org/x/sync/semaphore"
)

// Retention says what a pool does with a deployment after its last planned use.
type Retention int

const (
	// RemoveUnused removes it, which makes room for one that waits for memory.
	RemoveUnused Retention = iota
	// KeepAll leaves it running, for somebody who wants to look at it.
	KeepAll
)

// Pool starts the deployments of a plan side by side, within a memory budget,
// and leases each to one scenario at a time.
type Pool struct {
	provider  Provider
	memory    *semaphore.Weighted
	starts    *semaphore.Weighted
	budget    int64
	retention Retention
	observer  Observer

	mu sync.Mutex
	// slots are in the order in which they were started.
	slots []*slot
}

// Limits are what a pool keeps to.
type Limits struct {
	// MemoryMB is for all deployments that are there at once. One that needs more
	// than all of it starts alone.
	MemoryMB int64
	// Starts is how many may be starting at once; zero for any number.
	Starts int
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
	// turn is the admitted of the one before it, nil for the first; admitted is
	// closed once it holds what it needs to start.
	turn, admitted chan struct{}
	// gone is closed once the deployment is handed out no more.
	gone chan struct{}
	// pending counts the planned uses that have not ended. The pool's lock
	// guards it.
	pending int
}

// NewPool returns a pool.
func NewPool(p Provider, l Limits, r Retention, o Observer) *Pool {
	starts := int64(l.Starts)
	if starts == 0 {
		starts = math.MaxInt64
	}
	return &Pool{provider: p, memory: semaphore.NewWeighted(l.MemoryMB), starts: semaphore.NewWeighted(starts), budget: l.MemoryMB,
		retention: r, observer: o}
}

// Start begins to start a deployment that `uses` leases will be taken of. It
// returns at once; Lease waits for it. Deployments start in the order of the
// calls, as far as there is room.
func (p *Pool) Start(ctx context.Context, name string, spec Spec, uses int) {
	s := &slot{name: name, spec: spec, lease: make(chan struct{}, 1), ready: make(chan struct{}), gone: make(chan struct{}),
		memory: min(p.provider.MemoryMB(spec), p.budget), pending: uses, admitted: make(chan struct{})}
	s.lease <- struct{}{}
	p.mu.Lock()
	if n := len(p.slots); n > 0 {
		s.turn = p.slots[n-1].admitted
	}
	p.slots = append(p.slots, s)
	p.mu.Unlock()
	go p.start(ctx, s)
}

func (p *Pool) start(ctx context.Context, s *slot) {
	defer close(s.ready)
	if s.err = p.admit(ctx, s); s.err != nil {
		return
	}
	defer p.starts.Release(1)
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
	s.deployment.Health().whenBroken(func(f *FaultError) { p.observer.Broken(s.deployment, s.spec, f) })
}

// admit waits until it is the deployment's turn, and there is room for it.
func (p *Pool) admit(ctx context.Context, s *slot) error {
	defer close(s.admitted)
	if s.turn != nil {
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for others to start: %w", ctx.Err())
		case <-s.turn:
		}
	}
	if err := p.memory.Acquire(ctx, s.memory); err != nil {
		return fmt.Errorf("wait for memory: %w", err)
	}
	if err := p.starts.Acquire(ctx, 1); err != nil {
		p.memory.Release(s.memory)
		return fmt.Errorf("wait for others to start: %w", err)
	}
	return nil
}

// Lease waits until the deployment of a spec is ready and free. The error is its
// *FaultError for one that has broken down, which is removed.
func (p *Pool) Lease(ctx context.Context, spec Spec) (*Lease, error) {
	s := p.find(spec.Key())
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
	if err := s.take(ctx); err != nil {
		return nil, err
	}
	l := &Lease{Deployment: s.deployment, pool: p, slot: s}
	if f := s.deployment.Health().Fault(); f != nil {
		_ = l.Release(context.WithoutCancel(ctx)) // the fault says more
		return nil, f
	}
	return l, nil
}

func (p *Pool) find(key string) *slot {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.slots {
		if s.spec.Key() == key {
			return s
		}
	}
	return nil
}

// Close waits until no deployment is being started, and tells the observer of
// those that are still there, before their provider removes them: those of
// scenarios that were interrupted, and all of them where deployments are kept.
// It ends with its context.
func (p *Pool) Close(ctx context.Context) {
	p.mu.Lock()
	slots := slices.Clone(p.slots)
	p.mu.Unlock()
	for _, s := range slots {
		select {
		case <-ctx.Done():
			return
		case <-s.ready:
		}
		if s.deployment == nil {
			continue
		}
		if !s.isGone() {
			p.observer.Removing(ctx, s.deployment)
		}
	}
}
