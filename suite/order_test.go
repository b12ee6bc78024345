package suite_test

import (
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
