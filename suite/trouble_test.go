package suite_test

import (
	"context"
	"errors"

	"streampark-regress/harness/deployment"
)

// troubled makes deployments that have trouble when they are restarted.
type troubled struct {
	deployment.Provider
	trouble func()
}

func (p troubled) Start(ctx context.Context, name string, spec deployment.Spec, report deployment.Report) (deployment.Deployment, error) {
	d, err := p.Provider.Start(ctx, name, spec, report)
	return restarting{d, p.trouble}, err
}

type restarting struct {
	deployment.Deployment
	trouble func()
}

func (r restarting) Restart(ctx context.Context) error {
	r.trouble()
	return r.Deployment.Restart(ctx)
}

// clinging makes deployments that cannot be removed.
type clinging struct{ deployment.Provider }

func (p clinging) Start(ctx context.Context, name string, spec deployment.Spec, report deployment.Report) (deployment.Deployment, error) {
	d, err := p.Provider.Start(ctx, name, spec, report)
	return staying{d}, err
}

type staying struct{ deployment.Deployment }

func (staying) Close(context.Context) error { return errors.New("it does not end") }

// dead makes deployments that do not start.
type dead struct{ deployment.Provider }

func (dead) Start(context.Context, string, deployment.Spec, deployment.Report) (deployment.Deployment, error) {
	return nil, &deployment.StartError{What: "exited with code 1"}
}

// ailing makes deployments of a health that a test decides on.
type ailing struct {
	deployment.Provider
	health *deployment.Health
}

func (p ailing) Start(ctx context.Context, name string, spec deployment.Spec, report deployment.Report) (deployment.Deployment, error) {
	d, err := p.Provider.Start(ctx, name, spec, report)
	return patient{d, p.health}, err
}

type patient struct {
	deployment.Deployment
	health *deployment.Health
}

func (p patient) Health() *deployment.Health { return p.health }
