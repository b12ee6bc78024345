package suite_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/features"
	"streampark-regress/suite"
)

func TestShardsAreTyped(t *testing.T) {
	for text, want := range map[string]suite.Shard{"1/1": {Number: 1, Of: 1}, "1/3": {Number: 1, Of: 3}, "3/3": {Number: 3, Of: 3}, "12/100": {Number: 12, Of: 100}} {
		got, err := suite.ParseShard(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got)
		assert.Equal(t, text, got.String())
	}
	for text, want := range map[string]string{
		"0/3": "the shards of 3 are 1/3 to 3/3", "4/3": "the shards of 3 are 1/3 to 3/3", "1/0": "1 to 1000 shards", "1/1001": "1 to 1000 shards",
		"x": "write it as I/N", "": "write it as I/N", "1": "write it as I/N", "-1/3": "write it as I/N", "1/3/5": "write it as I/N", " 1/3": "write it as I/N",
		"99999999999999999999/3": "write it as I/N",
	} {
		_, err := suite.ParseShard(text)
		assert.ErrorContains(t, err, want, text)
	}
}

// All parts together are the plan, each server in one of them, and two machines agree.
func TestPartsOfAPlan(t *testing.T) {
	planned := planner(t)
	for _, releases := range [][]string{{"2.1.5"}, {"2.1.4", "2.1.5"}} {
		whole, err := planned(suite.Selection{Releases: releases})
		require.NoError(t, err)
		for of := 1; of <= len(whole.Servers)+1; of++ {
			var jobs, servers []string
			digests := map[string]bool{}
			for n := 1; n <= of; n++ {
				part, err := whole.Part(suite.Shard{Number: n, Of: of}, suite.Measured{}, features.Files)
				require.NoError(t, err)
				again, err := planned(suite.Selection{Releases: releases})
				require.NoError(t, err)
				same, err := again.Part(suite.Shard{Number: n, Of: of}, suite.Measured{}, features.Files)
				require.NoError(t, err)
				assert.Equal(t, part.IDs(), same.IDs())
				assert.Equal(t, part.Shard, same.Shard)
				assert.Equal(t, whole.IDs(), part.Shard.Whole)
				jobs = append(jobs, part.IDs()...)
				for _, s := range part.Servers {
					servers = append(servers, s.Name)
				}
				digests[part.Shard.Plan] = true
			}
			assert.ElementsMatch(t, whole.IDs(), jobs, "%d shards", of)
			assert.Len(t, servers, len(whole.Servers))
			slices.Sort(servers)
			assert.Len(t, slices.Compact(servers), len(whole.Servers), "no server twice")
			assert.Len(t, digests, 1, "all shards know their plan by the same name")
		}
	}
}

// What takes long is not dealt out to one shard: as measured, where it was, and by the
// restarts where not.
func TestWhatTakesLongIsSpread(t *testing.T) {
	own := "  @own-server\n  Scenario: "
	files := text("Feature: x\n" + own + "a\n" + onAny + caller + starts + own + "b\n" + onAny + caller + starts +
		own + "c\n" + onAny + caller + "    When the server is restarted\n" + starts + own + "d\n" + onAny + caller + "    When the server is restarted\n" + starts)
	p, err := planned(t, files, suite.Selection{Releases: []string{"2.1.5"}})
	require.NoError(t, err)
	require.Len(t, p.Servers, 4)
	id := func(server int) string { return p.Servers[server].Jobs[0].ID }
	for name, tt := range map[string]struct {
		measured suite.Measured
		want     []string
	}{
		"by restarts": {suite.Measured{}, []string{id(0), id(2)}},
		"by seconds":  {suite.Measured{Run: "r", Jobs: map[string]float64{id(0): 100, id(1): 1, id(2): 1, id(3): 1}}, []string{id(0)}},
		"by starts":   {suite.Measured{Run: "r", Starts: map[string]float64{p.Servers[1].Name: 1000}}, []string{id(1)}},
		"by both":     {suite.Measured{Run: "r", Jobs: map[string]float64{id(0): 500}}, []string{id(0), id(2)}},
	} {
		t.Run(name, func(t *testing.T) {
			part, err := p.Part(suite.Shard{Number: 1, Of: 2}, tt.measured, files)
			require.NoError(t, err)
			assert.Equal(t, tt.want, part.IDs())
			assert.Equal(t, tt.measured.Run, part.Shard.Measured)
		})
	}
}

// A plan is known by what it says, not by its names alone.
func TestPlansAreToldApart(t *testing.T) {
	one := text("Feature: x\n  Scenario: y\n" + onAny + caller + starts)
	two := text("Feature: x\n  Scenario: z\n" + onAny + caller + starts)
	digest := func(release string, number int, of int) string {
		files := one
		if number < 0 {
			files, number = two, -number
		}
		p, err := planned(t, files, suite.Selection{Releases: []string{release}})
		require.NoError(t, err)
		part, err := p.Part(suite.Shard{Number: number, Of: of}, suite.Measured{}, files)
		require.NoError(t, err)
		return part.Shard.Plan
	}
	assert.Equal(t, digest("2.1.5", 1, 2), digest("2.1.5", 2, 2))
	assert.NotEqual(t, digest("2.1.5", 1, 2), digest("2.1.4", 1, 2), "another release")
	assert.NotEqual(t, digest("2.1.5", 1, 2), digest("2.1.5", -1, 2), "another text at the same place")
	assert.NotEqual(t, digest("2.1.5", 1, 2), digest("2.1.5", 1, 3), "another split")
}
