package requirement_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/requirement"
)

// watched is a test that is watched: how it ended, and with which words.
type watched struct {
	testing.TB
	ended, said string
}

func (w *watched) Helper() {}

func (w *watched) Fatalf(format string, args ...any) { w.end("failed", format, args...) }

func (w *watched) Skipf(format string, args ...any) { w.end("skipped", format, args...) }

// end remembers the first end: a real test ends there.
func (w *watched) end(how, format string, args ...any) {
	if w.ended == "" {
		w.ended, w.said = how, fmt.Sprintf(format, args...)
	}
}

func TestMissing(t *testing.T) {
	const (
		skipped  = "docker is missing: install it"
		promised = "docker is missing although REGRESS_REQUIRE promises it: install it"
	)
	for promise, want := range map[string]string{
		"":                   skipped,
		"gcc":                skipped,
		"docker-compose":     skipped,
		"dock":               skipped,
		"gcc,linux":          skipped,
		"docker":             promised,
		"gcc,docker":         promised,
		"docker,gcc":         promised,
		"gcc, docker, linux": promised,
		"gcc docker":         promised,
		",docker,":           promised,
	} {
		t.Run(promise, func(t *testing.T) {
			t.Setenv(requirement.Variable, promise)
			w := &watched{TB: t}
			requirement.Missing(w, "docker", "install it")
			assert.Equal(t, want, w.said)
			assert.Equal(t, map[string]string{skipped: "skipped", promised: "failed"}[want], w.ended)
		})
	}
}
