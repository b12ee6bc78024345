package model_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/model"
	"streampark-regress/harness/release"
	"streampark-regress/harness/streampark"
)

func catalogue(t *testing.T, more string) *release.Catalogue {
	t.Helper()
	c, err := release.Parse([]byte(string(fixtures.Releases) + more))
	require.NoError(t, err)
	return c
}

func find(t *testing.T, c *release.Catalogue, version string) release.Release {
	t.Helper()
	r, err := c.Find(version)
	require.NoError(t, err)
	return r
}

func start(t *testing.T, r release.Release) deployment.Deployment {
	t.Helper()
	p := model.NewProvider(model.ProviderOptions{Clock: clock.Settings{Kind: clock.Jump}})
	t.Cleanup(func() { assert.NoError(t, p.Close(context.WithoutCancel(t.Context()))) })
	d, err := p.Start(t.Context(), "model", deployment.Spec{Release: r}, func(string) {})
	require.NoError(t, err)
	return d
}

// What the catalogue says twice, as a fact for the model and as something that
// was measured, must agree.
func TestTheModelAnswersAsTheCatalogueSays(t *testing.T) {
	for _, r := range catalogue(t, "").Releases {
		t.Run(r.Version, func(t *testing.T) {
			d, err := model.DesignOf(r)
			require.NoError(t, err)
			for _, p := range r.API.OtherPages {
				// What the server itself has signed is a sign-in to it.
				open := !d.ClosedPages(p.Path) || slices.Contains(d.Open, p.Path) || d.ByRow && d.APISignaturesFit
				assert.Equal(t, p.Open, open, p.Path)
			}
			assert.Equal(t, r.UsesKeyFile(), d.KeyFile != "")
			a, err := streampark.New(start(t, r).URL()).Do(t.Context(), streampark.Call{Method: http.MethodPost, Path: "/passport/signin",
				Form: url.Values{"username": {"-"}, "password": {"-"}}})
			require.NoError(t, err)
			assert.Equal(t, r.API.Fingerprint, diagnosis.Fingerprint(a))
		})
	}
}

// A new entry that is like another is all the model needs.
func TestANewEntryIsAModel(t *testing.T) {
	c := catalogue(t, "\n  - version: 2.1.99\n    like: 2.1.6\n"+
		"\n  - version: 2.1.100\n    like: 2.1.7\n    files: {key: /srv/key}\n    tokens: {checks: [expired, deleted]}\n")
	old, err := model.DesignOf(find(t, c, "2.1.5"))
	require.NoError(t, err)
	d, err := model.DesignOf(find(t, c, "2.1.99"))
	require.NoError(t, err)
	assert.Equal(t, "2.1.99", d.Release)
	assert.Equal(t, old.Open, d.Open)
	assert.Equal(t, old.OneTokenPerUser, d.OneTokenPerUser)
	assert.Equal(t, "2.1.99", start(t, find(t, c, "2.1.99")).Release().Version)

	sealed, err := model.DesignOf(find(t, c, "2.1.7"))
	require.NoError(t, err)
	d, err = model.DesignOf(find(t, c, "2.1.100"))
	require.NoError(t, err)
	assert.Equal(t, "/srv/key", d.KeyFile)
	assert.True(t, sealed.SealsAgain)
	assert.False(t, d.SealsAgain, "a release without the check works")
	assert.True(t, d.SignatureFirst)
}

func TestReleasesTheModelHasNoRulesFor(t *testing.T) {
	for name, tt := range map[string]struct{ entry, want string }{
		"signed and sealed with different things": {"tokens: {signed_with: salt}", "tokens that are signed with salt and sealed with key-file"},
		"another address":                         {"api: {start: /v3/start, open: [/v3/start], requests: [{address: /v3/start, action: start, fields: [{name: id, means: application, required: true}]}], copy_curl: []}", "it has no page /v3/start, only /flink/app/start and /openapi/app/start"},
	} {
		t.Run(name, func(t *testing.T) {
			r := find(t, catalogue(t, "\n  - version: 2.1.99\n    like: 2.1.7\n    "+tt.entry+"\n"), "2.1.99")
			_, err := model.DesignOf(r)
			assert.ErrorContains(t, err, "the model cannot stand in for 2.1.99")
			assert.ErrorContains(t, err, tt.want)
			_, err = model.NewProvider(model.ProviderOptions{}).Start(t.Context(), "x", deployment.Spec{Release: r}, func(string) {})
			assert.ErrorContains(t, err, tt.want)
		})
	}
}

// Every defect has a release to be injected into, whatever else is in the
// catalogue, and none where there is nothing to break.
func TestDefectsFindTheirRelease(t *testing.T) {
	c := catalogue(t, "\n  - version: 2.1.99\n    like: 2.1.6\n")
	for _, d := range model.Defects() {
		home, found := d.Home(c)
		assert.True(t, found, d.Name)
		assert.NotEqual(t, "2.1.99", home.Version, "the first that it fits")
		design, err := model.DesignOf(home)
		require.NoError(t, err)
		_, err = design.With(d.Name)
		assert.NoError(t, err)
		if strings.HasPrefix(d.Name, "shared-key") {
			assert.True(t, home.UsesKeyFile(), d.Name)
			_, found = d.Home(&release.Catalogue{Releases: []release.Release{find(t, c, "2.1.5")}})
			assert.False(t, found, d.Name)
		}
	}
}
