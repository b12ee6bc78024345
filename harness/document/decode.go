package document

import (
	"encoding"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"streampark-regress/harness/choice"
)

// Decoder turns nodes into Go values: structs, maps with text for keys,
// slices, text, int, int64 and bool, and whatever reads its own text.
//
// The tag `yaml` of a field names its key. The tag `rule` lists what else must
// hold, separated by commas: "required" (the key must be there and a text must
// not be empty), "nonempty" (a list or a mapping must hold something), "unique"
// (a list must not hold the same twice), "positive" (a number), and names of the
// decoder's own rules for text.
type Decoder struct {
	Rules map[string]Rule
}

// Rule is the form a text must have.
type Rule struct {
	// Pattern is a regular expression of the syntax that Go and JSON Schema share.
	Pattern *regexp.Regexp
	// Wants is the form in words that can follow "write".
	Wants string
}

// The rules every decoder has.
const (
	Required = "required"
	Nonempty = "nonempty"
	Unique   = "unique"
	Positive = "positive"
)

// Field is a key that a struct is read from.
type Field struct {
	Key   string
	Rules []string
	// Index is the field's number within the struct.
	Index int
}

// Has reports whether a rule holds for the field.
func (f Field) Has(rule string) bool { return slices.Contains(f.Rules, rule) }

// Fields lists the keys of a struct type, in the order of its fields. Fields
// without a key are not read.
func Fields(t reflect.Type) []Field {
	var all []Field
	for i := range t.NumField() {
		key := t.Field(i).Tag.Get("yaml")
		if key == "" || key == "-" {
			continue
		}
		f := Field{Key: key, Index: i}
		if rules := t.Field(i).Tag.Get("rule"); rules != "" {
			f.Rules = strings.Split(rules, ",")
		}
		all = append(all, f)
	}
	return all
}

// Decode reads a node into the value that into points at, and returns all that
// is wrong; see Join.
func (d Decoder) Decode(n *Node, into any) []*Error {
	run := decoding{rules: d.Rules}
	run.value(n, reflect.ValueOf(into).Elem(), Field{})
	return run.wrong
}

type decoding struct {
	rules map[string]Rule
	wrong []*Error
}

func (d *decoding) add(n *Node, f Field, format string, args ...any) {
	e := n.Errorf(format, args...)
	if f.Key != "" {
		e.Message = f.Key + ": " + e.Message
	}
	d.wrong = append(d.wrong, e)
}

func (d *decoding) value(n *Node, v reflect.Value, f Field) {
	if reads, ok := reflect.TypeAssert[encoding.TextUnmarshaler](v.Addr()); ok {
		d.word(n, reads, f)
		return
	}
	wants := map[reflect.Kind]Kind{reflect.Struct: Mapping, reflect.Map: Mapping, reflect.Slice: List, reflect.String: Text,
		reflect.Int: Number, reflect.Int64: Number, reflect.Bool: Bool}[v.Kind()]
	switch {
	case n.Kind != wants:
		d.misfit(n, wants, f)
	case wants == Mapping && v.Kind() == reflect.Struct:
		d.object(n, v)
	case wants == Mapping:
		d.dictionary(n, v, f)
	case wants == List:
		d.list(n, v, f)
	case wants == Text:
		if d.text(n, f) {
			v.SetString(n.text)
		}
	case wants == Number:
		d.number(n, v, f)
	case wants == Bool:
		v.SetBool(n.text == "true")
	}
}

// misfit reports a value of another kind than it should be.
func (d *decoding) misfit(n *Node, wants Kind, f Field) {
	switch {
	case n.Kind == Empty:
		d.add(n, f, "there is no value: write %s, or leave the key out", wants)
	case wants == Text && (n.Kind == Number || n.Kind == Bool):
		d.add(n, f, `%s is %s in YAML: write it in quotes, "%s"`, n.text, n.Kind, n.text)
	case n.Kind == Text:
		d.add(n, f, "%q is text: write %s", short(n.text), wants)
	default:
		d.add(n, f, "this is %s: write %s", n.Kind, wants)
	}
}

// word is a value of a vocabulary: it knows itself what it can be.
func (d *decoding) word(n *Node, reads encoding.TextUnmarshaler, f Field) {
	if n.Kind == Empty || n.Kind == List || n.Kind == Mapping {
		d.misfit(n, Text, f)
		return
	}
	if f.Has(Required) && n.text == "" {
		d.add(n, f, "it is empty")
		return
	}
	if err := reads.UnmarshalText([]byte(n.text)); err != nil {
		d.add(n, f, "%v", err)
	}
}

func (d *decoding) text(n *Node, f Field) bool {
	if f.Has(Required) && strings.TrimSpace(n.text) == "" {
		d.add(n, f, "it is empty")
		return false
	}
	for _, name := range f.Rules {
		rule, known := d.rules[name]
		if known && !rule.Pattern.MatchString(n.text) {
			d.add(n, f, "%q is invalid: write %s", short(n.text), rule.Wants)
			return false
		}
	}
	return true
}

func (d *decoding) number(n *Node, v reflect.Value, f Field) {
	i, err := strconv.ParseInt(n.text, 10, 64)
	switch {
	case err != nil || v.OverflowInt(i):
		d.add(n, f, "%s is not a whole number that can be used here", n.text)
	case f.Has(Positive) && i <= 0:
		d.add(n, f, "%s is not positive", n.text)
	default:
		v.SetInt(i)
	}
}

func (d *decoding) list(n *Node, v reflect.Value, f Field) {
	if f.Has(Nonempty) && len(n.items) == 0 {
		d.add(n, f, "the list is empty")
	}
	all := reflect.MakeSlice(v.Type(), len(n.items), len(n.items))
	for i, item := range n.items {
		d.value(item, all.Index(i), f)
		same := func(earlier *Node) bool { return earlier.text == item.text }
		if f.Has(Unique) && slices.ContainsFunc(n.items[:i], same) {
			d.add(item, f, "%s is in the list already", item.text)
		}
	}
	v.Set(all)
}

func (d *decoding) dictionary(n *Node, v reflect.Value, f Field) {
	if f.Has(Nonempty) && len(n.pairs) == 0 {
		d.add(n, f, "there is nothing in it")
	}
	all := reflect.MakeMap(v.Type())
	for _, p := range n.pairs {
		value := reflect.New(v.Type().Elem()).Elem()
		d.value(p.value, value, Field{Key: p.key.text, Rules: f.Rules})
		all.SetMapIndex(reflect.ValueOf(p.key.text).Convert(v.Type().Key()), value)
	}
	v.Set(all)
}

func (d *decoding) object(n *Node, v reflect.Value) {
	fields := Fields(v.Type())
	for _, p := range n.pairs {
		i := slices.IndexFunc(fields, func(f Field) bool { return f.Key == p.key.text })
		if i < 0 {
			d.add(p.key, Field{}, "unknown key %q: choose %s", short(p.key.text), choice.OneOf(keys(fields)))
			continue
		}
		d.value(p.value, v.Field(fields[i].Index), fields[i])
	}
	for _, f := range fields {
		if f.Has(Required) && n.Get(f.Key) == nil && !n.laid {
			d.add(n, Field{}, "%s is missing", f.Key)
		}
	}
}

func keys(fields []Field) []string {
	var names []string
	for _, f := range fields {
		names = append(names, f.Key)
	}
	return names
}
