package cucumber_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/cucumber"
	"streampark-regress/harness/report/reporttest"
	"streampark-regress/harness/report/result"
)

func TestCucumber(t *testing.T) {
	reporttest.Golden(t, "everything.json", reporttest.Everything(t), cucumber.Write)
}

// failed tells for each scenario whether Cucumber's tools take it for failed.
func failed(t *testing.T, events []evidence.Event) map[string]bool {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, cucumber.Write(&b, result.Build(events)))
	var features []struct {
		Elements []struct {
			Name  string
			Steps []struct {
				Result struct {
					Status string
					Error  string `json:"error_message"`
				}
			}
		}
	}
	require.NoError(t, json.Unmarshal(b.Bytes(), &features))
	found := map[string]bool{}
	for _, f := range features {
		for _, e := range f.Elements {
			found[e.Name] = false
			for _, s := range e.Steps {
				assert.Contains(t, []string{"passed", "failed", "skipped"}, s.Result.Status)
				if s.Result.Status == "failed" {
					found[e.Name] = true
					assert.NotEmpty(t, s.Result.Error, e.Name)
				}
			}
		}
	}
	return found
}

func TestWhatWentWrongLooksFailed(t *testing.T) {
	found := failed(t, reporttest.Everything(t))
	for name, want := range map[string]bool{
		"meets a known issue [2.1.4]":                 false,
		"cannot see past an issue [2.1.7]":            false,
		"sees an issue again [2.1.5]":                 true,
		"is about issues it never meets [2.1.4]":      true,
		"expects nothing of a call [2.1.4]":           true,
		"has no server [2.1.6]":                       true,
		"is interrupted [2.1.5]":                      true,
		"is beyond the clock [2.1.4]":                 false,
		"is told of a start that never comes [2.1.4]": true,
	} {
		is, there := found[name]
		assert.True(t, there, name)
		assert.Equal(t, want, is, name)
	}
	killed := failed(t, reporttest.Killed(t))
	assert.True(t, killed["never ended [2.1.4]"])
	assert.True(t, killed["The run"])
	_, there := failed(t, reporttest.Green(t))["The run"]
	assert.False(t, there)
	var green bytes.Buffer
	require.NoError(t, cucumber.Write(&green, result.Build(reporttest.Green(t))))
	assert.NotContains(t, green.String(), `"uri": "run"`, "nothing is to be said of a run that is whole")
}

// An ID holds small letters, digits and dots of ASCII, and hyphens between.
func TestIDs(t *testing.T) {
	for name, want := range map[string]string{"A token, after 2h": "a-token-after-2h", "Größe: zäh": "gr-e-z-h", "-- 2.1.4 (twice)": "2.1.4-twice", "a\x7fb/c:d": "a-b-c-d"} {
		var b bytes.Buffer
		require.NoError(t, cucumber.Write(&b, result.Result{Scenarios: []result.Scenario{{Scenario: evidence.Scenario{Feature: name, Release: "2.1.4", Name: name}}}}))
		var features []struct {
			ID       string
			Elements []struct{ ID string }
		}
		require.NoError(t, json.Unmarshal(b.Bytes(), &features))
		assert.Equal(t, want, features[0].ID)
		assert.Equal(t, want+";2.1.4-"+want, features[0].Elements[0].ID)
	}
}
