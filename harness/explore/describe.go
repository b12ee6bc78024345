package explore

import (
	"encoding/json"
	"fmt"
	"sort"
	"strings"

	"streampark-regress/harness/streampark"
)

// describe is an answer without what honestly differs: times, ids, tokens,
// stack traces.
func describe(a streampark.Answer) string {
	var body struct {
		Code    any    `json:"code"`
		Data    any    `json:"data"`
		Message string `json:"message"`
	}
	text := "no JSON"
	if len(a.Body) == 0 {
		text = "empty"
	} else if json.Unmarshal(a.Body, &body) == nil {
		message, _, _ := strings.Cut(body.Message, "\n")
		data := "something"
		switch body.Data.(type) {
		case nil, bool:
			data = fmt.Sprint(body.Data)
		}
		text = fmt.Sprintf("code %v, data %s, %q", body.Code, data, message)
	}
	names := append([]string{}, a.SetCookie...)
	sort.Strings(names)
	return fmt.Sprintf("%d [%s] %s", a.Status, strings.Join(names, " "), text)
}
