package deployment_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
)

// asked is a provider that notes on what it was asked to start.
type asked struct {
	deployment.Provider
	on []database.Product
}

func (a *asked) Start(_ context.Context, _ string, spec deployment.Spec, _ deployment.Report) (deployment.Deployment, error) {
	a.on = append(a.on, spec.Database)
	return nil, nil
}

func TestAProviderOnADatabase(t *testing.T) {
	a := &asked{}
	assert.Same(t, a, deployment.On(a, ""), "nothing is said of the usual one")
	p := deployment.On(a, database.MySQL)
	for _, spec := range []deployment.Spec{{}, {Database: database.MariaDB}} {
		_, err := p.Start(t.Context(), "x", spec, nil)
		require.NoError(t, err)
	}
	assert.Equal(t, []database.Product{database.MySQL, database.MariaDB}, a.on)
	assert.Equal(t, database.PostgreSQL, deployment.Spec{}.Product())
	assert.Equal(t, database.MySQL, deployment.Spec{Database: database.MySQL}.Product())
}
