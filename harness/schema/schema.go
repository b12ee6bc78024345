// Package schema makes the JSON Schema of the types that package document
// reads, so that an editor knows the same keys, words and forms as the program.
package schema

import (
	"encoding"
	"maps"
	"reflect"
	"strings"

	"streampark-regress/harness/document"
)

// Object is a piece of a JSON Schema.
type Object = map[string]any

// Generator makes the JSON Schema (draft 7, which editors know best) of a
// type. Types and fields are named as in "Release" and "Release.Home".
type Generator struct {
	// Rules are those of the decoder.
	Rules map[string]document.Rule
	// Words are the words of a vocabulary, by the name of its type; of a
	// field that takes some of them only, by the name of the field.
	Words map[string][]string
	// About says what types and fields are; see Comments.
	About map[string]string
	// Also is added to the schema of a type or a field.
	Also map[string]Object
	// Like names types of which an entry can leave out what it has in common
	// with another, and the key that says so. Keep are the keys it needs.
	Like map[string]Inheritance
}

// Inheritance is how an entry says that it inherits from another.
type Inheritance struct {
	// Key names the other; Required are the keys that are not inherited.
	Key      string
	Required []string
}

// Of is the schema of a struct type.
func (g Generator) Of(t reflect.Type) Object {
	b := builder{g, Object{}}
	root := b.object(t, whole)
	root["$schema"] = "http://json-schema.org/draft-07/schema#"
	root["definitions"] = b.definitions
	return root
}

// extent is how much of a mapping must be there.
type extent string

const (
	// whole: all that is required.
	whole extent = ""
	// part: nothing; the rest is inherited.
	part extent = "Part"
)

type builder struct {
	Generator
	definitions Object
}

// value is the schema of a value; name is that of its field.
func (b builder) value(t reflect.Type, name string, f document.Field, e extent) Object {
	o := Object{}
	if about := b.About[name]; about != "" {
		// A comment begins with the field's name, and people write its key.
		_, goName, _ := strings.Cut(name, ".")
		o["description"] = f.Key + strings.TrimPrefix(about, goName)
		if !strings.HasPrefix(about, goName) {
			o["description"] = about
		}
	}
	words, named := b.Words[name]
	if !named {
		words, named = b.Words[t.Name()]
	}
	reads := reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
	switch {
	case named && t.Kind() == reflect.String:
		o["enum"] = words
	case reads:
		panic("schema: the words of " + t.String() + " are not given") // a mistake of the caller's, and seen at once
	case t.Kind() == reflect.Struct:
		o = b.reference(t, e)
	case t.Kind() == reflect.Map:
		o["type"], o["additionalProperties"] = "object", b.value(t.Elem(), name+".", f, e)
		b.atLeast(o, f, "minProperties")
	case t.Kind() == reflect.Slice:
		o["type"], o["items"] = "array", b.item(t.Elem(), name, f)
		b.atLeast(o, f, "minItems")
		if f.Has(document.Unique) {
			o["uniqueItems"] = true
		}
	case t.Kind() == reflect.String:
		o["type"] = "string"
		b.form(o, f)
	case t.Kind() == reflect.Bool:
		o["type"] = "boolean"
	default:
		o["type"] = "integer"
		if f.Has(document.Positive) {
			o["minimum"] = 1
		}
	}
	maps.Copy(o, b.Also[name])
	return o
}

// item is the schema of the items of a list, which say nothing of themselves.
func (b builder) item(t reflect.Type, name string, f document.Field) Object {
	o := b.value(t, name, f, whole)
	delete(o, "description")
	return o
}

func (b builder) atLeast(o Object, f document.Field, limit string) {
	if f.Has(document.Nonempty) {
		o[limit] = 1
	}
}

func (b builder) form(o Object, f document.Field) {
	if f.Has(document.Required) {
		o["pattern"] = `\S`
	}
	for _, name := range f.Rules {
		if rule, known := b.Rules[name]; known {
			o["pattern"] = rule.Pattern.String()
		}
	}
}

// reference defines a struct and refers to it.
func (b builder) reference(t reflect.Type, e extent) Object {
	name := t.Name() + string(e)
	if _, known := b.definitions[name]; !known {
		b.definitions[name] = nil // the place of one that refers to itself
		b.definitions[name] = b.object(t, e)
	}
	return Object{"$ref": "#/definitions/" + name}
}

func (b builder) object(t reflect.Type, e extent) Object {
	if like, inherits := b.Like[t.Name()]; inherits && e == whole {
		entry := b.mapping(t, part)
		entry["required"] = append([]string{like.Key}, like.Required...)
		return Object{"if": Object{"required": []string{like.Key}}, "then": entry, "else": b.mapping(t, whole)}
	}
	return b.mapping(t, e)
}

func (b builder) mapping(t reflect.Type, e extent) Object {
	properties, required := Object{}, []string{}
	for _, f := range document.Fields(t) {
		field := t.Field(f.Index)
		properties[f.Key] = b.value(field.Type, t.Name()+"."+field.Name, f, e)
		if f.Has(document.Required) {
			required = append(required, f.Key)
		}
	}
	o := Object{"type": "object", "additionalProperties": false, "properties": properties}
	if about := b.About[t.Name()]; about != "" {
		o["description"] = about
	}
	if e == whole && len(required) > 0 {
		o["required"] = required
	}
	maps.Copy(o, b.Also[t.Name()])
	return o
}
