package ctrf_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/report/ctrf"
	"streampark-regress/harness/report/reporttest"
	"streampark-regress/harness/report/result"
)

func TestCTRF(t *testing.T) {
	reporttest.Golden(t, "everything.json", reporttest.Everything(t), ctrf.Write)
}

func TestCountsAddUp(t *testing.T) {
	for name, tt := range map[string]struct {
		events result.Result
		want   []int64 // tests, passed, failed, skipped, pending, other
	}{
		"everything": {result.Build(reporttest.Everything(t)), []int64{19, 3, 5, 5, 0, 6}},
		"killed":     {result.Build(reporttest.Killed(t)), []int64{4, 0, 0, 2, 0, 2}},
	} {
		var b bytes.Buffer
		require.NoError(t, ctrf.Write(&b, tt.events))
		var read struct {
			Results struct {
				Summary map[string]int64
				Tests   []struct{ Name, Status string }
			}
		}
		require.NoError(t, json.Unmarshal(b.Bytes(), &read))
		s := read.Results.Summary
		assert.Equal(t, tt.want, []int64{s["tests"], s["passed"], s["failed"], s["skipped"], s["pending"], s["other"]}, name)
		assert.Len(t, read.Results.Tests, int(s["tests"]), name)
	}
}
