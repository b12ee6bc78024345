package streampark_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/streampark"
)

func TestCallIsVariedWithoutChangingIt(t *testing.T) {
	first := streampark.CreateTokenCall(7, "nightly")
	unchanged := url.Values{"userId": {"7"}, "description": {"nightly"}}
	for name, tt := range map[string]struct {
		call streampark.Call
		form url.Values
	}{
		"a field set":          {first.With("userId", "abc"), url.Values{"userId": {"abc"}, "description": {"nightly"}}},
		"a field more":         {first.With("note", "x"), url.Values{"userId": {"7"}, "description": {"nightly"}, "note": {"x"}}},
		"a field less":         {first.Without("description"), url.Values{"userId": {"7"}}},
		"no fields":            {first.Without("description", "userId"), url.Values{}},
		"a field it never had": {first.Without("teamId"), unchanged},
		"a field repeated":     {first.Repeating("userId", "8", "9"), url.Values{"userId": {"8", "9"}, "description": {"nightly"}}},
		"fields of a text":     {first.Filled("userId=8&path=file:///a=b&empty="), url.Values{"userId": {"8"}, "description": {"nightly"}, "path": {"file:///a=b"}, "empty": {""}}},
		"one after another":    {first.Without("userId").With("userId", "8"), url.Values{"userId": {"8"}, "description": {"nightly"}}},
	} {
		assert.Equal(t, tt.form, tt.call.Form, name)
		assert.Equal(t, "POST /token/create", tt.call.Method+" "+tt.call.Path, name)
		assert.Equal(t, unchanged, first.Form, name)
	}
	assert.Equal(t, url.Values{"a": {"1"}}, streampark.SignOutCall().With("a", "1").Form, "one without a form")
	assert.Empty(t, streampark.SignOutCall().Without("a").Form)
}

func TestCallIsMadeAsSomebody(t *testing.T) {
	call := streampark.SignOutCall()
	assert.Zero(t, call.Credentials, "nobody unless it is said")
	signedIn := streampark.Credentials{Authorization: new("t0k3n"), Session: "c00k1e"}
	assert.Equal(t, streampark.Call{Method: http.MethodPost, Path: "/passport/signout", Credentials: signedIn}, call.As(signedIn))
	assert.Equal(t, streampark.Header("another"), call.As(signedIn).As(streampark.Header("another")).Credentials, "the last one it is said of")
	assert.Equal(t, streampark.Header("t0k3n"), signedIn.WithoutCookie())
	assert.Equal(t, "c00k1e", signedIn.Session)
	assert.Zero(t, call.Credentials)
}
