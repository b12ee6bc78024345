package trackrecord_test

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/report/trackrecord"
)

// The table of issues for readers says what the track record says: where each came,
// and where it went.
func TestTheTableOfIssues(t *testing.T) {
	data, err := os.ReadFile("../../../docs/track-record.json")
	require.NoError(t, err)
	r, err := trackrecord.Read(bytes.NewReader(data))
	require.NoError(t, err)
	page, err := os.ReadFile("../../../docs/known-issues.md")
	require.NoError(t, err)
	versions := catalogue(t).Versions()
	named := regexp.MustCompile(`(?:@known-issue-|ISSUE=)([a-z0-9-]+)`)
	seen := 0
	for line := range strings.SplitSeq(string(page), "\n") {
		cells := strings.Split(line, " | ")
		found := named.FindStringSubmatch(line)
		if len(cells) != 5 || found == nil {
			continue
		}
		came, went := span(r, versions, found[1])
		if came == "" {
			continue // nobody has measured it
		}
		seen++
		said, _, _ := strings.Cut(cells[1], " on ")
		assert.Equal(t, []string{came, went}, []string{said, cells[2]}, "where %s came and went: docs/known-issues.md, and the track record", found[1])
	}
	assert.Greater(t, seen, 9)
}

// span is the first release on which an issue was reproduced, and the first after the
// last such one on which it was not there; "-" for none.
func span(r trackrecord.Record, versions []string, issue string) (came, went string) {
	states := func(version string) (all []trackrecord.State) {
		for _, m := range r.Measurements {
			if cell, has := m.Cells[issue]; has && m.Release == version {
				all = append(all, cell.State)
			}
		}
		return all
	}
	went = "-"
	for _, version := range versions {
		switch all := states(version); {
		case slices.Contains(all, trackrecord.Reproduced):
			went = "-"
			if came == "" {
				came = version
			}
		case came != "" && went == "-" && slices.Contains(all, trackrecord.NotThere):
			went = version
		}
	}
	return came, went
}
