package docker

import (
	"context"
	"fmt"
	"sync"

	"github.com/testcontainers/testcontainers-go"
	tcnetwork "github.com/testcontainers/testcontainers-go/network"

	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
)

// shared is something that deployments share, and that is made for the first of
// them that needs it.
type shared[T any] struct {
	once sync.Once
	it   T
	err  error
}

// get returns it, or the error with which it could not be made.
func (s *shared[T]) get(makeIt func() (T, error)) (T, error) {
	s.once.Do(func() { s.it, s.err = makeIt() })
	return s.it, s.err
}

// rows is the run's server of a database product, nil for one that StreamPark
// brings itself. The network of the servers is there afterwards.
func (p *Provider) rows(ctx context.Context, product database.Product, report deployment.Report) (*DatabaseServer, error) {
	server, chosen := p.databases[product]
	if !chosen {
		return nil, fmt.Errorf("start a server on %s: no image of it was chosen", product.Title())
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	network, err := p.network.get(func() (*testcontainers.DockerNetwork, error) { return p.makeNetwork(ctx) })
	if err != nil {
		return nil, fmt.Errorf("make a network: %w", err)
	}
	if p.options.Databases[product].Embedded {
		return nil, nil
	}
	return server.get(func() (*DatabaseServer, error) {
		image, err := p.engine.Ensure(ctx, []string{p.options.Databases[product].Image}, report)
		if err != nil {
			return nil, fmt.Errorf("find the database image: %w; choose one with --database-image", err)
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		d, err := p.engine.StartDatabase(ctx, DatabaseOptions{Product: product, Image: image, Name: p.named(string(product)),
			Labels: p.labelled(roleDatabase, map[string]string{productLabel: string(product)}), Network: network,
			Timeout: p.options.StartTimeout, Redactor: p.options.Redactor})
		if err == nil {
			p.watch.Guard(ctx, d.container.id, "the container of its database", d.sign)
		}
		return d, err
	})
}

// makeNetwork makes the network that the servers and their database share.
func (p *Provider) makeNetwork(ctx context.Context) (*testcontainers.DockerNetwork, error) {
	ctx, cancel := unbroken(ctx)
	defer cancel()
	made, err := tcnetwork.New(ctx, tcnetwork.WithLabels(p.engine.labelled(p.labels)))
	if err != nil {
		return nil, explain(err)
	}
	return made, nil
}
