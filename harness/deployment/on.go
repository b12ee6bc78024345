package deployment

import (
	"context"

	"streampark-regress/harness/database"
)

// On is a provider whose deployments keep their rows in a database product, unless
// their specs say another; for the empty one it is the provider itself.
func On(p Provider, product database.Product) Provider {
	if product == "" {
		return p
	}
	return onProduct{p, product}
}

type onProduct struct {
	Provider
	product database.Product
}

func (o onProduct) Start(ctx context.Context, name string, spec Spec, report Report) (Deployment, error) {
	if spec.Database == "" {
		spec.Database = o.product
	}
	return o.Provider.Start(ctx, name, spec, report)
}
