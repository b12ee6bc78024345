package session_test

import (
	"archive/zip"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	realflink "streampark-regress/harness/flink"
	"streampark-regress/harness/release"
	"streampark-regress/harness/verdict"
	"streampark-regress/suite/session"
)

const (
	server   = "apache/streampark:2.1.5"
	postgres = "postgres:15-alpine"
	mariadb  = "mariadb:11"
	flink    = "flink:1.18"
)

// What is missing on the engine is said before anything is started.
func TestWhatTheEngineHas(t *testing.T) {
	c := catalogue(t)
	r, err := c.Find("2.1.5")
	require.NoError(t, err)
	// Three quarters of what the databases leave of the engine's memory are just
	// enough for both.
	beside := r.JVM.FastMemoryMB + realflink.MemoryMB
	left := (beside*4 + 2) / 3
	most := c.Databases["postgres"].MemoryMB + c.Databases["mariadb"].MemoryMB
	e := &engine{memoryMB: left + most, files: []string{"/opt/flink/lib/flink-dist-1.18.1.jar"}}
	e.serve(t)
	realFlink := func(s *session.Settings) { s.Flink.Kind = deployment.RealFlink }
	ownPostgres := func(s *session.Settings) {
		s.DatabaseImages = map[database.Product]string{database.PostgreSQL: "mine/postgres"}
	}
	onMariaDB := func(driver string) func(*session.Settings) {
		return func(s *session.Settings) {
			s.Databases, s.Connector = []database.Product{database.MariaDB}, driver
		}
	}
	driver := jar(t, c.Databases["mariadb"].Driver.Class)
	shipped := func(s *session.Settings) { realFlink(s); s.JVM = session.ShippedJVM }
	realIn := func(mb int64) func(*session.Settings) {
		return func(s *session.Settings) { realFlink(s); s.MemoryMB = mb }
	}
	const noFlink, noMemory = "find an image of Flink: no image is here", "2.1.5 beside a real Flink as shipped needs about"
	for name, tt := range map[string]struct {
		images []string
		change func(*session.Settings)
		want   string
	}{
		"all that is needed":               {[]string{server, postgres}, nil, ""},
		"all, in less than a server takes": {[]string{server, postgres}, func(s *session.Settings) { s.MemoryMB = 1 }, ""},
		"a database by another name":       {[]string{server, "mine/postgres"}, ownPostgres, ""},
		"another database and its driver":  {[]string{server, mariadb}, onMariaDB(driver), ""},
		"two databases": {[]string{server, postgres, mariadb}, func(s *session.Settings) {
			onMariaDB(driver)(s)
			s.Databases = append(s.Databases, database.PostgreSQL)
		}, ""},
		"no StreamPark":            {[]string{postgres}, nil, "find an image of StreamPark 2.1.5: no image is here"},
		"no database":              {[]string{server}, nil, "find the database image: no image is here"},
		"no database of that name": {[]string{server, postgres}, ownPostgres, "mine/postgres"},
		"no other database":        {[]string{server, postgres}, onMariaDB(driver), "find the database image: no image is here"},
		"no second database": {[]string{server, mariadb}, func(s *session.Settings) {
			onMariaDB(driver)(s)
			s.Databases = append(s.Databases, database.PostgreSQL)
		}, postgres},
		"no driver":                                  {[]string{server, mariadb}, onMariaDB("nowhere.jar"), "read the JDBC driver: open nowhere.jar"},
		"no Flink":                                   {[]string{server, postgres}, realFlink, noFlink},
		"no Flink of that name":                      {[]string{server, postgres, flink}, func(s *session.Settings) { realFlink(s); s.Flink.Image = "mine/flink" }, "mine/flink"},
		"no shims for that Flink":                    {[]string{server, postgres, flink}, realFlink, "run StreamPark 2.1.5 beside a real Flink: image " + server + " has no shims for Flink 1.18.1"},
		"memory for a server and its Flink":          {[]string{server, postgres}, realIn(beside), noFlink},
		"more than the engine should give, if asked": {[]string{server, postgres}, func(s *session.Settings) { shipped(s); s.MemoryMB = 8000 }, noFlink},
		"too little memory in the engine":            {[]string{server, postgres}, shipped, noMemory},
		"no memory for both":                         {[]string{server, postgres}, realIn(beside - 1), noMemory},
	} {
		t.Run(name, func(t *testing.T) {
			e.has(tt.images...)
			s, err := on(c, r, tt.change).Choose(t.Context())
			if tt.want != "" {
				require.ErrorContains(t, err, tt.want)
				assert.Nil(t, s.Provider)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, deployment.Docker, s.Provider.Target())
			var databases int64
			for _, d := range on(c, r, tt.change).Settings.Databases {
				databases += c.Databases[string(d)].MemoryMB
			}
			assert.Equal(t, e.memoryMB-databases, s.MemoryMB)
			assert.Equal(t, map[string]string{"docker": "27.0", "docker host": "a pretended one"}, s.Machine)
		})
	}

	t.Run("the shims of a Flink that fits", func(t *testing.T) {
		e.files = append(e.files, "/streampark/lib/streampark-flink-shims_flink-1.18_2.12-2.1.5.jar")
		e.has(server, postgres, flink)
		s, err := on(c, r, realFlink).Choose(t.Context())
		require.NoError(t, err)
		assert.NotNil(t, s.Provider)
	})
	t.Run("the options of the JVM", func(t *testing.T) {
		e.has(server, postgres)
		for jvm, want := range map[session.JVM]int64{session.FastJVM: r.JVM.FastMemoryMB, session.ShippedJVM: r.JVM.ShippedMemoryMB} {
			s, err := on(c, r, func(s *session.Settings) { s.JVM = jvm }).Choose(t.Context())
			require.NoError(t, err)
			assert.Equal(t, want, s.Provider.MemoryMB(deployment.Spec{Release: r}))
		}
	})
	t.Run("what is kept", func(t *testing.T) {
		e.has(server, "apache/streampark:2.1.4", postgres)
		for retention, want := range map[deployment.Retention]bool{deployment.KeepAll: true, deployment.RemoveUnused: false} {
			o, _ := options(t, session.Docker)
			o.Retention = retention
			ended, err := session.Run(t.Context(), o)
			require.NoError(t, err)
			assert.Equal(t, want, ended.Kept)
			assert.Equal(t, verdict.Inconclusive, ended.Verdict(), "no server was started")
		}
	})
}

// jar is a file that is taken for a JDBC driver by the class that is in it.
func jar(t *testing.T, class string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "driver.jar")
	f, err := os.Create(file)
	require.NoError(t, err)
	z := zip.NewWriter(f)
	_, err = z.Create(class)
	require.NoError(t, errors.Join(err, z.Close(), f.Close()))
	return file
}

// on is the choice of the pretended engine for a release.
func on(c *release.Catalogue, r release.Release, change func(*session.Settings)) session.Choice {
	s := usual()
	s.Target = session.Docker
	if change != nil {
		change(&s)
	}
	return session.Choice{Settings: s, Catalogue: c, Releases: []release.Release{r}, Redactor: &evidence.Redactor{}, Report: func(string) {}}
}

func TestImagesOfFlink(t *testing.T) {
	assert.Equal(t, []string{"mine"}, session.Flink{Image: "mine"}.Candidates())
	assert.Contains(t, session.Flink{}.Candidates(), flink)
}
