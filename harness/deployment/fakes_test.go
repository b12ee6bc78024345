package deployment_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/release"
)

// provider starts deployments that take a second to start, unless they fail.
type provider struct {
	memoryMB int64
	failure  error

	mu                      sync.Mutex
	running, most, finished int
}

func (*provider) Target() string                   { return "fake" }
func (p *provider) MemoryMB(deployment.Spec) int64 { return p.memoryMB }
func (*provider) Close(context.Context) error      { return nil }
func (p *provider) count(running, finished int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.running += running
	p.finished += finished
	p.most = max(p.most, p.running)
}

func (p *provider) Start(ctx context.Context, name string, _ deployment.Spec, report deployment.Report) (deployment.Deployment, error) {
	p.count(1, 0)
	report("starting")
	select {
	case <-ctx.Done():
		p.count(-1, 0)
		return nil, ctx.Err()
	case <-time.After(time.Second):
	}
	if p.failure != nil {
		p.count(-1, 0)
		return nil, p.failure
	}
	return &fake{name: name, provider: p, health: deployment.NewHealth()}, nil
}

// fake is a deployment of which a pool needs no more than its name and its end.
type fake struct {
	deployment.Deployment
	name     string
	provider *provider
	unclosed error
	health   *deployment.Health
}

func (f *fake) Name() string               { return f.name }
func (f *fake) Health() *deployment.Health { return f.health }
func (f *fake) Close(context.Context) error {
	f.provider.count(-1, 1)
	return f.unclosed
}

// observer remembers what it is told.
type observer struct {
	mu   sync.Mutex
	told []string
}

func (o *observer) add(text string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.told = append(o.told, text)
}

func (o *observer) Starting(name string, _ deployment.Spec)           { o.add("starting " + name) }
func (o *observer) Progress(name string, _ deployment.Spec, d string) { o.add(name + ": " + d) }
func (o *observer) Ready(d deployment.Deployment, _ deployment.Spec)  { o.add("ready " + d.Name()) }
func (o *observer) Failed(name string, _ deployment.Spec, _ error)    { o.add("failed " + name) }
func (o *observer) Broken(d deployment.Deployment, _ deployment.Spec, f *deployment.FaultError) {
	o.add("broken " + d.Name() + ": " + f.What)
}
func (o *observer) Removing(_ context.Context, d deployment.Deployment) {
	o.add("removing " + d.Name())
}

func (o *observer) saw(text string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Contains(o.told, text)
}

// only is what was told that begins with a word.
func (o *observer) only(word string) []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(o.told), func(t string) bool { return !strings.HasPrefix(t, word) })
}

func spec(version string) deployment.Spec {
	return deployment.Spec{Release: release.Release{Version: version}}
}
