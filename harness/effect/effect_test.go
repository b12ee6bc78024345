package effect_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/effect"
	"streampark-regress/harness/model"
	"streampark-regress/harness/release"
	"streampark-regress/harness/serverlog"
	"streampark-regress/harness/streampark"
	"streampark-regress/harness/submission"
)

const application = 300000

// start starts the model of 2.1.4 with an application that can be started.
func start(t *testing.T, defect string) deployment.Deployment {
	t.Helper()
	catalogue, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	r, err := catalogue.Find("2.1.4")
	require.NoError(t, err)
	p := model.NewProvider(model.ProviderOptions{Clock: clock.Settings{Kind: clock.Jump}, Defects: map[string]string{"2.1.4": defect}})
	t.Cleanup(func() { assert.NoError(t, p.Close(context.Background())) })
	d, err := p.Start(t.Context(), "effect", deployment.Spec{Release: r}, func(string) {})
	require.NoError(t, err)
	require.NoError(t, d.Database().AddFlink(t.Context(), d.Flink()))
	require.NoError(t, d.Database().AddApplication(t.Context(), application, "watched", d.Flink()))
	require.NoError(t, d.Database().AddSavepoint(t.Context(), application, "file:///latest"))
	return d
}

// call makes a call as the administrator.
func call(t *testing.T, d deployment.Deployment, c streampark.Call) {
	t.Helper()
	session, err := streampark.New(d.URL()).SignIn(t.Context(), streampark.SeededAdmin, streampark.SeededPassword)
	require.NoError(t, err)
	_, err = session.Do(t.Context(), c)
	require.NoError(t, err)
}

func TestWhatACallDid(t *testing.T) {
	restore := streampark.StartCall("/flink/app/start", application).With("savePointed", "true")
	restored := []submission.Submission{{Kind: submission.Start, Application: "watched", Savepoint: "file:///latest"}}
	nothing := []submission.Submission{}
	for name, tt := range map[string]struct {
		defect string
		call   streampark.Call
		answer effect.Answer
		want   effect.Effect
	}{
		"a start":                   {"", restore, effect.Accepted, effect.Effect{Submitted: restored, State: 7}},
		"a cancel without a job":    {"", streampark.CancelCall("/flink/app/cancel", application), effect.Accepted, effect.Effect{Submitted: []submission.Submission{{Kind: submission.Cancel}}, State: 7}},
		"a start that is refused":   {"", restore.With("id", "999999"), effect.Refused, effect.Effect{Submitted: nothing}},
		"one that submits nothing":  {"submits-nothing", restore, effect.Accepted, effect.Effect{Submitted: nothing, State: 7}},
		"one that does not move it": {"starts-nothing", restore, effect.Accepted, effect.Effect{Submitted: restored}},
		"a refused one that starts": {"", restore, effect.Refused, effect.Effect{Submitted: restored, State: 7}},
	} {
		t.Run(name, func(t *testing.T) {
			d := start(t, tt.defect)
			call(t, d, restore)
			require.NoError(t, d.Database().AwaitStartable(t.Context(), application))
			require.NoError(t, d.Database().ResetApplication(t.Context(), application))
			before, err := effect.Before(t.Context(), d, application)
			require.NoError(t, err)
			call(t, d, tt.call)
			did, err := before.After(t.Context(), tt.answer)
			require.NoError(t, err)
			assert.Equal(t, tt.want, did, "and nothing of the call before")
		})
	}
}

// slow is a deployment whose server logs in its own time.
type slow struct {
	deployment.Deployment
	log    *serverlog.Log
	target string
}

func (s slow) Target() string { return s.target }

func (s slow) LogCursor(ctx context.Context) (serverlog.Cursor, error) { return s.log.Cursor(ctx) }

func TestASubmissionThatIsLoggedLate(t *testing.T) {
	for name, tt := range map[string]struct {
		target string
		answer effect.Answer
	}{
		"of a refused call": {deployment.Docker, effect.Refused},
		"by the model, whose lines come to us through the engine": {deployment.DockerModel, effect.Accepted},
	} {
		t.Run(name, func(t *testing.T) {
			d := slow{start(t, ""), serverlog.New(), tt.target}
			d.log.Begin()
			before, err := effect.Before(t.Context(), d, application)
			require.NoError(t, err)
			time.AfterFunc(200*time.Millisecond, func() {
				_, _ = d.log.Write([]byte("---- flink job start ----\n    appName : watched\n-----\n"))
			})
			did, err := before.After(t.Context(), tt.answer)
			require.NoError(t, err)
			assert.Equal(t, []submission.Submission{{Kind: submission.Start, Application: "watched"}}, did.Submitted)
		})
	}
}

// An application that was being started before never comes to rest: silence ends the
// wait for it, and not the first look.
func TestABusyApplicationIsSubmittedLate(t *testing.T) {
	d := slow{start(t, ""), serverlog.New(), deployment.Docker}
	d.log.Begin()
	require.NoError(t, d.Database().Occupy(t.Context(), application))
	cursor, err := d.LogCursor(t.Context())
	require.NoError(t, err)
	watch := effect.Since(d, application, cursor)
	time.AfterFunc(200*time.Millisecond, func() {
		_, _ = d.log.Write([]byte("---- flink job start ----\n    appName : watched\n-----\n"))
	})
	require.NoError(t, watch.Until(t.Context(), func() bool { return len(watch.Submitted) > 0 || watch.Silent() }))
	assert.Len(t, watch.Submitted, 1)
}

func TestAWaitEndsWithItsContext(t *testing.T) {
	d := slow{start(t, ""), serverlog.New(), deployment.Docker}
	before, err := effect.Before(t.Context(), d, application)
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	_, err = before.After(ctx, effect.Accepted)
	assert.ErrorIs(t, err, context.DeadlineExceeded)
	assert.ErrorContains(t, err, "application 300000")
}
