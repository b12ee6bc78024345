package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const module = "testdata/module"

// expected reads what becomes of the mutants of a file from the comments in it.
func expected(t *testing.T, folder, name string) (mutants []string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(module, folder, name))
	require.NoError(t, err)
	for i, line := range strings.Split(string(text), "\n") {
		code, comment, found := strings.Cut(line, " // ")
		if !found || strings.TrimSpace(code) == "" {
			continue
		}
		for m := range strings.SplitSeq(comment, ", ") {
			mutants = append(mutants, fmt.Sprintf("%s/%s:%d %s", folder, name, i+1, m))
		}
	}
	return mutants
}

func TestMutantsLiveAndDie(t *testing.T) {
	t.Parallel()
	hunt := Hunt{Workers: 2, Patience: 20, Least: 300 * time.Millisecond, Log: t.Output()}
	mutants, err := hunt.Package(t.Context(), module, t.TempDir(), Package{Path: "small", Without: []string{"left.go"}, Tests: "^Test[A-Z]", Skip: "^TestThatIsSkipped$"})
	require.NoError(t, err)
	var got []string
	for _, m := range mutants {
		got = append(got, fmt.Sprintf("%s:%d %s %s", m.File, m.Line, m.Mutation, m.Status))
	}
	assert.ElementsMatch(t, expected(t, "small", "small.go"), got)
	at := slices.IndexFunc(mutants, func(m Mutant) bool { return m.Mutation == "CONDITIONALS_BOUNDARY" && m.Func == "Grade" })
	require.GreaterOrEqual(t, at, 0)
	assert.Regexp(t, `^small/small\.go:\d+:14  killed  CONDITIONALS_BOUNDARY  case points >= 9: //`, mutants[at].String())
}

func TestPackagesThatCannotBeTried(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ folder, want string }{
		"the tests fail":      {"failing", "one fails anyway"},
		"nothing to change":   {"constant", "found nothing to change"},
		"there is no package": {"none", "none"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Hunt{Workers: 1, Patience: 1, Log: io.Discard}.Package(t.Context(), module, t.TempDir(), Package{Path: tt.folder})
			assert.ErrorContains(t, err, tt.want)
		})
	}
}

// ending ends a context as soon as something is written.
type ending struct{ end context.CancelFunc }

func (e ending) Write(p []byte) (int, error) {
	e.end()
	return len(p), nil
}

func TestAHuntEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	hunt := Hunt{Workers: 2, Patience: 5, Least: time.Hour, Log: ending{cancel}}
	_, err := hunt.Package(ctx, module, t.TempDir(), Package{Path: "small", Tests: "^Test[A-Z]", Skip: "^TestThatIsSkipped$"})
	assert.ErrorIs(t, err, context.Canceled)
}

// What a test has started ends with it.
func TestNothingIsLeftBehind(t *testing.T) {
	for name, script := range map[string]string{
		"in time":  "sleep 600 & :",
		"too late": "sleep 600 & wait",
	} {
		t.Run(name, func(t *testing.T) {
			r, w, err := os.Pipe()
			require.NoError(t, err)
			defer r.Close()
			ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
			defer cancel()
			c := command(ctx, "sh", "-c", script)
			c.Stdout = w
			_ = run(c) // killed or not
			require.NoError(t, w.Close())
			require.NoError(t, r.SetReadDeadline(time.Now().Add(10*time.Second)))
			_, err = r.Read(make([]byte, 1))
			assert.ErrorIs(t, err, io.EOF, "somebody still holds the pipe")
		})
	}
}
