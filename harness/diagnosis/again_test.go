package diagnosis_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/front"
	"streampark-regress/harness/model"
	"streampark-regress/harness/streampark"
)

// Who diagnoses an installation does not know how many servers there are: that the
// answers alternate tells it.
func TestExamineReplicas(t *testing.T) {
	c, err := builtIn()
	require.NoError(t, err)
	for name, tt := range map[string]struct {
		version string
		before  func(deployment.Fronted) error
		// alternates tells whether the answers to the sign-in do.
		alternates bool
	}{
		"2.1.4, the session of one":   {"2.1.4", nil, true},
		"2.1.4, and its turn is next": {"2.1.4", func(d deployment.Fronted) error { d.Rewind(); return nil }, true},
		"2.1.5, known to both":        {"2.1.5", nil, false},
		"2.1.5, one is started later": {"2.1.5", func(d deployment.Fronted) error { return d.Behind()[1].Restart(context.Background()) }, true},
		"2.1.7, the key file of one":  {"2.1.7", nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			p := closing(t, front.Of(model.NewProvider(model.ProviderOptions{Clock: clock.Settings{Kind: clock.Jump}})))
			started, err := p.Start(t.Context(), "replicas", deployment.Spec{Release: find(t, tt.version), Front: deployment.RoundRobin}, func(string) {})
			require.NoError(t, err)
			d := started.(deployment.Fronted)
			d.Rewind()
			in, err := streampark.New(d.URL()).SignIn(t.Context(), streampark.SeededAdmin, streampark.SeededPassword)
			require.NoError(t, err)
			if tt.before != nil {
				require.NoError(t, tt.before(d))
			}
			x, err := diagnosis.Examine(t.Context(), c, diagnosis.Subject{URL: d.URL(), Header: &in.Token, Session: in.Cookie, Database: d.Database(), Release: tt.version})
			require.NoError(t, err)
			assert.Equal(t, !tt.alternates, x.Accepted)
			if tt.alternates {
				assert.Equal(t, cause.OtherReplica, x.Diagnosis.Cause, "%+v", x.Diagnosis)
				assert.Equal(t, evidence.AnswersAlternate, x.Diagnosis.Decisive().Detail)
				assert.NotEmpty(t, x.Advice)
			}
		})
	}
}
