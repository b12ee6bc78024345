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
				subject := st.bring(t, s)
				subject.URL = d.URL() // a restart moves it
				check(t, catalogue, subject, d, version, st)
			})
		}
	}
}

// No API token works on 2.1.7. Who has neither its key file nor its database
// cannot tell that from a sign-in token that died.
func TestDiagnose217OnTheModel(t *testing.T) {
	p := model.NewProvider(model.ProviderOptions{Clock: clock.Settings{Kind: clock.Jump}})
	t.Cleanup(func() { assert.NoError(t, p.Close(context.Background())) })
	diagnose217(t, p)
}

func TestDiagnose217OnContainers(t *testing.T) { diagnose217(t, dockertest.Provider(t, "2.1.7")) }

func diagnose217(t *testing.T, p deployment.Provider) {
	catalogue, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	r, err := catalogue.Find("2.1.7")
	require.NoError(t, err)
	d, err := p.Start(t.Context(), "diagnose-2.1.7", deployment.Spec{Release: r}, func(string) {})
	require.NoError(t, err)
	s := scheduler.New(d, evidence.NewLog(io.Discard, &evidence.Redactor{}), t.Name(), 1)
	require.NoError(t, s.MakeToken(t.Context()))
	token := s.Token()
	key, err := d.Key(t.Context())
	require.NoError(t, err)
	require.NotNil(t, key, "there is one as soon as there is a token")
	shared, err := sealedForNobody()
	require.NoError(t, err)
	for name, tt := range map[string]struct {
		subject examine.Subject
		want    diagnosis.Cause
	}{
		"blind":                      {examine.Subject{Header: &token}, diagnosis.Unknown},
		"with the key file":          {examine.Subject{Header: &token, Key: key}, diagnosis.Cipher},
		"with the database":          {examine.Subject{Header: &token, Database: d.Database()}, diagnosis.Cipher},
		"a token of another release": {examine.Subject{Header: &shared}, diagnosis.Cipher},
	} {
		t.Run(name, func(t *testing.T) {
			tt.subject.URL = d.URL()
			found, err := examine.Run(t.Context(), catalogue, tt.subject)
			require.NoError(t, err)
			require.Len(t, found.Releases, 1)
			assert.Equal(t, "2.1.7", found.Releases[0].Version, "told from 2.1.5 by the key it seals with")
			assert.Equal(t, tt.want, found.Diagnosis.Cause, found.Diagnosis.Because)
			t.Logf("2.1.7 | %s | %s", name, found.Diagnosis.Cause)
		})
	}
}

func check(t *testing.T, c *release.Catalogue, subject examine.Subject, d deployment.Deployment, version string, st state) {
	blind, err := examine.Run(t.Context(), c, subject)
	require.NoError(t, err)
	assert.Equal(t, version, blind.Releases[0].Version, "the release is found out")
	for _, r := range blind.Releases {
		assert.NotEqual(t, "2.1.7", r.Version, "by the key it seals with")
	}
	subject.Database = d.Database()
	seen, err := examine.Run(t.Context(), c, subject)
	require.NoError(t, err)
	want, fails := st.want[version]
	if !fails {
		assert.True(t, seen.Accepted, "on %s this token still works; %v", version, seen.Diagnosis.Findings)
		t.Logf("%s | %s | accepted | accepted", version, st.name)
		return
	}
	require.False(t, seen.Accepted)
	t.Logf("%s | %s | %s | %s", version, st.name, seen.Diagnosis.Cause, blind.Diagnosis.Cause)
	assert.Equal(t, want, seen.Diagnosis.Cause, "%v", seen.Diagnosis.Findings)
	assert.NotEmpty(t, seen.Advice)
	if st.name == "expired" {
		assert.Greater(t, seen.Skew, 2*time.Hour, "the server's clock was moved, and that is told")
	}
	if cause, told := st.blind[version]; told {
		assert.Equal(t, cause, blind.Diagnosis.Cause, blind.Diagnosis.Because)
		return
	}
	assert.Equal(t, diagnosis.Unknown, blind.Diagnosis.Cause, "without the database nothing is guessed")
	assert.Contains(t, blind.Diagnosis.Because, string(want))
	assert.NotEmpty(t, blind.Unseen)
}
