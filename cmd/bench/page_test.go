package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// taking is a way that was taken three times, the quickest in the middle.
func taking(k key, seconds, containers, peak float64) way {
	var all []taken
	for _, more := range []float64{0.5, 0, 1} {
		all = append(all, taken{seconds + more - 0.5, containers, 1.25, peak})
	}
	return way{key: k, title: string(k) + " such a way", containers: containers > 0, results: "results", taken: all}
}

func TestTheTableHasMinimumMedianAndMaximum(t *testing.T) {
	script := taking(byHand, 70, 41, 0)
	script.results = ""
	halted := taking(warm, 2, 1.5, 30)
	halted.taken, halted.why = halted.taken[:2], "it took longer | than\n10m"
	m := measures{images: "a:1, b:2", processors: 2, ways: []way{script, taking(ofModel, 2, 0, 41.26), halted,
		{title: "(b) not here", containers: true, why: "not measured: image a:1 is not here"}}}
	assert.Equal(t, `Measured on a:1, b:2, with 2 processors; minimum, median and maximum. Memory is the most that the program had, in MB.

| way | runs | seconds | CPU seconds of the containers | CPU seconds of the program | its memory |
|---|---|---|---|---|---|
| (a) such a way | 3 | 69.5 / 70.0 / 70.5 | 41.0 / 41.0 / 41.0 | 1.2 / 1.2 / 1.2 | a script |
| (f) such a way | 3 | 1.5 / 2.0 / 2.5 | none | 1.2 / 1.2 / 1.2 | 41.3 / 41.3 / 41.3 |
| (e) such a way | 2 | 1.5 / 1.8 / 2.0; then it took longer \| than 10m | 1.5 / 1.5 / 1.5 | 1.2 / 1.2 / 1.2 | 30.0 / 30.0 / 30.0 |
| (b) not here | 0 | not measured: image a:1 is not here | | | |
`, table(m))
}

func TestTheTablesAreReplacedAndNothingElse(t *testing.T) {
	page := filepath.Join(t.TempDir(), "page.md")
	m := measures{images: "a:1", processors: 2, ways: []way{taking(ofModel, 2, 0, 41)}}
	require.NoError(t, os.WriteFile(page, []byte("# before\n\n"+begin+"\nold\n"+end+"\n\nafter\n"), 0o600))
	require.NoError(t, write(page, m))
	require.NoError(t, write(page, m), "and again")
	got, err := os.ReadFile(page)
	require.NoError(t, err)
	assert.Equal(t, "# before\n\n"+begin+"\n"+table(m)+"\n"+aims(m)+end+"\n\nafter\n", string(got))

	require.NoError(t, os.WriteFile(page, []byte("# nothing\n"), 0o600))
	assert.ErrorContains(t, write(page, m), "are missing, between which the tables stand")
	assert.ErrorContains(t, write(filepath.Join(t.TempDir(), "none.md"), m), "read the page")
}

func TestTheCommandLine(t *testing.T) {
	env := func(name string) string { return map[string]string{"REGRESS_POSTGRES_IMAGE": "mine:15"}[name] }
	o, err := parse([]string{"-runs", "1", "-image", "2.1.4=m:4"}, env, &strings.Builder{})
	require.NoError(t, err)
	assert.Equal(t, 1, o.runs)
	assert.Equal(t, "m:4, apache/streampark:2.1.5, mine:15", o.images.String(), "the page names them")
	assert.Equal(t, []string{"--image", "2.1.4=m:4", "--image", "2.1.5=apache/streampark:2.1.5"}, o.images.flags())
	assert.Equal(t, []string{"REGRESS_POSTGRES_IMAGE=mine:15", "BENCH_IMAGE_2_1_4=m:4", "BENCH_IMAGE_2_1_5=apache/streampark:2.1.5"}, o.images.environment())
	for said, args := range map[string][]string{
		"choose 1 or more":              {"-runs", "0"},
		"choose more than nothing":      {"-within", "0s"},
		`there is no argument "3"`:      {"3"},
		"write 2.1.4=REF or 2.1.5=REF":  {"-image", "2.1.6=x"},
		`invalid value "2.1.4=" for fl`: {"-image", "2.1.4="},
	} {
		var stderr strings.Builder
		_, err := parse(args, env, &stderr)
		assert.Error(t, err, args)
		assert.Contains(t, stderr.String(), said)
	}
}
