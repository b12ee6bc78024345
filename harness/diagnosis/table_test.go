package diagnosis_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/outcome"
)

func TestTheTableHoldsEveryCauseOnce(t *testing.T) {
	var listed []cause.Cause
	for _, c := range diagnosis.Causes() {
		listed = append(listed, c.Cause)
		assert.Equal(t, c.Cause, diagnosis.Of(c.Cause).Cause)
		assert.NotEmpty(t, c.Rule, c.Cause)
		assert.NotNil(t, c.Advice, c.Cause)
		if c.Cause == cause.Unknown {
			assert.Empty(t, c.Phrases, "a scenario never expects what nothing explains")
			assert.Empty(t, c.Forms)
			continue
		}
		assert.NotEmpty(t, c.Phrases, c.Cause)
		assert.NotEmpty(t, c.Forms, c.Cause)
		assert.NotEmpty(t, c.Measured, c.Cause)
	}
	assert.Equal(t, cause.All(), listed)
	assert.Empty(t, diagnosis.Of("no such cause").Cause)
}

func TestEveryPhraseNamesOneCause(t *testing.T) {
	seen := map[string]cause.Cause{}
	for _, c := range diagnosis.Causes() {
		for _, phrase := range c.Phrases {
			assert.NotContains(t, seen, phrase)
			seen[phrase] = c.Cause
			found, err := diagnosis.ByPhrase(phrase)
			assert.NoError(t, err)
			assert.Equal(t, c.Cause, found, phrase)
		}
	}
	for phrase, c := range map[string]cause.Cause{"the token has expired": cause.Expired, "no sealing is the same twice": cause.Cipher,
		"it is sealed with another key": cause.Cipher, "the sign-in is older than the server's start": cause.BeforeStart} {
		assert.Equal(t, c, seen[phrase])
	}
	_, err := diagnosis.ByPhrase("the moon is full")
	require.Error(t, err)
	assert.Contains(t, err.Error(), `"the moon is full"`)
	for phrase := range seen {
		assert.Contains(t, err.Error(), phrase, "the error lists what can be written")
	}
}

// What features say after "because" is in the table.
func TestFeaturesNameCausesOfTheTable(t *testing.T) {
	files, err := filepath.Glob("../../features/*/*.feature")
	require.NoError(t, err)
	named := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for line := range strings.Lines(string(text)) {
			_, phrase, found := strings.Cut(line, " 401, because ")
			if found && !strings.Contains(phrase, "<") {
				named++
				_, err := diagnosis.ByPhrase(strings.TrimSpace(phrase))
				assert.NoError(t, err, file)
			}
		}
	}
	assert.Greater(t, named, 20)
}

func TestEveryCheckOfTheCatalogueIsInTheTable(t *testing.T) {
	c, err := builtIn()
	require.NoError(t, err)
	for _, r := range c.Releases {
		for _, check := range r.Tokens.Checks {
			assert.NotNil(t, diagnosis.Of(check).Check, "%s checks for %s", r.Version, check)
		}
	}
}

// exchange is what a recording holds that these tests look at.
type exchange struct {
	Step    string
	Request *struct {
		Authorization *string
		SessionCookie bool `json:"session_cookie"`
	}
	Response *struct {
		Status      int
		SetCookie   []string `json:"set_cookie"`
		ContentType string   `json:"content_type"`
		Body        json.RawMessage
	}
}

// rejection is the form of a recorded 401.
func (x exchange) rejection() outcome.Rejection {
	a := outcome.Answer{Status: x.Response.Status, ContentType: x.Response.ContentType}
	for _, c := range x.Response.SetCookie {
		name, _, _ := strings.Cut(c, "=")
		a.SetCookie = append(a.SetCookie, name)
	}
	if string(x.Response.Body) != "null" {
		a.Body = x.Response.Body
	}
	return outcome.Read(a).Rejection
}

// recording reads the exchanges of a recording by flow, and the release that
// answered last in it.
func recording(t *testing.T, file string) (string, map[string][]exchange) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../..", file))
	require.NoError(t, err)
	var r struct {
		Release string
		Flows   map[string][]exchange
	}
	require.NoError(t, json.Unmarshal(text, &r))
	releases := strings.Split(r.Release, " to ")
	return releases[len(releases)-1], r.Flows
}

// Where the table says that a cause was measured, there is a 401 of a form that
// the release gives to that cause.
func TestTheTableNamesWhatWasMeasured(t *testing.T) {
	for _, c := range diagnosis.Causes() {
		for _, source := range c.Measured {
			if source.Flow == "" {
				text, err := os.ReadFile(filepath.Join("../..", source.File))
				require.NoError(t, err)
				assert.Contains(t, string(text), source.Release)
				continue
			}
			version, flows := recording(t, source.File)
			assert.Equal(t, source.Release, version, source.File)
			found := false
			for _, x := range flows[source.Flow] {
				if x.Step != source.Step {
					continue
				}
				found = true
				require.Equal(t, 401, x.Response.Status)
				forms := c.Forms
				require.NotEmpty(t, forms)
				var fits []outcome.Rejection
				for _, f := range forms {
					if f.Design == diagnosis.DesignOf(find(t, version)) {
						fits = append(fits, f.Rejection)
					}
				}
				assert.Contains(t, fits, x.rejection(), "%s: %+v", c.Cause, source)
			}
			assert.True(t, found, "%s: %+v", c.Cause, source)
		}
	}
}
