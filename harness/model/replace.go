package model

import (
	"context"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/serverlog"
)

// Recreate loses what the model has in memory, and its key file.
func (m *embedded) Recreate(ctx context.Context) error {
	if !m.design.breakage.keyStays {
		m.key = nil
	}
	return m.bootAgain(ctx)
}

// Replicate starts another model on the same database.
func (m *embedded) Replicate(ctx context.Context, name string, _ deployment.Report) (deployment.Deployment, error) {
	r := &embedded{name: name, spec: m.spec, design: m.design, defects: m.defects, settings: m.settings, config: m.config,
		home: m.home, database: m.database, flink: m.flink, log: serverlog.New()}
	if m.design.breakage.sharedMemory {
		r.key, r.kin = m.key, m
	}
	if err := r.listen(ctx); err != nil {
		return nil, err
	}
	ttl, err := m.spec.TTL()
	if err != nil {
		return nil, err
	}
	if r.clock, err = m.settings.Start(ctx, ttl, r, r); err != nil {
		return nil, err
	}
	return r, nil
}
