package upgrade_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/release"
	"streampark-regress/harness/upgrade"
)

// requests is a release that starts and cancels applications at these addresses,
// open to API tokens, with the fields that ask for a savepoint.
func requests(version, start, restore, cancel, trigger string) release.Release {
	return release.Release{Version: version, API: release.API{Start: start, Open: []string{start, cancel}, Requests: []release.Request{
		{Address: start, Action: release.Start, Fields: []release.Field{{Name: "id", Means: release.Application}, {Name: restore, Means: release.Restore}}},
		{Address: cancel, Action: release.Cancel, Fields: []release.Field{{Name: "id", Means: release.Application}, {Name: trigger, Means: release.Trigger}}},
	}}}
}

// Fields are renamed where both releases can be told the same by other names.
func TestRenamedFields(t *testing.T) {
	start := upgrade.Renamed{Action: release.Start, Means: release.Restore, Old: "old", New: "new"}
	cancel := upgrade.Renamed{Action: release.Cancel, Means: release.Trigger, Old: "old", New: "new"}
	from := requests("1", "/start", "old", "/cancel", "old")
	stateless := requests("2", "/new/start", "new", "/new/cancel", "new")
	stateless.API.Requests[0].Fields = stateless.API.Requests[0].Fields[:1]
	closed := requests("2", "/new/start", "new", "/new/cancel", "new")
	closed.API.Open = []string{"/new/cancel"}
	also := func(name string) release.Release {
		r := requests("2", "/new/start", "new", "/new/cancel", "new")
		r.API.Requests = append(r.API.Requests, release.Request{Address: "/start", Action: release.Start, Fields: []release.Field{{Name: name, Means: release.Restore}}})
		return r
	}
	for name, tt := range map[string]struct {
		from, to release.Release
		renamed  []upgrade.Renamed
		ignores  bool
	}{
		"both":                                {from, requests("2", "/new/start", "new", "/new/cancel", "new"), []upgrade.Renamed{start, cancel}, true},
		"the start's alone":                   {from, requests("2", "/start", "new", "/cancel", "old"), []upgrade.Renamed{start}, true},
		"the cancel's alone":                  {from, requests("2", "/start", "old", "/cancel", "new"), []upgrade.Renamed{cancel}, true},
		"what cannot be told any more":        {from, stateless, []upgrade.Renamed{cancel}, true},
		"what could not be told before":       {stateless, from, []upgrade.Renamed{{Action: release.Cancel, Means: release.Trigger, Old: "new", New: "old"}}, true},
		"a start that is not open any more":   {from, closed, []upgrade.Renamed{cancel}, true},
		"a start that was not open":           {closed, from, []upgrade.Renamed{{Action: release.Cancel, Means: release.Trigger, Old: "new", New: "old"}}, true},
		"the old address reads the old names": {from, also("old"), []upgrade.Renamed{start, cancel}, false},
		"the old address reads the new names": {from, also("new"), []upgrade.Renamed{start, cancel}, true},
	} {
		a := upgrade.Conclude(uneventful(loses(upgrade.RestoreOldNames)), tt.from, tt.to).Advice
		require.Len(t, a, 1, name)
		assert.Equal(t, tt.renamed, a[0].Renamed, name)
		assert.Equal(t, tt.ignores, a[0].OldPathIgnores, name)
	}
}

// Where no savepoint is stored, a start has to say where it is, if it can.
func TestSavepointsThatAreNotStored(t *testing.T) {
	unkept := release.KnownIssue{ID: "2", Database: "postgres", Symptom: release.Symptom{Kept: release.KeptNot}}
	can, cannot := requests("2", "/start", "new", "/cancel", "new"), requests("2", "/start", "new", "/cancel", "new")
	can.API.Requests[0].Fields = append(can.API.Requests[0].Fields, release.Field{Name: "path", Means: release.RestorePath})
	for name, tt := range map[string]struct {
		to     release.Release
		issues []release.KnownIssue
		want   *upgrade.NotStored
	}{
		"no issue":            {can, nil, nil},
		"another issue":       {can, []release.KnownIssue{{ID: "1"}}, nil},
		"the issue":           {can, []release.KnownIssue{{ID: "1"}, unkept}, &upgrade.NotStored{Issue: "2", Database: "postgres", Field: "path"}},
		"no field for a path": {cannot, []release.KnownIssue{unkept}, nil},
	} {
		tt.to.KnownIssues = tt.issues
		a := upgrade.Conclude(uneventful(loses(upgrade.RestoreOldNames)), requests("1", "/start", "old", "/cancel", "old"), tt.to).Advice
		require.Len(t, a, 1, name)
		assert.Equal(t, tt.want, a[0].NotStored, name)
	}
}
