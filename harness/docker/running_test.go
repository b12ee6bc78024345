package docker_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/docker"
)

// Two runs whose IDs end alike run side by side, and each finds its own servers, with
// their databases.
func TestRunsBesideEachOther(t *testing.T) {
	b := newBench(t)
	r, err := b.catalogue.Find("2.1.4")
	require.NoError(t, err)
	end := b.options.Run[strings.LastIndex(b.options.Run, "-"):]
	for i, run := range []string{"one" + end, "two" + end} {
		o := b.options
		o.Run = run
		p := docker.NewProvider(b.engine, o)
		t.Cleanup(func() { assert.NoError(t, p.Close(context.Background())) })
		d, err := p.Start(t.Context(), "2.1.4", deployment.Spec{Release: r}, func(string) {})
		require.NoError(t, err)

		found, err := b.engine.Running(t.Context(), docker.RunLabel+"="+run)
		require.NoError(t, err)
		require.Len(t, found, 1)
		s := found[0]
		assert.Equal(t, "streampark-regress-2.1.4"+end+[]string{"", "-2"}[i], s.Name)
		assert.Equal(t, []any{"2.1.4", d.URL(), database.PostgreSQL, true}, []any{s.Release, s.URL, s.Product, s.Movable})
		db, err := database.OpenReadOnly(t.Context(), s.Database)
		require.NoError(t, err)
		_, there, err := db.UserByName(t.Context(), "admin")
		assert.NoError(t, err)
		assert.True(t, there, "it is the server's database")
		require.NoError(t, db.Close())
		at, err := url.Parse(d.URL())
		require.NoError(t, err)
		assert.True(t, s.Serves(at))
		at.Host = "example.org:" + at.Port()
		assert.False(t, s.Serves(at), "another machine's")

		before, err := s.Ahead(t.Context())
		require.NoError(t, err)
		require.NoError(t, s.Shift(t.Context(), before+time.Hour))
		after, err := s.Ahead(t.Context())
		require.NoError(t, err)
		assert.Equal(t, time.Hour, after-before)
	}
}
