package listing_test

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/steps"
	"streampark-regress/steps/listing"
)

const page = "../../docs/steps.md"

// What is printed names every step that a scenario can say.
func TestEveryStepIsListed(t *testing.T) {
	var text, markdown, programs bytes.Buffer
	require.NoError(t, listing.Text(&text))
	require.NoError(t, listing.Markdown(&markdown))
	require.NoError(t, listing.JSON(&programs))
	kept, err := os.ReadFile(page)
	require.NoError(t, err)
	var told struct {
		Chapters []struct {
			Steps []struct{ Example, Form, Pattern, Kind string }
		}
	}
	require.NoError(t, json.Unmarshal(programs.Bytes(), &told))
	patterns := map[string]string{}
	for _, c := range told.Chapters {
		for _, s := range c.Steps {
			patterns[s.Pattern] = s.Example
		}
	}
	for _, phrase := range steps.NewPhrasebook() {
		example, form := phrase.Example, phrase.Form()
		assert.Regexp(t, phrase.Pattern, example)
		assert.Equal(t, example, patterns[phrase.Pattern.String()])
		assert.Contains(t, text.String(), " "+example+"\n")
		cell := "`" + strings.ReplaceAll(example, "|", `\|`) + "`"
		assert.Contains(t, markdown.String(), cell)
		assert.Contains(t, string(kept), cell, "docs/steps.md lacks a step: make docs")
		assert.Contains(t, text.String(), form)
		delete(patterns, phrase.Pattern.String())
	}
	assert.Empty(t, patterns, "nothing is listed that no scenario can say")
}

// A form is for people: nothing of a regular expression is left in it, and the
// values that stand in it are explained.
func TestForms(t *testing.T) {
	explained := map[string]bool{}
	for _, v := range steps.Values() {
		explained[v.Name] = false
	}
	for _, s := range steps.Vocabulary() {
		form := s.Form()
		assert.NotRegexp(t, `[\\?*+^$]|\(\)|\[\]`, form)
		if !strings.ContainsAny(s.Pattern, `(\`) {
			assert.Equal(t, s.Example, form)
		}
		for _, word := range regexp.MustCompile(`\b[A-Z]{4,}\b`).FindAllString(form, -1) {
			if _, is := explained[word]; is {
				explained[word] = true
				continue
			}
			assert.Contains(t, []string{"HEAD", "DELETE", "PATCH"}, word, "%q: what is it?", form)
		}
	}
	for name, used := range explained {
		assert.True(t, used, "no form has %s", name)
	}
}

// Every way to say a cause is named where a scenario can say it.
func TestEveryExampleOfAValueCanBeSaid(t *testing.T) {
	at := map[string]string{
		"DURATION": "$ have passed since the token was made", "RELEASE": "the server is upgraded to $", "PATH": "the scheduler calls $", "NUMBER": "the application starts $ times in a row",
		"FIELDS": "the scheduler cancels the application with the fields $", "ISSUE": "the call fails as in known issue $: 401, because the token has expired",
		"CAUSE": "the call is answered 401, because $", "TEXT": `the server has logged "$" for that call`,
	}
	book := steps.NewPhrasebook()
	for _, v := range steps.Values() {
		require.Contains(t, at, v.Name)
		for _, example := range v.Examples {
			_, err := book.Bind(strings.Replace(at[v.Name], "$", example, 1), "")
			assert.NoError(t, err)
		}
	}
}

func TestTheOutputIsOfTheSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("schema/steps.v1.json")
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, listing.JSON(&out))
	value, err := jsonschema.UnmarshalJSON(&out)
	require.NoError(t, err)
	assert.NoError(t, schema.Validate(value))
}

// TestThePageIsTrue holds docs/steps.md against the code; `make docs` writes it.
func TestThePageIsTrue(t *testing.T) {
	var made bytes.Buffer
	require.NoError(t, listing.Markdown(&made))
	kept, err := os.ReadFile(page)
	require.NoError(t, err)
	assert.Equal(t, made.String(), string(kept), "docs/steps.md is not what the code says: make docs")
}
