package recording

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"sort"
	"strings"

	"streampark-regress/harness/outcome"
	"streampark-regress/harness/streampark"
)

// Difference is an entry in which two recordings disagree.
type Difference struct {
	Flow, Step string
	// What differs, what was expected and what was found.
	What, Want, Got string
}

func (d Difference) String() string {
	return fmt.Sprintf("%s / %s: %s\n    expected %s\n    found    %s", d.Flow, d.Step, d.What, d.Want, d.Got)
}

// Score tells how many entries of a flow are the same.
type Score struct {
	Flow        string
	Same, Total int
}

// Comparison is what comparing two recordings came to.
type Comparison struct {
	Scores      []Score
	Differences []Difference
	// Skipped names what cannot be compared, and why.
	Skipped []string
}

// Compare holds a recording against the one that is expected. Times, tokens
// and generated ids may differ; of a stack trace only the first line counts.
func Compare(want, got *Recording) Comparison {
	var c Comparison
	for _, flow := range want.Order {
		score := Score{Flow: flow, Total: len(want.Flows[flow])}
		for i, w := range want.Flows[flow] {
			if i >= len(got.Flows[flow]) {
				c.Differences = append(c.Differences, Difference{flow, w.Step, "the entry", "to be there", "nothing"})
				continue
			}
			found := compareEntry(flow, w, got.Flows[flow][i])
			if len(found) == 0 {
				score.Same++
			}
			c.Differences = append(c.Differences, found...)
			c.Skipped = append(c.Skipped, skipped(flow, w)...)
		}
		for _, extra := range got.Flows[flow][min(len(want.Flows[flow]), len(got.Flows[flow])):] {
			c.Differences = append(c.Differences, Difference{flow, extra.Step, "the entry", "nothing", "one more"})
		}
		c.Scores = append(c.Scores, score)
	}
	for _, flow := range got.Order {
		if _, known := want.Flows[flow]; !known {
			c.Differences = append(c.Differences, Difference{flow, "", "the flow", "nothing", fmt.Sprintf("%d entries", len(got.Flows[flow]))})
		}
	}
	return c
}

func compareEntry(flow string, want, got Entry) []Difference {
	var found []Difference
	check := func(what string, w, g any) {
		if !reflect.DeepEqual(w, g) {
			found = append(found, Difference{flow, want.Step, what, show(w), show(g)})
		}
	}
	check("the step", want.Step, got.Step)
	check("the request", normalRequest(want.Request), normalRequest(got.Request))
	check("the row", want.RowUnchanged, got.RowUnchanged)
	check("the columns", want.Columns, got.Columns)
	check("the row", want.Same, got.Same)
	check("the salt", want.SaltChanged, got.SaltChanged)
	check("the hash", want.HashChanged, got.HashChanged)
	check("the token", want.Token, got.Token)
	check("the state", want.State, got.State)
	check("what was submitted", want.Submitted, got.Submitted)
	check("the body", normalBody(want.Body), normalBody(got.Body))
	if (want.Response == nil) != (got.Response == nil) {
		check("the response", want.Response, got.Response)
	}
	if want.Response == nil || got.Response == nil {
		return found
	}
	check("the status", want.Response.Status, got.Response.Status)
	check("the body", normalBody(want.Response.Body), normalBody(got.Response.Body))
	if !want.Response.partial {
		check("the content type", want.Response.ContentType, got.Response.ContentType)
		check("the location", want.Response.Location, got.Response.Location)
		check("the challenge", want.Response.WWWAuthenticate, got.Response.WWWAuthenticate)
		check("the cookies", sorted(want.Response.SetCookie), sorted(got.Response.SetCookie))
	}
	return found
}

// skipped names the parts of an entry that a recording does not hold.
func skipped(flow string, e Entry) []string {
	var parts []string
	if e.Response != nil && e.Response.partial {
		parts = append(parts, fmt.Sprintf("%s / %s: headers were not recorded", flow, e.Step))
	}
	if e.Response != nil && strings.Contains(string(e.Response.Body), " in all\"") {
		parts = append(parts, fmt.Sprintf("%s / %s: a list was recorded up to its third element and its length", flow, e.Step))
	}
	if e.Submitted == nil && accepted(e) {
		parts = append(parts, fmt.Sprintf("%s / %s: what was submitted was not recorded", flow, e.Step))
	}
	return parts
}

// accepted reports whether an entry is a start or cancel after which something is
// submitted to Flink.
func accepted(e Entry) bool {
	if e.Request == nil || e.Response == nil {
		return false
	}
	a := outcome.Answer{Status: e.Response.Status, Body: e.Response.Body}
	if e.Response.ContentType != nil {
		a.ContentType = *e.Response.ContentType
	}
	switch {
	case slices.Contains(streampark.StartPaths(), e.Request.Path):
		return outcome.Read(a).Outcome.Accepted()
	case slices.Contains(streampark.CancelPaths(), e.Request.Path):
		return outcome.ReadCancel(a).Outcome.Accepted()
	}
	return false
}

func normalRequest(q *Request) any {
	if q == nil {
		return nil
	}
	n := *q
	if n.Authorization != nil {
		n.Authorization = new(normalText(*n.Authorization))
	}
	n.Form = map[string]string{}
	for k, v := range q.Form {
		n.Form[k] = normalID(k, normalText(v))
	}
	return n
}

func normalBody(text json.RawMessage) any {
	if len(text) == 0 {
		return nil
	}
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		return string(text)
	}
	return walk(v, func(v any) any {
		switch v := v.(type) {
		case string:
			return normalText(v)
		case map[string]any:
			normalIDs(v)
		}
		return v
	})
}

var (
	instant = regexp.MustCompile(`^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?Z?$`)
	sealed  = regexp.MustCompile(`.9qMW7re[A-Za-z0-9+/]{40,}={0,2}|\{\{[a-z-]*token\}\}`)
	// sealedWithKey is a token of 2.1.7 or the half of one.
	sealedWithKey = regexp.MustCompile(`[A-Za-z0-9+/]{120,}={0,2}`)
	generated     = regexp.MustCompile(`^[A-Za-z0-9]{20}$`)
	numbered      = regexp.MustCompile(`^10\d{3}$`)
)

// traceMarker stands for the lines of a stack trace but the first.
const traceMarker = " [... stack trace cut]"

func normalText(s string) string {
	s = strings.TrimSpace(strings.TrimSuffix(s, traceMarker))
	switch {
	case instant.MatchString(s):
		return "{{time}}"
	case generated.MatchString(s):
		return "{{generated}}"
	case numbered.MatchString(s):
		// Sequences start at 10000 and never go back, so an id tells the
		// installation's history. Seeded ids (100000) are compared.
		return "{{id}}"
	}
	return sealed.ReplaceAllString(s, "{{token}}")
}

// onOthers are the ids that MySQL and MariaDB give to what was made: from 100000 on,
// as seeded ones are.
var onOthers = regexp.MustCompile(`^1000\d\d$`)

// normalIDs stands in for the ids of tokens and of users that were made. Where they
// begin is the database's, and on MySQL and MariaDB they look like seeded ones.
func normalIDs(object map[string]any) {
	_, isToken := object["token"]
	for field, v := range object {
		of := field
		switch {
		case isToken && field == "id":
			of = "tokenId"
		case object["code"] == "403" && field == "data": // who has to choose a team
			of = "userId"
		}
		if id, is := v.(string); is {
			object[field] = normalID(of, id)
		}
	}
}

// normalID stands in for the id in a field if it is one of something that was made.
func normalID(field, id string) string {
	switch {
	case !onOthers.MatchString(id):
	case field == "tokenId", field == "userId" && id != "100000":
		return "{{id}}"
	}
	return id
}

func sorted(s []string) []string {
	s = append([]string{}, s...)
	sort.Strings(s)
	return s
}

func show(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(text)
}
