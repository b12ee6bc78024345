package document_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/document"
)

type colour string

func (c *colour) UnmarshalText(text []byte) error {
	if string(text) != "red" {
		return fmt.Errorf("unknown colour %q", text)
	}
	*c = colour(text)
	return nil
}

type thing struct {
	Name   string           `yaml:"name" rule:"required,lower"`
	Count  int              `yaml:"count" rule:"positive"`
	Size   int64            `yaml:"size"`
	Good   bool             `yaml:"good"`
	Colour colour           `yaml:"colour"`
	Words  []string         `yaml:"words" rule:"nonempty,unique,lower"`
	Things []thing          `yaml:"things"`
	Named  map[string]thing `yaml:"named" rule:"nonempty"`
	Hidden string
}

func decoder() document.Decoder {
	return document.Decoder{Rules: map[string]document.Rule{"lower": {Pattern: regexp.MustCompile("^[a-z ]+$"), Wants: "lower-case letters"}}}
}

func read(t *testing.T, text string) *document.Node {
	t.Helper()
	n, err := document.Read("x.yaml", []byte(text))
	require.NoError(t, err)
	return n
}

func TestDecode(t *testing.T) {
	var got thing
	require.Empty(t, decoder().Decode(read(t, "\ufeff# a comment\r\nname: &n 'some thing' # of that name\r\ncount: 3\r\nsize: 70000000000\r\ngood: true\r\n"+
		"colour: red\r\nwords: [a, *n]\r\nthings:\r\n  - name: >-\r\n      b\r\n      c\r\nnamed:\r\n  x: {name: d}\r\n"), &got))
	assert.Equal(t, thing{Name: "some thing", Count: 3, Size: 70000000000, Good: true, Colour: "red", Words: []string{"a", "some thing"},
		Things: []thing{{Name: "b c"}}, Named: map[string]thing{"x": {Name: "d"}}}, got)
}

func TestJSONIsReadAgain(t *testing.T) {
	whole := thing{Name: "some <thing>", Count: 3, Size: 70000000000, Good: true, Colour: "red", Words: []string{"a", "b"},
		Things: []thing{{Name: "b c"}}, Named: map[string]thing{"y": {Name: "e"}, "x": {Name: "d"}}}
	got, err := document.JSON(whole)
	require.NoError(t, err)
	assert.JSONEq(t, `{"name":"some <thing>","count":3,"size":70000000000,"good":true,"colour":"red","words":["a","b"],`+
		`"things":[{"name":"b c"}],"named":{"x":{"name":"d"},"y":{"name":"e"}}}`, string(got))
	var again thing
	require.Empty(t, document.Decoder{}.Decode(read(t, string(got)), &again))
	assert.Equal(t, whole, again)

	got, err = document.JSON(thing{Hidden: "h"})
	require.NoError(t, err)
	assert.JSONEq(t, `{"name":""}`, string(got), "what has to be there is there, and nothing else")
	_, err = document.JSON([]any{make(chan int)})
	assert.Error(t, err)
}

func TestWhatIsWrongIsSaidWithItsPlace(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		want []string
	}{
		"syntax":                 {"name: [\n", []string{"1:7: sequence end token ']' not found"}},
		"nothing":                {"# nothing\n", []string{"1:1: there is nothing in it"}},
		"two documents":          {"name: a\n---\nname: b\n", []string{"2:1: a second document begins here"}},
		"a key twice":            {"name: a\nname: b\n", []string{`2:1: mapping key "name" already defined at [1:1]`}},
		"a key twice, quoted":    {"named:\n  x: {name: a, \"name\": b}\n", []string{`2:16: mapping key "name" already defined at [2:7]`}},
		"a merge key":            {"named:\n  x: &x {name: a}\n  y:\n    <<: *x\n", []string{"4:5: merge keys (<<) are not supported here"}},
		"an alias of nothing":    {"name: *x\n", []string{"1:7: *x: there is no &x before it"}},
		"a tag":                  {"name: !!str 3\n", []string{"1:7: Tag is not supported here"}},
		"unknown key":            {"name: a\n  \nnaem: b\n", []string{`3:1: unknown key "naem": choose one of name, count, size, good, colour, words, things or named`}},
		"a field without a key":  {"name: a\nHidden: b\n", []string{`2:1: unknown key "Hidden"`}},
		"missing key":            {"count: 1\n", []string{"1:1: name is missing"}},
		"missing below":          {"name: a\nthings:\n  - {name: b}\n  - count: 1\n    good: true\n", []string{"4:5: name is missing"}},
		"number for text":        {"name: 2.10\n", []string{`1:7: name: 2.10 is a number in YAML: write it in quotes, "2.10"`}},
		"bool for text":          {"name: true\n", []string{`1:7: name: true is true or false in YAML: write it in quotes, "true"`}},
		"text for a number":      {"name: a\ncount: many\n", []string{`2:8: count: "many" is text: write a number`}},
		"text for a bool":        {"name: a\ngood: yes\n", []string{`2:7: good: "yes" is text: write true or false`}},
		"no whole number":        {"name: a\nsize: 1.5\n", []string{"2:7: size: 1.5 is not a whole number"}},
		"not positive":           {"name: a\ncount: 0\n", []string{"2:8: count: 0 is not positive"}},
		"no value":               {"name: a\nwords:\n", []string{"2:1: words: there is no value: write a list, or leave the key out"}},
		"text for a list":        {"name: a\nwords: b\n", []string{`2:8: words: "b" is text: write a list`}},
		"a list for a mapping":   {"name: a\nnamed: [b]\n", []string{"2:8: named: this is a list: write a mapping"}},
		"a list for a word":      {"name: a\ncolour: [red]\n", []string{"2:9: colour: this is a list: write text"}},
		"unknown word":           {"name: a\ncolour: blue\n", []string{`2:9: colour: unknown colour "blue"`}},
		"empty text":             {"name: ' '\n", []string{"1:7: name: it is empty"}},
		"empty list":             {"name: a\nwords: []\n", []string{"2:8: words: the list is empty"}},
		"the same twice":         {"name: a\nwords: [b, c, b]\n", []string{"2:15: words: b is in the list already"}},
		"empty mapping":          {"name: a\nnamed: {}\n", []string{"2:8: named: there is nothing in it"}},
		"another form":           {"name: A\n", []string{`1:7: name: "A" is invalid: write lower-case letters`}},
		"another form in a list": {"name: a\nwords: [b, C]\n", []string{`2:12: words: "C" is invalid`}},
		"in a mapping":           {"name: a\nnamed:\n  x:\n    name: B\n", []string{`4:11: name: "B" is invalid`}},
		"everything, in order":   {"colour: blue\ncount: 0\nwords: []\n", []string{"1:1: name is missing", "1:9: colour:", "2:8: count:", "3:8: words:"}},
	} {
		t.Run(name, func(t *testing.T) {
			n, err := document.Read("x.yaml", []byte(tt.text))
			if err == nil {
				err = document.Join(decoder().Decode(n, &thing{}))
			}
			require.Error(t, err)
			assert.Regexp(t, `^x\.yaml:\d+:\d+: `, err.Error())
			rest := err.Error()
			for _, want := range tt.want {
				before, after, found := strings.Cut(rest, "x.yaml:"+want)
				require.True(t, found, "%s\n%s", want, err)
				assert.NotContains(t, before, "x.yaml:", "in the order of the document")
				rest = after
			}
		})
	}
}

func TestAnErrorShowsTheLine(t *testing.T) {
	err := document.Join(decoder().Decode(read(t, "name: a\nwords: [b, C]\n"), &thing{}))
	var e *document.Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, document.Error{File: "x.yaml", Line: 2, Column: 12, Excerpt: "words: [b, C]",
		Message: `words: "C" is invalid: write lower-case letters`}, *e)
	assert.Contains(t, err.Error(), "letters\n    2 | words: [b, C]\n                   ^")
}

func TestOver(t *testing.T) {
	base := read(t, "name: a\ncount: 1\nwords: [x, y]\nthings: [{name: t}]\nnamed: {p: {name: p, count: 1}, q: {name: q}}\n")
	upper := read(t, "count: 2\nwords: [z]\nnamed: {p: {count: 7}, r: {name: r}}\n")
	var got thing
	require.Empty(t, decoder().Decode(upper.Over(base), &got))
	assert.Equal(t, thing{Name: "a", Count: 2, Words: []string{"z"}, Things: []thing{{Name: "t"}},
		Named: map[string]thing{"p": {Name: "p", Count: 7}, "q": {Name: "q"}, "r": {Name: "r"}}}, got)
	assert.Equal(t, "1", base.Get("count").Text(), "the base is as it was")
	assert.Equal(t, 2, upper.Over(base).Get("words").Line, "what is said stands where it is said")
	assert.Equal(t, 4, upper.Over(base).Get("things").Line, "and what is not, where the base says it")

	base, upper = read(t, "count: 1\nnamed: {p: {count: 2}}\n"), read(t, "named:\n  p: {good: true}\n  q: {good: true}\n")
	err := document.Join(decoder().Decode(upper.Over(base), &thing{}))
	assert.ErrorContains(t, err, "x.yaml:3:6: name is missing")
	assert.NotContains(t, err.Error(), "x.yaml:2:", "what is missing in the base is wrong there")
}

func TestFindGoesAsFarAsItCan(t *testing.T) {
	n := read(t, "things:\n  - name: a\n    words: [b, c]\n")
	assert.Equal(t, "c", n.Find("things", 0, "words", 1).Text())
	assert.Equal(t, document.List, n.Find("things", 7, "words").Kind)
	assert.Equal(t, n, n.Find("none", 1))
	assert.Empty(t, n.Without("things").Keys())
	assert.Len(t, n.Keys(), 1)
	assert.Nil(t, n.Get("none").Get("none"))
	var none *document.Node
	assert.Empty(t, none.Text())
	assert.Empty(t, none.Items())
	assert.Empty(t, none.Keys())
	assert.Equal(t, "x", n.With("things", n.Get("things").WithItems(read(t, "- x").Items())).Find("things", 0).Text())
}

// A file that is no text is told by its place, and nothing of it is shown.
func TestWhatIsNotText(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"a program":          {"\x7fELF\x02\x01\x01\x00", "x.yaml:1:1: this is not text: the byte 0x7f stands here, and YAML is written in UTF-8"},
		"a picture":          {"\x89PNG\r\n\x1a\n", "x.yaml:1:1: this is not text: the byte 0x89 stands here, and YAML is written in UTF-8"},
		"after some text":    {"name: é\ncount: \x00", "x.yaml:2:8: this is not text: the byte 0x00 stands here, and YAML is written in UTF-8"},
		"another encoding":   {"name: \xe9t\xe9", "x.yaml:1:7: this is not text: the byte 0xe9 stands here, and YAML is written in UTF-8"},
		"an escape sequence": {"name: \x1b[31m", "x.yaml:1:7: this is not text: the byte 0x1b stands here, and YAML is written in UTF-8"},
	} {
		_, err := document.Read("x.yaml", []byte(tt.text))
		require.Error(t, err, name)
		assert.Equal(t, tt.want, err.Error(), name)
	}
	read(t, "\ufeffname: \tsome\u0085thing \u2028\r\n")
}

// Of a line without an end only the beginning is shown.
func TestLongLinesAreCut(t *testing.T) {
	var got thing
	errs := decoder().Decode(read(t, "naem: "+strings.Repeat("x", 100_000)), &got)
	require.NotEmpty(t, errs)
	assert.Less(t, len(document.Join(errs).Error()), 1000)
	errs = decoder().Decode(read(t, strings.Repeat("x", 100_000)), &got)
	require.NotEmpty(t, errs)
	assert.Less(t, len(document.Join(errs).Error()), 1000)
}
