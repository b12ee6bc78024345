package conduct

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"streampark-regress/harness/recording"
)

// shape is what an answer is made of, without its values: ids, times, tokens and
// wordings differ from one installation to the next. Only true and false are kept.
type shape struct {
	// short is its status and business code.
	short string
	// fields are the kinds of its fields, by their paths: data.records[].id.
	fields map[string]string
	// cookies are those that it sets or deletes.
	cookies string
}

func responseShape(r recording.Response) shape {
	s := bodyShape(r.Body)
	s.short = strings.TrimSpace(fmt.Sprintf("%d %s", r.Status, s.short))
	header := func(name string, value *string) {
		if value != nil {
			s.fields["header "+name] = *value
		}
	}
	header("Content-Type", r.ContentType)
	header("Location", r.Location)
	header("WWW-Authenticate", r.WWWAuthenticate)
	s.cookies = strings.Join(slices.Compact(slices.Sorted(slices.Values(r.SetCookie))), ", ")
	return s
}

// bodyShape is the shape of a body; its business code is the whole of short.
func bodyShape(text json.RawMessage) shape {
	s := shape{fields: map[string]string{}}
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		v = string(text)
	}
	if object, is := v.(map[string]any); is && object["code"] != nil {
		s.short = fmt.Sprintf("code %v", object["code"])
		delete(object, "code")
	}
	s.add("body", v)
	return s
}

// add adds a value at a path, and everything in it.
func (s shape) add(path string, v any) {
	kind := "number"
	switch v := v.(type) {
	case nil:
		kind = "null"
	case bool:
		kind = fmt.Sprint(v)
	case string:
		kind = "string"
	case []any:
		kind = "list"
		for _, element := range v {
			if text, is := element.(string); !is || !strings.HasSuffix(text, " in all") { // that stands for those that were not kept
				s.add(path+"[]", element)
			}
		}
	case map[string]any:
		kind = "object"
		for name, value := range v {
			s.add(strings.TrimPrefix(path+"."+name, "body."), value)
		}
	}
	// Elements of a list need not be alike.
	kinds := append(strings.Split(s.fields[path], " or "), kind)
	slices.Sort(kinds)
	s.fields[path] = strings.TrimPrefix(strings.Join(slices.Compact(kinds), " or "), " or ")
}

// against says what of its fields is not so in another.
func (s shape) against(other shape) string {
	var all []string
	for _, path := range slices.Sorted(maps.Keys(s.fields)) {
		if kind := s.fields[path]; other.fields[path] != kind {
			all = append(all, path+" "+kind)
		}
	}
	if len(all) == 0 {
		return "nothing of that"
	}
	return strings.Join(all, ", ")
}
