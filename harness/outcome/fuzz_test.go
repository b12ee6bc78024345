package outcome_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/outcome"
)

// Whatever a server answers, it is read as something, and only a 200 is ever taken
// for a start that was accepted.
func FuzzRead(f *testing.F) {
	f.Add(200, "application/json", []byte(`{"code":"200","status":"success","data":true}`))
	f.Add(200, "application/json", []byte(`{"code":200,"status":"success","data":true}`))
	f.Add(200, "text/html", []byte("<html>"))
	f.Add(401, "", []byte(nil))
	f.Add(401, "application/json", []byte(`{"code":"401","data":null,"message":"Unauthenticated.","status":"error"}`))
	f.Add(403, "", []byte(nil))
	f.Add(500, "application/json", []byte(`{"code":"500","data":null,"message":"internal server error: x\n\tat y"}`))
	f.Add(200, "application/json", []byte(`{"code":{"a":[1,2]},"status":7,"data":"true","message":"`))
	f.Fuzz(func(t *testing.T, status int, kind string, body []byte) {
		a := outcome.Answer{Status: status, ContentType: kind, Body: body}
		for name, read := range map[string]func(outcome.Answer) outcome.Reading{"start": outcome.Read, "page": outcome.ReadPage, "cancel": outcome.ReadCancel} {
			got := read(a)
			assert.NotEmpty(t, got.Outcome, name)
			if got.Outcome.Accepted() {
				assert.Equal(t, 200, status, name)
			}
			assert.Equal(t, got.Outcome == outcome.Unauthenticated, got.Rejection != outcome.NoRejection, "a 401 has a form, and nothing else has one (%s)", name)
		}
	})
}
