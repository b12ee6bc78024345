package recording

import (
	"encoding/json"
	"fmt"
	"strings"

	"streampark-regress/harness/streampark"
)

func (r *recorder) response(a streampark.Answer) *Response {
	out := &Response{Status: a.Status, SetCookie: []string{}, Body: r.body(a)}
	if a.ContentType != "" {
		out.ContentType = &a.ContentType
	}
	if a.Location != "" {
		out.Location = &a.Location
	}
	if a.Challenge != "" {
		out.WWWAuthenticate = &a.Challenge
	}
	for _, name := range a.SetCookie {
		value := "=deleteMe"
		if name == "JSESSIONID" {
			value = "=*"
		}
		out.SetCookie = append(out.SetCookie, name+value)
	}
	return out
}

// body is an answer's body as it is kept: scrubbed and shortened JSON.
func (r *recorder) body(a streampark.Answer) json.RawMessage {
	if len(a.Body) == 0 {
		return json.RawMessage("null")
	}
	var parsed any
	if json.Unmarshal(a.Body, &parsed) != nil {
		parsed = string(a.Body)
	}
	text, err := json.Marshal(shorten(parsed))
	if err != nil {
		r.err = fmt.Errorf("keep the body of an answer: %w", err)
	}
	return json.RawMessage(r.scrub(string(text)))
}

// shorten keeps a body fit for a file: lists to their first three elements,
// stack traces to their first line, of what a database says its own words.
func shorten(v any) any {
	return walk(v, func(v any) any {
		switch v := v.(type) {
		case []any:
			if len(v) > 3 {
				return append(v[:3:3], fmt.Sprintf("... %d in all", len(v)))
			}
		case map[string]any:
			return application(v)
		case string:
			first, _, traced := strings.Cut(v, "\n\tat ")
			told, _, more := strings.Cut(v, "\n### The error may")
			switch {
			case more:
				return told + " [... cut]"
			case traced:
				return cut(first) + traceMarker
			case len(v) > 700:
				return cut(v) + " [... cut]"
			}
		}
		return v
	})
}

// application keeps of an application in a list what tells it from others: its many
// other fields are about Flink. Anything else is kept as it is.
func application(v map[string]any) map[string]any {
	if _, is := v["jobName"]; !is {
		return v
	}
	kept := map[string]any{}
	for _, field := range []string{"id", "jobName", "state", "teamId"} {
		kept[field] = v[field]
	}
	return kept
}

// walk changes a JSON value and then what the value it became consists of.
func walk(v any, change func(any) any) any {
	v = change(v)
	switch v := v.(type) {
	case map[string]any:
		for k := range v {
			v[k] = walk(v[k], change)
		}
	case []any:
		for i := range v {
			v[i] = walk(v[i], change)
		}
	}
	return v
}

func cut(s string) string { return s[:min(len(s), 700)] }
