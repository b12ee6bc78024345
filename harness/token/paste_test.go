package token_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/token"
)

func TestPastedToken(t *testing.T) {
	const (
		around   = "what stood around the Authorization header"
		quotes   = "quotes"
		bearer   = `"Bearer "`
		encoding = "URL-encoding"
		spaces   = "spaces and line breaks"
		others   = "characters that belong to no token"
	)
	half := len(upstream3933) / 2
	for name, tt := range map[string]struct {
		pasted  string
		removed []string
		header  string
	}{
		"as it is":          {upstream3933, nil, upstream3933},
		"with a line's end": {upstream3933 + "\n", nil, upstream3933},
		"a header":          {"Authorization: " + upstream3933, []string{around}, upstream3933},
		"a header in lower case, with another below": {"authorization:" + upstream3933 + "\nAccept: */*",
			[]string{around, spaces, others}, upstream3933},
		"a curl command": {`curl -X POST 'http://h:10000/flink/app/start' -H 'Authorization: ` + upstream3933 + `' -d id=1`,
			[]string{around}, upstream3933},
		"a curl command in double quotes": {`curl -H "Authorization: Bearer ` + upstream3933 + `" http://h`,
			[]string{around, bearer}, "Bearer " + upstream3933},
		"Bearer":                         {"Bearer " + upstream3933, []string{bearer}, "Bearer " + upstream3933},
		"bearer":                         {"bearer " + upstream3933, []string{bearer}, "bearer " + upstream3933},
		"quoted":                         {`"` + upstream3933 + `"`, []string{quotes}, `"` + upstream3933 + `"`},
		"URL-encoded":                    {url.QueryEscape(upstream3933), []string{encoding}, url.QueryEscape(upstream3933)},
		"URL-encoded but for its pluses": {strings.ReplaceAll(upstream3933, "=", "%3D"), []string{encoding}, strings.ReplaceAll(upstream3933, "=", "%3D")},
		"in two lines":                   {upstream3933[:half] + "\n  " + upstream3933[half:], []string{spaces}, upstream3933[:half]},
		"with a full stop":               {upstream3933 + ".", []string{others}, upstream3933 + "."},
	} {
		t.Run(name, func(t *testing.T) {
			text, removed := token.Clean(tt.pasted)
			assert.Equal(t, upstream3933, text)
			assert.Equal(t, tt.removed, removed)
			assert.Equal(t, tt.header, token.Header(tt.pasted), "the header is what the server gets, right or wrong")
		})
	}
	for _, pasted := range []string{"", "none", "short"} {
		text, removed := token.Clean(pasted)
		assert.Equal(t, pasted, text)
		assert.Empty(t, removed)
		assert.Equal(t, pasted, token.Header(pasted))
	}
}
