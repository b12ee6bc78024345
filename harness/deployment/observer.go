package deployment

import "context"

// Observer is told of the life of deployments.
type Observer interface {
	Starting(name string, spec Spec)
	Progress(name string, spec Spec, detail string)
	Ready(d Deployment, spec Spec)
	Failed(name string, spec Spec, err error)
	// Broken is called once for a deployment that broke down while it was there.
	Broken(d Deployment, spec Spec, f *FaultError)
	// Removing is called while the deployment can still be asked for its log.
	Removing(ctx context.Context, d Deployment)
}
