package examine_test

import (
	"context"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/docker/dockertest"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/examine"
	"streampark-regress/harness/model"
	"streampark-regress/harness/release"
	"streampark-regress/harness/scheduler"
)

func TestDiagnoseOnTheModel(t *testing.T) {
	p := model.NewProvider(model.ProviderOptions{Clock: clock.Settings{Kind: clock.Jump}})
	t.Cleanup(func() { assert.NoError(t, p.Close(context.Background())) })
	diagnoseEverything(t, p)
}

func TestDiagnoseOnContainers(t *testing.T) { diagnoseEverything(t, dockertest.Provider(t)) }

// state brings a token into a state in which it is 401.
type state struct {
	name  string
	bring func(context.Context, *scheduler.Scheduler) error
	// header changes what is sent; nil sends the token.
	header func(string) *string
	want   map[string]diagnosis.Cause
	// blind is the cause named without the database, empty for unknown.
	blind diagnosis.Cause
}

func both(c diagnosis.Cause) map[string]diagnosis.Cause {
	return map[string]diagnosis.Cause{"2.1.4": c, "2.1.5": c}
}

func states() []state {
	text := func(change func(string) string) func(string) *string {
		return func(token string) *string { changed := change(token); return &changed }
	}
	return []state{
		{"disabled", func(ctx context.Context, s *scheduler.Scheduler) error { return s.SetEnabled(ctx, false) }, nil, both(diagnosis.Disabled), ""},
		{"deleted", func(ctx context.Context, s *scheduler.Scheduler) error { return s.DeleteToken(ctx) }, nil, both(diagnosis.Deleted), ""},
		{"password changed", func(ctx context.Context, s *scheduler.Scheduler) error { return s.ChangePassword(ctx) }, nil, both(diagnosis.Signature), ""},
		{"locked", func(ctx context.Context, s *scheduler.Scheduler) error { return s.SetLocked(ctx, true) }, nil, both(diagnosis.UserLocked), ""},
		{"renamed", func(ctx context.Context, s *scheduler.Scheduler) error { return s.Rename(ctx) }, nil, both(diagnosis.UserMissing), ""},
		{"renewed", func(ctx context.Context, s *scheduler.Scheduler) error { return s.After(ctx, 3*time.Second) }, nil,
			map[string]diagnosis.Cause{"2.1.4": diagnosis.Replaced}, ""},
		{"two rows", func(ctx context.Context, s *scheduler.Scheduler) error { return s.AskForSecondToken(ctx) }, nil,
			map[string]diagnosis.Cause{"2.1.4": diagnosis.DuplicateRows}, ""},
		{"half", nil, text(func(t string) string { return t[:len(t)/2] }), both(diagnosis.Malformed), diagnosis.Malformed},
		{"bearer", nil, text(func(t string) string { return "Bearer " + t }), both(diagnosis.BearerPrefix), diagnosis.BearerPrefix},
		{"no token", nil, func(string) *string { return nil }, both(diagnosis.NoToken), diagnosis.NoToken},
		{"expired", func(ctx context.Context, s *scheduler.Scheduler) error { return s.After(ctx, 121*time.Minute) }, nil,
			map[string]diagnosis.Cause{"2.1.4": diagnosis.Expired}, diagnosis.Expired},
	}
}

func diagnoseEverything(t *testing.T, p deployment.Provider) {
	catalogue, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	for n, version := range []string{"2.1.4", "2.1.5"} {
		r, err := catalogue.Find(version)
		require.NoError(t, err)
		d, err := p.Start(t.Context(), "diagnose-"+version, deployment.Spec{Release: r}, func(string) {})
		require.NoError(t, err)
		for i, st := range states() {
			t.Run(version+"/"+st.name, func(t *testing.T) {
				s := scheduler.New(d, evidence.NewLog(io.Discard, &evidence.Redactor{}), t.Name(), 100*(n+1)+i)
				require.NoError(t, s.MakeToken(t.Context()))
				token := s.Token()
				if st.bring != nil {
					require.NoError(t, st.bring(t.Context(), s))
				}
				if st.name == "renewed" {
					require.NoError(t, s.Renew(t.Context()))
				}
				subject := examine.Subject{URL: d.URL(), Header: &token}
				if st.header != nil {
					subject.Header = st.header(token)
				}
				check(t, catalogue, subject, d, version, st)
			})
		}
	}
}

func check(t *testing.T, c *release.Catalogue, subject examine.Subject, d deployment.Deployment, version string, st state) {
	blind, err := examine.Run(t.Context(), c, subject)
	require.NoError(t, err)
	assert.Equal(t, version, blind.Releases[0].Version, "the release is found out")
	subject.Database = d.Database()
	seen, err := examine.Run(t.Context(), c, subject)
	require.NoError(t, err)
	want, fails := st.want[version]
	if !fails {
		assert.True(t, seen.Accepted, "on %s this token still works", version)
		return
	}
	require.False(t, seen.Accepted)
	assert.Equal(t, want, seen.Diagnosis.Cause, "%v", seen.Diagnosis.Findings)
	assert.NotEmpty(t, seen.Advice)
	if st.blind != "" {
		assert.Equal(t, st.blind, blind.Diagnosis.Cause)
		return
	}
	assert.Equal(t, diagnosis.Unknown, blind.Diagnosis.Cause, "without the database nothing is guessed")
	assert.Contains(t, blind.Diagnosis.Because, string(want))
	assert.NotEmpty(t, blind.Unseen)
}
