package suite_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/suite"
)

// A run ends with the last of its servers.
func TestWhatTakesLongestStartsFirst(t *testing.T) {
	p, err := planned(t, text("Feature: x\n  Scenario: one\n"+onAny+caller+starts+"  Scenario: two\n"+onAny+caller+starts+
		"  @own-server\n  Scenario: restarted\n"+onAny+caller+"    When the server is restarted\n"+starts), suite.Selection{Releases: []string{"2.1.5"}})
	require.NoError(t, err)
	require.Len(t, p.Servers, 2)
	assert.Len(t, p.Servers[0].Jobs, 2)
	assert.Equal(t, []string{"2.1.5-2", "2.1.5"}, []string{p.Order()[0].Name, p.Order()[1].Name})
}

// What is restarted twice takes longer than what is restarted once.
func TestEachStartCounts(t *testing.T) {
	again := "    When the server is restarted\n" + starts
	p, err := planned(t, text("Feature: x\n  @own-server\n  Scenario: once\n"+onAny+caller+again+
		"  @own-server\n  Scenario: twice\n"+onAny+caller+again+again), suite.Selection{Releases: []string{"2.1.5"}})
	require.NoError(t, err)
	require.Len(t, p.Servers, 2)
	assert.Equal(t, "twice", p.Order()[0].Jobs[0].Scenario.Name)
}

// A program is told how often a server is started, for that is what a run takes.
func TestThePlanCountsStarts(t *testing.T) {
	again := "    When the server is restarted\n" + starts
	p, err := planned(t, text("Feature: x\n  Scenario: never\n"+onAny+caller+starts+"  Scenario: twice\n"+onAny+caller+again+again+
		"  @own-server\n  Scenario: upgraded\n    Given StreamPark 2.1.4 as shipped\n"+caller+"    When the server is upgraded to 2.1.5\n"+starts), suite.Selection{Releases: []string{"2.1.4"}})
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, p.JSON(&out))
	var read struct {
		Servers []struct {
			Starts int `json:"starts"`
		} `json:"servers"`
	}
	require.NoError(t, json.Unmarshal(out.Bytes(), &read))
	require.Len(t, read.Servers, 2)
	assert.Equal(t, 3, read.Servers[0].Starts, "the start, and two restarts of one scenario")
	assert.Equal(t, 2, read.Servers[1].Starts, "an upgrade is one too")
}
