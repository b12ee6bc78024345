package suite_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/verdict"
	"streampark-regress/suite"
)

// restarts makes deployments whose restarts are counted, and may be stopped by an error.
type restarts struct {
	deployment.Provider
	mu    sync.Mutex
	n     int
	first func(context.Context, deployment.Deployment) error
}

func (p *restarts) Start(ctx context.Context, name string, spec deployment.Spec, report deployment.Report) (deployment.Deployment, error) {
	d, err := p.Provider.Start(ctx, name, spec, report)
	return counted{d, p, deployment.NewHealth()}, err
}

type counted struct {
	deployment.Deployment
	provider *restarts
	health   *deployment.Health
}

func (c counted) Health() *deployment.Health { return c.health }

func (c counted) Restart(ctx context.Context) error {
	c.provider.mu.Lock()
	c.provider.n++
	n := c.provider.n
	c.provider.mu.Unlock()
	if n == 1 && c.provider.first != nil {
		if err := c.provider.first(ctx, c); err != nil {
			return err
		}
	}
	return c.Deployment.Restart(ctx)
}

// disabling is a scenario that can share its restart.
func disabling(name string) []string {
	return []string{"Scenario: " + name, "Given StreamPark 2.1.5 as shipped", "And a scheduler with a new API token", "And an application that can be started",
		"When the token is disabled on the token page", "And the scheduler starts the application", "Then the call is answered 401, because the token is disabled",
		"When the server is restarted", "And the scheduler starts the application", "Then the call is answered 401, because the token is disabled"}
}

func joined(lines []string) string { return strings.Join(lines, "\n") }

func featuring(scenarios ...[]string) []string {
	all := []string{"Feature: x"}
	for _, s := range scenarios {
		all = append(all, s...)
	}
	return all
}

// playing plays scenarios, and tells how often the server was restarted for them.
func playing(ctx context.Context, t *testing.T, first func(context.Context, deployment.Deployment) error, scenarios ...[]string) (result.Result, int) {
	t.Helper()
	th := onTheModel()
	counting := &restarts{Provider: th.provider, first: first}
	th.provider = counting
	return th.play(ctx, t, featuring(scenarios...)...), counting.n
}

func verdicts(r result.Result) map[string]verdict.Verdict {
	all := map[string]verdict.Verdict{}
	for _, s := range r.Scenarios {
		all[s.Name] = s.Verdict
	}
	return all
}

func TestScenariosShareARestart(t *testing.T) {
	lasting := func(ctx context.Context, _ deployment.Deployment) error { return clock.Idle(ctx, time.Second) }
	r, n := playing(t.Context(), t, lasting, disabling("a"), disabling("b"), disabling("c"))
	assert.Equal(t, verdict.AsExpected, r.Verdict)
	assert.Equal(t, 1, n, "for all three")
	own := 0.0
	for i, s := range r.Scenarios {
		assert.Equal(t, repeated(9, evidence.StepPassed), statuses(s), s.Name)
		require.Len(t, s.Attempts, 2)
		assert.Equal(t, []int{1, 2}, []int{s.Attempts[0].Generation, s.Attempts[1].Generation}, "%s was played before and after it", s.Name)
		assert.Equal(t, i == 0, s.Steps[6].Seconds >= 1, "the first has made it: %.3f s", s.Steps[6].Seconds)
		own += s.Seconds
	}
	assert.Less(t, own, r.Seconds, "to wait for others is no time of a scenario's own, for one is played at a time")
}

func TestScenariosThatDoNotShareTheirRestart(t *testing.T) {
	with := func(name string, steps ...string) []string { return append(disabling(name), steps...) }
	for name, other := range map[string][]string{
		"it moves the clock":          with("b", "And 2h01m have passed since the token was made"),
		"it restarts twice":           with("b", "When the server is restarted"),
		"it looks at the log":         with("b", "Then the server's log tells no secret"),
		"it loses what is in files":   with("b", "When the server's container is replaced and its database kept"),
		"it has a server of its own":  append([]string{"@own-server"}, disabling("b")...),
		"it has no restart":           disabling("b")[:7],
		"it is alone on such a place": {},
	} {
		t.Run(name, func(t *testing.T) {
			lines := featuring(disabling("a"), other)
			p, err := planned(t, text(joined(lines)), suite.Selection{Releases: []string{"2.1.5"}})
			require.NoError(t, err)
			restarted := 0
			for _, s := range p.Servers {
				for _, j := range s.Jobs {
					for _, step := range j.Scenario.Steps {
						if step.Needs.Restart {
							restarted++
						}
					}
				}
			}
			assert.Equal(t, restarted+len(p.Servers), starting(t, p), "each restart is one of its own")
		})
	}
	p, err := planned(t, text(joined(featuring(disabling("a"), disabling("b")))), suite.Selection{Releases: []string{"2.1.5"}})
	require.NoError(t, err)
	assert.Equal(t, 2, starting(t, p), "these share theirs")
}

// starting are the starts that the plan tells of.
func starting(t *testing.T, p suite.Plan) int {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, p.JSON(&out))
	var read struct {
		Servers []struct {
			Starts int `json:"starts"`
		} `json:"servers"`
	}
	require.NoError(t, json.Unmarshal(out.Bytes(), &read))
	n := 0
	for _, s := range read.Servers {
		n += s.Starts
	}
	return n
}

// A scenario that fails on its way to the restart leaves it to the others.
func TestAScenarioThatDoesNotComeToTheRestart(t *testing.T) {
	failing := disabling("a")
	failing[6] = "Then the application starts"
	too := append([]string{"Scenario: d"}, failing[1:]...)
	all := map[string]verdict.Verdict{"a": verdict.Unexpected, "b": verdict.AsExpected, "c": verdict.AsExpected, "d": verdict.Unexpected}
	for name, tt := range map[string]struct {
		scenarios [][]string
		restarts  int
	}{
		"the first": {[][]string{failing, disabling("b"), disabling("c")}, 1},
		"the last":  {[][]string{disabling("b"), disabling("c"), failing}, 1},
		"but one":   {[][]string{failing, disabling("b"), too}, 1},
		"all":       {[][]string{failing, too}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			r, n := playing(t.Context(), t, nil, tt.scenarios...)
			require.Len(t, r.Scenarios, len(tt.scenarios))
			for name, got := range verdicts(r) {
				assert.Equal(t, all[name], got, name)
			}
			assert.Equal(t, tt.restarts, n)
		})
	}
}

// A restart that fails is the failure of one, and the next tries again.
func TestASharedRestartThatFails(t *testing.T) {
	r, n := playing(t.Context(), t, func(context.Context, deployment.Deployment) error { return errors.New("the engine is busy") },
		disabling("a"), disabling("b"), disabling("c"))
	assert.Equal(t, map[string]verdict.Verdict{"a": verdict.Inconclusive, "b": verdict.AsExpected, "c": verdict.AsExpected}, verdicts(r))
	assert.Equal(t, 2, n)
}

// Nobody goes on from a restart that a breakdown or an interruption has cut off.
func TestASharedRestartThatIsCutOff(t *testing.T) {
	for name, tt := range map[string]struct {
		cut  func(deployment.Deployment, context.CancelFunc)
		want evidence.ReasonKind
	}{
		"broken down": {func(d deployment.Deployment, _ context.CancelFunc) {
			d.Health().Break(&deployment.FaultError{What: "the container of its database was killed", At: time.Now()})
		}, evidence.Broken},
		"interrupted": {func(_ deployment.Deployment, cancel context.CancelFunc) { cancel() }, evidence.Interrupted},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			r, n := playing(ctx, t, func(_ context.Context, d deployment.Deployment) error {
				tt.cut(d, cancel)
				return errors.New("connection refused")
			}, disabling("a"), disabling("b"), disabling("c"))
			require.Len(t, r.Scenarios, 3)
			for _, s := range r.Scenarios {
				assert.Equal(t, verdict.Inconclusive, s.Verdict, s.Name)
				require.NotNil(t, s.Reason, s.Name)
				assert.Equal(t, tt.want, s.Reason.Kind, s.Name)
				assert.Len(t, s.Attempts, 1, s.Name)
			}
			assert.Equal(t, 1, n)
		})
	}
}
