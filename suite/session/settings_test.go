package session_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/suite/session"
)

func TestSettingsThatContradictThemselves(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*session.Settings)
		want   string
	}{
		"nothing": {func(*session.Settings) {}, ""},
		"the model with a defect": {func(s *session.Settings) {
			s.Target, s.Defects = session.Model, map[string]string{"2.1.4": "no-expiry"}
		}, ""},
		"a small TTL": {func(s *session.Settings) { s.Clock = clock.Settings{Kind: clock.ShortTTL, ShortTTL: 3 * clock.Margin} }, ""},
		"a TTL too small": {func(s *session.Settings) {
			s.Clock = clock.Settings{Kind: clock.ShortTTL, ShortTTL: 3*clock.Margin - 1}
		}, "is too small to tell before from after; use at least"},
		"a TTL that is not used": {func(s *session.Settings) { s.Clock.ShortTTL = time.Second }, ""},
		"no time to start":       {func(s *session.Settings) { s.StartTimeout = 0 }, "leaves a server no time to answer"},
		"no target":              {func(s *session.Settings) { s.Target = "" }, `unknown target "": choose one of auto, docker, model or url`},
		"an unknown target":      {func(s *session.Settings) { s.Target = "moon" }, `unknown target "moon": choose one of auto, docker, model or url`},
		"an unknown JVM":         {func(s *session.Settings) { s.JVM = "slow" }, `unknown JVM options "slow": choose fast or shipped`},
		"an unknown database":    {func(s *session.Settings) { s.Databases = []database.Product{"oracle"} }, `unknown database "oracle": choose one of h2, mariadb, mysql or postgres`},
		"all databases": {func(s *session.Settings) {
			s.Databases = []database.Product{database.PostgreSQL, database.MySQL, database.MariaDB}
		}, ""},
		"another database of the model": {func(s *session.Settings) {
			s.Target, s.Databases = session.Model, []database.Product{database.MariaDB}
		}, ""},
		"an image of a database that is not there": {func(s *session.Settings) { s.DatabaseImages = map[database.Product]string{database.MySQL: "mine"} },
			"--database-image mysql=REF: nothing runs on MySQL; add it with --database, or leave out the flag"},
		"a driver that nobody needs": {func(s *session.Settings) { s.Connector = "mine.jar" }, "--mysql-connector: no database of this run needs a JDBC driver of its own"},
		"a driver for MySQL": {func(s *session.Settings) {
			s.Databases, s.Connector = []database.Product{database.MySQL}, "mine.jar"
		}, ""},
		"images for Docker": {func(s *session.Settings) { s.Target, s.Images = session.Docker, map[string]string{"2.1.4": "mine"} }, ""},
		"images for the model": {func(s *session.Settings) { s.Target, s.Images = session.Model, map[string]string{"2.1.4": "mine"} },
			"the model runs no image: leave out --image or --target model"},
		"less than no time to start":   {func(s *session.Settings) { s.StartTimeout = -1 }, "leaves a server no time to answer"},
		"hardly any time to start":     {func(s *session.Settings) { s.StartTimeout = 1 }, ""},
		"a TTL that is nearly nothing": {func(s *session.Settings) { s.Clock = clock.Settings{Kind: clock.ShortTTL} }, "use at least 12s"},
		"a real Flink for the model":   {func(s *session.Settings) { s.Target, s.Flink.Kind = session.Model, deployment.RealFlink }, "leave out --flink real or --target model"},
		"a real Flink":                 {func(s *session.Settings) { s.Target, s.Flink.Kind = session.Docker, deployment.RealFlink }, ""},
		"a defect of Docker": {func(s *session.Settings) {
			s.Target, s.Defects = session.Docker, map[string]string{"2.1.4": "no-expiry"}
		}, "it needs --target model"},
		"a defect of whatever":         {func(s *session.Settings) { s.Defects = map[string]string{"2.1.4": "no-expiry"} }, "it needs --target model"},
		"a defect nobody knows":        {func(s *session.Settings) { s.Target, s.Defects = session.Model, map[string]string{"2.1.4": "pony"} }, `the model has no defect "pony"`},
		"a defect of no release":       {func(s *session.Settings) { s.Target, s.Defects = session.Model, map[string]string{"9.9": "no-expiry"} }, `unknown release "9.9"`},
		"the shipped JVM, with Docker": {func(s *session.Settings) { s.Target, s.JVM = session.Docker, session.ShippedJVM }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := usual()
			tt.change(&s)
			err := s.Validate(catalogue(t))
			if tt.want == "" {
				assert.NoError(t, err)
				return
			}
			assert.ErrorContains(t, err, tt.want)
		})
	}
}

// What is given for a release that nobody starts would not be tried.
func TestNothingIsGivenInVain(t *testing.T) {
	started := []release.Release{{Version: "2.1.4"}, {Version: "2.1.5"}}
	for name, tt := range map[string]struct {
		settings session.Settings
		want     string
	}{
		"nothing":           {session.Settings{}, ""},
		"an image":          {session.Settings{Images: map[string]string{"2.1.5": "mine"}}, ""},
		"a defect":          {session.Settings{Defects: map[string]string{"2.1.4": "no-expiry"}}, ""},
		"an image in vain":  {session.Settings{Images: map[string]string{"2.1.7": "mine"}}, "--image 2.1.7=mine: 2.1.7 is not started"},
		"a defect in vain":  {session.Settings{Defects: map[string]string{"2.1.7": "no-expiry"}}, "--model-defect 2.1.7=no-expiry: 2.1.7 is not started"},
		"one of two images": {session.Settings{Images: map[string]string{"2.1.4": "mine", "2.1.7": "mine"}}, "2.1.7 is not started"},
	} {
		err := tt.settings.Unused(started)
		if tt.want == "" {
			assert.NoError(t, err, name)
			continue
		}
		assert.ErrorContains(t, err, tt.want, name)
	}
}

func TestATargetNobodyKnowsIsNoSource(t *testing.T) {
	_, err := choose(t, func(s *session.Settings) { s.Target = "moon" })
	assert.EqualError(t, err, `unknown target "moon"`)
}

// Whoever interrupts the search for Docker gets nothing in its place.
func TestNothingStandsInAfterAnInterruption(t *testing.T) {
	t.Setenv("DOCKER_HOST", nowhere)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	c := session.Choice{Settings: usual(), Catalogue: catalogue(t), Redactor: &evidence.Redactor{}, Report: func(string) {}}
	s, err := c.Choose(ctx)
	assert.ErrorIs(t, err, context.Canceled)
	assert.Nil(t, s.Provider)
}

// choose chooses a source where there is no Docker.
func choose(t *testing.T, change func(*session.Settings)) (session.Source, error) {
	t.Helper()
	t.Setenv("DOCKER_HOST", nowhere)
	c := session.Choice{Settings: usual(), Catalogue: catalogue(t), Redactor: &evidence.Redactor{}, Report: func(string) {}}
	change(&c.Settings)
	return c.Choose(t.Context())
}

func TestTheModelIsTakenWhereItWasAskedFor(t *testing.T) {
	s, err := choose(t, func(s *session.Settings) { s.Target = session.Model })
	require.NoError(t, err)
	assert.Equal(t, deployment.Model, s.Provider.Target())
	assert.Equal(t, "it was asked for", s.Why)
	assert.Nil(t, s.KeepLog)
	assert.Zero(t, s.MemoryMB)
}

func TestTheModelStandsInWhereThereIsNoDocker(t *testing.T) {
	s, err := choose(t, func(s *session.Settings) { s.Fallback = session.ToModel })
	require.NoError(t, err)
	assert.Equal(t, deployment.Model, s.Provider.Target())
	assert.Regexp(t, `^connect to Docker`, s.Why)
	assert.NotContains(t, s.Why, "\n")
}

func TestNothingStandsInForWhatWasNamed(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*session.Settings)
		want   string
	}{
		"in CI":                {func(s *session.Settings) { s.Fallback = session.Stop }, "in CI the model never stands in silently: set REGRESS_TARGET=docker"},
		"something was named":  {func(s *session.Settings) { s.Named = []string{"--image", "--jvm"} }, "--image and --jvm: connect to Docker"},
		"Docker was asked for": {func(s *session.Settings) { s.Target = session.Docker }, "use --target model to check the harness without StreamPark"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := choose(t, tt.change)
			require.ErrorContains(t, err, tt.want)
			assert.ErrorContains(t, err, "connect to Docker")
			assert.Nil(t, s.Provider)
		})
	}
}
