package bisection_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/bisection"
)

// prober answers with the letters of a text: g, b and u.
type prober struct {
	answers string
	asked   []string
	ahead   [][]bisection.Candidate
	// fail keeps the bisection from going on at the so-manieth probe.
	fail int
}

var errEnded = errors.New("ended")

func (p *prober) Probe(_ context.Context, c bisection.Candidate) (bisection.Step, error) {
	if p.fail > 0 && len(p.asked)+1 == p.fail {
		return bisection.Step{}, errEnded
	}
	p.asked = append(p.asked, c.Name)
	said := map[byte]bisection.Answer{'g': bisection.Good, 'b': bisection.Bad, 'u': bisection.Unknown}[p.answers[c.Name[0]-'a']]
	return bisection.Step{Answer: said, Why: "it was seen"}, nil
}

func (p *prober) Ahead(_ context.Context, all []bisection.Candidate) { p.ahead = append(p.ahead, all) }

func hunt(t *testing.T, p *prober, find bisection.Change) bisection.Hunt {
	t.Helper()
	track := &bisection.Track{Schema: bisection.Schema, Issue: "3933", Find: find, Over: bisection.Images}
	for i := range p.answers {
		track.Candidates = append(track.Candidates, bisection.Candidate{Name: string(rune('a' + i))})
	}
	return bisection.Hunt{Track: track, State: bisection.State{Folder: filepath.Join(t.TempDir(), "state")}, Prober: p, Tell: func(bisection.Step, int, bisection.Made) {}, AheadOf: 2}
}

func TestHunt(t *testing.T) {
	for name, tt := range map[string]struct {
		answers   string
		find      bisection.Change
		tentative bool
		want      bisection.Conclusion
		err       string
	}{
		"a break":                               {"ggggbbb", bisection.Break, false, bisection.Conclusion{Before: 3, After: 4, Exact: true, Unknown: []int{}}, ""},
		"a fix":                                 {"bbg", bisection.Fix, false, bisection.Conclusion{Before: 1, After: 2, Exact: true, Unknown: []int{}}, ""},
		"unknown where it changes":              {"gguubb", bisection.Break, false, bisection.Conclusion{Before: 1, After: 4, Unknown: []int{2, 3}}, ""},
		"unknown elsewhere":                     {"gugbbub", bisection.Break, false, bisection.Conclusion{Before: 2, After: 3, Exact: true, Unknown: []int{}}, ""},
		"two ends alone":                        {"gb", bisection.Break, false, bisection.Conclusion{Before: 0, After: 1, Exact: true, Unknown: []int{}}, ""},
		"an old end that is bad":                {"bbb", bisection.Break, false, bisection.Conclusion{}, "a wrong end: a is to be good, and it is bad: it was seen"},
		"a new end that is good":                {"ggg", bisection.Break, false, bisection.Conclusion{}, "a wrong end: c is to be bad, and it is good"},
		"ends of the other change":              {"gbb", bisection.Fix, false, bisection.Conclusion{}, "a wrong end: a is to be bad, and it is good"},
		"an unknown end":                        {"ugb", bisection.Break, false, bisection.Conclusion{}, "whether a is good could not be found out: it was seen"},
		"unknown ends that nobody named":        {"ugbu", bisection.Break, true, bisection.Conclusion{Before: 1, After: 2, Exact: true, Unknown: []int{}}, ""},
		"nothing but unknown ends":              {"uuu", bisection.Break, true, bisection.Conclusion{}, "whether b is good could not be found out"},
		"an end that nobody named is the other": {"ubb", bisection.Break, true, bisection.Conclusion{}, "a wrong end: b is to be good, and it is bad"},
	} {
		t.Run(name, func(t *testing.T) {
			p := &prober{answers: tt.answers}
			h := hunt(t, p, tt.find)
			err := h.Run(t.Context(), bisection.Ends{New: len(tt.answers) - 1, Tentative: tt.tentative})
			if tt.err != "" {
				require.ErrorContains(t, err, tt.err)
				assert.NotEqual(t, errors.Is(err, bisection.ErrEnd), errors.Is(err, bisection.ErrOpen))
				assert.Nil(t, h.Track.Conclusion)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, tt.want, *h.Track.Conclusion)
		})
	}
}

// What was done is not done again, wherever it was interrupted.
func TestAHuntGoesOnWhereItWas(t *testing.T) {
	const answers = "gggggggguuubbbbbb"
	whole := &prober{answers: answers}
	want := hunt(t, whole, bisection.Break)
	require.NoError(t, want.Run(t.Context(), bisection.Ends{New: len(answers) - 1}))
	for at := 1; at <= len(whole.asked); at++ {
		p := &prober{answers: answers, fail: at}
		h := hunt(t, p, bisection.Break)
		require.ErrorIs(t, h.Run(t.Context(), bisection.Ends{New: len(answers) - 1}), errEnded)
		p.fail = 0
		again := hunt(t, p, bisection.Break)
		again.State = h.State
		found, err := again.State.Load(again.Track)
		require.NoError(t, err)
		assert.Equal(t, at > 1, found)
		require.NoError(t, again.Run(t.Context(), bisection.Ends{New: len(answers) - 1}))
		assert.Equal(t, whole.asked, p.asked, "interrupted at %d", at)
		assert.Equal(t, want.Track.Conclusion, again.Track.Conclusion)
	}
}

// An end that could not be verified is asked about again.
func TestAnUnknownEndIsNotKept(t *testing.T) {
	p := &prober{answers: "ugb"}
	h := hunt(t, p, bisection.Break)
	require.ErrorIs(t, h.Run(t.Context(), bisection.Ends{New: 2}), bisection.ErrOpen)
	p.answers = "ggb"
	require.NoError(t, h.Run(t.Context(), bisection.Ends{New: 2}))
	assert.Equal(t, 1, h.Track.Conclusion.Before)
}

func TestTheLikelyNextAreBegun(t *testing.T) {
	p := &prober{answers: "gggggbbbb"}
	require.NoError(t, hunt(t, p, bisection.Break).Run(t.Context(), bisection.Ends{New: 8}))
	require.NotEmpty(t, p.ahead)
	assert.Equal(t, []bisection.Candidate{{Name: "a"}, {Name: "i"}}, p.ahead[0], "both ends")
	assert.Equal(t, []bisection.Candidate{{Name: "e"}, {Name: "g"}, {Name: "c"}}, p.ahead[1], "the one that is asked about comes first")
	assert.Empty(t, p.ahead[len(p.ahead)-1], "at the end nothing is wanted any more")
}

// A state that cannot be gone on with is told, and stays as it is.
func TestStatesOfOthers(t *testing.T) {
	for name, tt := range map[string]struct{ from, to, err string }{
		"an older version":   {`"schema": 1`, `"schema": 0`, "it has version 0, and this program reads version 1"},
		"another issue":      {`"issue": "3933"`, `"issue": "1"`, "that of another bisection"},
		"cut off":            {`"steps"`, `!`, "invalid character"},
		"an unknown answer":  {`"answer": "good"`, `"answer": "fine"`, `the answer "fine"`},
		"a step of no where": {`"candidate": 0`, `"candidate": 9`, "a step about candidate 9"},
	} {
		t.Run(name, func(t *testing.T) {
			p := &prober{answers: "gb"}
			h := hunt(t, p, bisection.Break)
			require.NoError(t, h.Run(t.Context(), bisection.Ends{New: 1}))
			file := filepath.Join(h.State.Folder, bisection.StateFile)
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			changed := strings.Replace(string(text), tt.from, tt.to, 1)
			require.NotEqual(t, string(text), changed)
			require.NoError(t, os.WriteFile(file, []byte(changed), 0o644))
			_, err = h.State.Load(hunt(t, p, bisection.Break).Track)
			require.ErrorContains(t, err, tt.err)
			require.ErrorContains(t, err, "--force")
			after, err := os.ReadFile(file)
			require.NoError(t, err)
			assert.Equal(t, changed, string(after))
		})
	}
}
