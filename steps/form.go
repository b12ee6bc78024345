package steps

import (
	"strings"

	"streampark-regress/harness/diagnosis"
)

// Value is what can stand at a place of a phrase.
type Value struct {
	// Name stands for it in a form, in capitals.
	Name string
	// Means says what it is.
	Means string
	// Examples are some of what it can be, or all of it where Every is set.
	Examples []string
	Every    bool
	// groups are what takes it in patterns, some with the word of the phrase before
	// them that tells them apart.
	groups []string
}

// Values are what stands in forms in capitals.
func Values() []Value {
	return []Value{
		{Name: "DURATION", Means: "a length of time on the server's clock", Examples: []string{"2h01m", "90m", "6s", "1 hour", "400 days"}, groups: []string{duration}},
		{Name: "RELEASE", Means: "a release of the catalogue (`regress releases`)", Examples: []string{"2.1.4", "2.1.5"},
			groups: []string{`(\d\S*)`, `\d\S*`, `to (\S+)`}},
		{Name: "PATH", Means: "an address at StreamPark, from its first slash on", Examples: []string{"/flink/app/start", "/openapi/app/start"}, groups: []string{`(/\S+)`, `/\S+`}},
		{Name: "FIELDS", Means: "the fields of a form, as curl sends them", Examples: []string{"savePointed=true&savePoint=file:///a"}, groups: []string{form}},
		{Name: "NUMBER", Means: "a whole number from 1 to 999", Examples: []string{"12"}, groups: []string{`([1-9]\d{0,2})`}},
		{Name: "ISSUE", Means: "a known issue of the catalogue (`regress releases`)", Examples: []string{"3933", "savepoint-fields"}, groups: []string{`known issue (\S+)`}},
		{Name: "CAUSE", Means: "why StreamPark rejects the token", Examples: causes(), Every: true, groups: []string{`because (.+)`}},
		{Name: "TEXT", Means: "a part of a line of the server's log", Examples: []string{"This subject is anonymous"}, groups: []string{`(.+)`}},
	}
}

// causes are the words for all causes.
func causes() []string {
	var all []string
	for _, e := range diagnosis.Causes() {
		all = append(all, e.Phrases...)
	}
	return all
}

// Form is what the phrase looks like with any words: values in capitals, what can be
// left out in square brackets, and what there is to choose from in parentheses.
func (s Step) Form() string {
	text := strings.TrimSuffix(strings.TrimPrefix(s.Pattern, "^"), "$")
	for _, v := range Values() {
		for _, group := range v.groups {
			before, _, _ := strings.Cut(group, "(")
			if !strings.HasSuffix(before, " ") { // it is no part of the phrase
				before = ""
			}
			text = strings.ReplaceAll(text, group, before+v.Name)
		}
	}
	text, _ = readable(strings.ReplaceAll(text, "[01]", "0|1"))
	return text
}

// readable is a pattern without values as people read it, up to the end of the group
// that it begins in, and what stands behind that.
func readable(pattern string) (text, rest string) {
	for pattern != "" {
		first := pattern[0]
		pattern = pattern[1:]
		switch first {
		case ')':
			return text, pattern
		case '\\':
			continue // what follows stands for itself
		case '(':
			var inner string
			inner, pattern = readable(strings.TrimPrefix(pattern, "?:"))
			rest, optional := strings.CutPrefix(pattern, "?")
			switch {
			case optional:
				inner, pattern = "["+inner+"]", rest
			case strings.Contains(inner, "|"):
				inner = "(" + inner + ")"
			}
			text += inner
		default:
			text += string(first)
		}
	}
	return text, ""
}
