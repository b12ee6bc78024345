package conduct_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/conduct"
	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/docker/dockertest"
	"streampark-regress/harness/model"
	"streampark-regress/harness/recording"
	"streampark-regress/harness/release"
	"streampark-regress/harness/shipped"
)

// build is the later of the two: like 2.1.5, and with a defect if a test says so.
const build = "next"

// bench is a provider whose servers a test changes.
type bench struct {
	deployment.Provider
	// logs are what servers log at their start, by their release.
	logs map[string]string
	// upgrade is what the upgrade scripts do, empty for nothing.
	upgrade string
	// once has the first server of the later release that a script is replayed on, nil
	// for none.
	once deployment.Provider
	// down is the release that does not come up.
	down string
}

func (b bench) Start(ctx context.Context, name string, spec deployment.Spec, report deployment.Report) (deployment.Deployment, error) {
	if spec.Release.Version == b.down {
		return nil, &deployment.StartError{What: "exited with code 1"}
	}
	from := b.Provider
	if b.once != nil && name == "to-1" {
		from = b.once
	}
	d, err := from.Start(ctx, name, spec, report)
	return server{d, b}, err
}

type server struct {
	deployment.Deployment
	bench bench
}

func (s server) Log(context.Context) (string, error) {
	return s.bench.logs[s.Release().Version], nil
}

func (s server) Upgrade(ctx context.Context, to release.Release, report deployment.Report) ([]string, error) {
	_, err := s.Deployment.Upgrade(ctx, to, report)
	if s.bench.upgrade != "" && err == nil {
		err = s.Database().Load(ctx, database.File{Name: "2.1.6.sql", Text: s.bench.upgrade})
	}
	return []string{"2.1.6.sql"}, err
}

// sideBySide compares 2.1.5 and a build like it.
func sideBySide(t *testing.T, b bench, defect string, suites ...string) (conduct.Found, error) {
	t.Helper()
	c, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	c, err = c.WithBuilds(release.Build{Name: build, Image: "none", Like: "2.1.5"})
	require.NoError(t, err)
	b.Provider = broken(t, defect)
	return compare(t, b, c, "2.1.5", build, suites...)
}

// broken is a provider of models, of which the later one has a defect.
func broken(t *testing.T, defect string) *model.Provider {
	t.Helper()
	p := model.NewProvider(model.ProviderOptions{Clock: clock.Settings{Kind: clock.Jump}, Defects: map[string]string{build: defect}})
	t.Cleanup(func() { assert.NoError(t, p.Close(context.WithoutCancel(t.Context()))) })
	return p
}

func compare(t *testing.T, p deployment.Provider, c *release.Catalogue, from, to string, suites ...string) (conduct.Found, error) {
	t.Helper()
	how := conduct.Comparison{Provider: p, Catalogue: c, AtOnce: 2, Report: func(string) {}}
	var err error
	how.From, err = c.Find(from)
	require.NoError(t, err)
	how.To, err = c.Find(to)
	require.NoError(t, err)
	for _, suite := range suites {
		script, err := recording.For(suite, "2.1.4", "") // what release it names makes no difference
		require.NoError(t, err)
		how.Scripts = append(how.Scripts, script)
	}
	return how.Observe(t.Context())
}

// in are changes in one line each.
func in(changes []shipped.Change) []string {
	all := []string{}
	for _, c := range changes {
		all = append(all, c.String())
	}
	return all
}

// A release and a build that is just like it differ in nothing.
func TestNothingDiffersFromItself(t *testing.T) {
	found, err := sideBySide(t, bench{}, "", "release", "members", "explored")
	require.NoError(t, err)
	assert.Empty(t, in(found.Changes()))
	assert.Empty(t, found.Missed)
	assert.Zero(t, found.OneSided)
	assert.Greater(t, found.Exchanges(), 150)
	assert.Equal(t, deployment.Model, found.After.Target)
	assert.NotEmpty(t, found.After.Layout)
}

// What is answered otherwise, or done otherwise, is one change of an address with the
// exchanges that show it, and no other.
func TestChanges(t *testing.T) {
	for defect, tt := range map[string]struct{ suite, want, at, not string }{
		"expiry": {"release", "answer POST /openapi/app/start (API token) 500 code 501 -> 401 was 500 code 501 is 401",
			"release: expiry / API token, 2h01m, /openapi/app/start", "release: expiry / API token, at once, /openapi/app/start"},
		"field-of-start-renamed": {"state", "effect POST /openapi/app/start (API token) submits was start, file:///regress/savepoints/latest is start",
			"state: start at /openapi/app/start with an API token / restoreFromSavepoint=true", "state: start at /openapi/app/start with an API token / every flag 0"},
	} {
		t.Run(defect, func(t *testing.T) {
			found, err := sideBySide(t, bench{}, defect, tt.suite)
			require.NoError(t, err)
			changes := found.Changes()
			i := slices.Index(in(changes), tt.want)
			require.GreaterOrEqual(t, i, 0, "%v", in(changes))
			assert.Contains(t, changes[i].At, tt.at)
			assert.NotContains(t, changes[i].At, tt.not)
		})
	}
}

// What differs once and not a second time is no change, and not found out.
func TestWhatDoesNotShowAgain(t *testing.T) {
	found, err := sideBySide(t, bench{once: broken(t, "expiry")}, "", "release")
	require.NoError(t, err)
	assert.Empty(t, in(found.Changes()))
	assert.Contains(t, found.Missed, "release: expiry / API token, 2h01m, /openapi/app/start: POST /openapi/app/start (API token) 500 code 501 -> 401, and not so the second time: run it again where less is going on")
}

// What is logged at a start is told once, whatever the time, the thread and the
// numbers in it are, and only if the earlier release never logged it.
func TestLog(t *testing.T) {
	const before = "2026-11-26 11:16:48 | \x1b[31mWARN \x1b[0;39m | \x1b[1;33mmain\x1b[0;39m | \x1b[1;32morg.example.Pool\x1b[0;39m:65] Waited 12 ms for Pool@1a2b3c\n" +
		"2026-11-26 11:16:48 | INFO  | main | org.example.Pool:65] an ERROR is no ERROR here\n"
	for name, tt := range map[string]struct {
		after string
		want  []string
	}{
		"the same":           {before, []string{}},
		"at another time":    {"2027-01-01 00:00:00 | WARN  | pool-3-thread-7 | org.example.Pool:99] Waited 3.5 ms for Pool@ffff\n", []string{}},
		"the start script's": {before + "[StreamPark] WARN: HADOOP_HOME is undefined\n", []string{}},
		"less":               {"", []string{}},
		"more": {before + "2026-11-26 11:16:49 | ERROR | main | org.example.Pool:7] Port 8080 is taken\n\tat org.example.Pool ERROR\n" +
			"2026-11-26 11:16:50 | ERROR | main | org.example.Pool:7] Port 8081 is taken\n",
			[]string{"log ERROR org.example.Pool Port N is taken is in 3 of 3 starts"}},
		"a longer word": {before + "2026-11-26 11:16:49 | WARNINGS | main | x:1] many\n", []string{}},
	} {
		found, err := sideBySide(t, bench{logs: map[string]string{"2.1.5": before, build: tt.after}}, "", "members", "explored")
		require.NoError(t, err)
		assert.Equal(t, tt.want, in(found.Changes()), name)
	}
}

// script reads an upgrade script.
func script(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return string(text)
}

// A column that the upgrade scripts leave otherwise than a fresh installation has it
// is a drift.
func TestDrift(t *testing.T) {
	found, err := sideBySide(t, bench{upgrade: script(t, "drifts.sql")}, "")
	require.NoError(t, err)
	assert.Equal(t, []string{"drift postgres t_user.forgotten is varchar(9)", "drift postgres t_user.salt was " + found.After.Layout["t_user.salt"]}, in(found.Changes()))
	assert.Equal(t, []string{"2.1.6.sql"}, found.Ran)
}

// A server that does not come up, and an upgrade that fails, are no comparison.
func TestWhatCannotBeObserved(t *testing.T) {
	for name, tt := range map[string]struct {
		bench bench
		want  string
	}{
		"the earlier is down": {bench{down: "2.1.5"}, "start 2.1.5"},
		"the later is down":   {bench{down: build}, "start next"},
		"a broken script":     {bench{upgrade: script(t, "broken.sql")}, "upgrade 2.1.5 to next: run 2.1.6.sql"},
	} {
		_, err := sideBySide(t, tt.bench, "", "explored")
		assert.ErrorContains(t, err, tt.want, name)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("interrupted"))
	_, err := conduct.Comparison{Provider: bench{Provider: model.NewProvider(model.ProviderOptions{})}, Report: func(string) {}}.Observe(ctx)
	assert.Error(t, err)
}

// On containers the upgrade scripts of the images are really run.
func TestContainers(t *testing.T) {
	c, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	found, err := compare(t, dockertest.Provider(t, "2.1.4", "2.1.5"), c, "2.1.4", "2.1.5", "explored")
	require.NoError(t, err)
	assert.Equal(t, []string{"script/upgrade/pgsql/2.1.5.sql"}, found.Ran)
	assert.Empty(t, found.Missed)
	assert.Contains(t, in(found.Changes()), "answer POST /flink/app/start (API token) 200 code 200 -> 500 code 500 was 200 code 200 is 500 code 500")
	assert.Contains(t, found.Upgraded, "t_user.password")
}
