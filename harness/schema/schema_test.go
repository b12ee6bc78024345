package schema_test

import (
	"encoding/json"
	"reflect"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/document"
	"streampark-regress/harness/schema"
)

// Garden is what grows.
type Garden struct {
	// Name is what it is called.
	Name   string           `yaml:"name" rule:"required,lower"`
	Beds   []Bed            `yaml:"beds" rule:"nonempty"`
	ByName map[string]Bed   `yaml:"by_name" rule:"required,nonempty"`
	Tools  []string         `yaml:"tools" rule:"unique"`
	Trees  map[string]int64 `yaml:"trees"`
}

// Bed is a part of it.
type Bed struct {
	Like   string `yaml:"like"`
	Width  int    `yaml:"width" rule:"required,positive"`
	Colour Colour `yaml:"colour"`
	// Sunny: the sun shines on it.
	Sunny bool `yaml:"sunny" rule:"required"`
	Soil  Soil `yaml:"soil" rule:"required"`
}

// Soil is what it stands in.
type Soil struct {
	Depth int `yaml:"depth" rule:"required"`
}

// Colour is a vocabulary.
type Colour string

// UnmarshalText takes anything: only its being there counts.
func (c *Colour) UnmarshalText(text []byte) error { *c = Colour(text); return nil }

func TestSchema(t *testing.T) {
	about, err := schema.Comments(".")
	require.NoError(t, err)
	assert.NotEmpty(t, about["Generator.Rules"], "the source is read, and not the tests alone")
	g := schema.Generator{About: about, Words: map[string][]string{"Colour": {"red", "blue"}},
		Rules: map[string]document.Rule{"lower": {Pattern: regexp.MustCompile("^[a-z]+$")}},
		Like:  map[string]schema.Inheritance{"Bed": {Key: "like", Required: []string{"width"}}},
		Also:  map[string]schema.Object{"Garden.Trees": {"maxProperties": 3}}}
	got, err := json.Marshal(g.Of(reflect.TypeFor[Garden]()))
	require.NoError(t, err)
	bed := `{"like": {"type": "string"}, "width": {"type": "integer", "minimum": 1}, "colour": {"enum": ["red", "blue"]},
		"sunny": {"type": "boolean", "description": "sunny: the sun shines on it."}, "soil": {"$ref": "#/definitions/Soil`
	assert.JSONEq(t, `{
		"$schema": "http://json-schema.org/draft-07/schema#",
		"type": "object", "additionalProperties": false, "description": "Garden is what grows.", "required": ["name", "by_name"],
		"properties": {
			"name": {"type": "string", "pattern": "^[a-z]+$", "description": "name is what it is called."},
			"beds": {"type": "array", "minItems": 1, "items": {"$ref": "#/definitions/Bed"}},
			"by_name": {"type": "object", "minProperties": 1, "additionalProperties": {"$ref": "#/definitions/Bed"}},
			"tools": {"type": "array", "uniqueItems": true, "items": {"type": "string"}},
			"trees": {"type": "object", "additionalProperties": {"type": "integer"}, "maxProperties": 3}
		},
		"definitions": {
			"Bed": {"if": {"required": ["like"]},
				"then": {"type": "object", "additionalProperties": false, "description": "Bed is a part of it.", "required": ["like", "width"],
					"properties": `+bed+`Part"}}},
				"else": {"type": "object", "additionalProperties": false, "description": "Bed is a part of it.", "required": ["width", "sunny", "soil"],
					"properties": `+bed+`"}}}},
			"Soil": {"type": "object", "additionalProperties": false, "description": "Soil is what it stands in.", "required": ["depth"],
				"properties": {"depth": {"type": "integer"}}},
			"SoilPart": {"type": "object", "additionalProperties": false, "description": "Soil is what it stands in.",
				"properties": {"depth": {"type": "integer"}}}
		}}`, string(got))
	g.Words = nil
	assert.Panics(t, func() { g.Of(reflect.TypeFor[Garden]()) }, "a vocabulary without its words")
}
