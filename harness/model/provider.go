package model

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/serverlog"
)

// ProviderOptions of a provider of embedded models.
type ProviderOptions struct {
	Clock clock.Settings
	// Defects maps a release to the defect its model has.
	Defects map[string]string
}

// Provider makes deployments of the model inside this program, each with a
// SQLite database of its own.
type Provider struct {
	options ProviderOptions
	folder  string

	mu   sync.Mutex
	made []*embedded
}

// NewProvider returns a provider. The folder for its databases is made when
// the first deployment starts.
func NewProvider(o ProviderOptions) *Provider { return &Provider{options: o} }

// Target is model.
func (p *Provider) Target() string { return deployment.Model }

// MemoryMB is next to nothing.
func (p *Provider) MemoryMB(deployment.Spec) int64 { return 16 }

// Close ends every model and removes the databases.
func (p *Provider) Close(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, m := range p.made {
		_ = m.Close(ctx) // a database that is removed next
	}
	if p.folder == "" {
		return nil
	}
	return os.RemoveAll(p.folder)
}

// Start starts a model of the release.
func (p *Provider) Start(ctx context.Context, name string, spec deployment.Spec, report deployment.Report) (deployment.Deployment, error) {
	design, err := DesignOf(spec.Release)
	if err != nil {
		return nil, err
	}
	if design, err = design.With(p.options.Defects[spec.Release.Version]); err != nil {
		return nil, err
	}
	folder, err := p.ensureFolder()
	if err != nil {
		return nil, err
	}
	m := &embedded{name: name, spec: spec, design: design, defects: p.options.Defects, settings: p.options.Clock, log: serverlog.New()}
	report("starting the model")
	if err := m.open(ctx, filepath.Join(folder, name)); err != nil {
		return nil, err
	}
	p.mu.Lock()
	p.made = append(p.made, m)
	p.mu.Unlock()
	ttl, err := spec.TTL()
	if err != nil {
		return nil, err
	}
	if m.clock, err = p.options.Clock.Start(ctx, ttl, m, m); err != nil {
		return nil, err
	}
	return m, nil
}

func (p *Provider) ensureFolder() (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.folder == "" {
		folder, err := os.MkdirTemp("", "regress-model-")
		if err != nil {
			return "", fmt.Errorf("make a folder for the model's databases: %w", err)
		}
		p.folder = folder
	}
	return p.folder, nil
}
