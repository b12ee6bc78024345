package suite_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/verdict"
)

// Nothing is concluded from what was seen of a server before it and what it stands on
// have given a sign of life, whether that looks right or wrong.
func TestNothingIsConcludedWithoutASignOfLife(t *testing.T) {
	for name, then := range map[string]string{"what looks right": "Then the application starts", "what looks wrong": "Then the endpoint is closed to API tokens"} {
		for _, tt := range []struct {
			sign string
			ask  func(h *deployment.Health) func(context.Context)
			want verdict.Verdict
		}{
			{"given", func(*deployment.Health) func(context.Context) { return func(context.Context) {} }, ""},
			{"late", func(h *deployment.Health) func(context.Context) {
				return func(context.Context) { h.Doubt(&deployment.FaultError{What: "it was away", At: time.Now()}) }
			}, verdict.Inconclusive},
			{"of before", func(h *deployment.Health) func(context.Context) {
				return func(context.Context) {
					h.Doubt(&deployment.FaultError{What: "it was away", At: time.Now().Add(-time.Hour)})
				}
			}, ""},
			{"not given", func(h *deployment.Health) func(context.Context) {
				return func(context.Context) { h.Break(&deployment.FaultError{What: "it was away", At: time.Now()}) }
			}, verdict.Inconclusive},
		} {
			t.Run(name+", with a sign "+tt.sign, func(t *testing.T) {
				th, h := onTheModel(), deployment.NewHealth()
				h.AskedBy(tt.ask(h))
				th.provider = ailing{th.provider, h}
				s := th.one(t.Context(), t, "Feature: x", "Scenario: y", "Given StreamPark 2.1.5 as shipped", "And a scheduler with a new API token",
					"And an application that can be started", "When the scheduler starts the application", then)
				if tt.want == "" {
					assert.NotEqual(t, verdict.Inconclusive, s.Verdict)
					return
				}
				assert.Equal(t, tt.want, s.Verdict)
				assert.Equal(t, evidence.Broken, s.Reason.Kind)
				assert.Contains(t, s.Reason.Error, "it was away at ")
			})
		}
	}
}
