package streampark_test

import (
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/streampark"
)

// The administrator of a database with several teams chooses one, and is let in.
func TestFirstSignIn(t *testing.T) {
	const in, asks, done = `{"data":{"token":"t0k3n"}}`, `{"code":"403","data":"100000","status":"success"}`, `{"code":"200","status":"success"}`
	for name, tt := range map[string]struct {
		answers []string
		calls   []string
		wrong   string
	}{
		"a team is chosen already": {[]string{in}, []string{"/passport/signin"}, ""},
		"a team is asked for":      {[]string{asks, done, in}, []string{"/passport/signin", "/user/initTeam", "/passport/signin"}, ""},
		"a wrong password":         {[]string{`{"code":0}`}, []string{"/passport/signin"}, "sign in as admin: the answer has no token"},
		"nobody can choose":        {[]string{asks, ""}, []string{"/passport/signin", "/user/initTeam"}, "choose the team of admin: HTTP 200 (empty body)"},
		"choosing does not help":   {[]string{asks, done, asks}, []string{"/passport/signin", "/user/initTeam", "/passport/signin"}, "sign in as admin: the answer has no token"},
	} {
		t.Run(name, func(t *testing.T) {
			next := 0
			s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				_, _ = io.WriteString(w, tt.answers[next])
				next++
			})
			err := s.client().FirstSignIn(t.Context())
			if tt.wrong == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, tt.wrong)
			}
			var calls []string
			for _, r := range s.all {
				calls = append(calls, r.Path)
				if r.Path == "/user/initTeam" {
					assert.Equal(t, "teamId=100000&userId=100000", r.Body)
				}
			}
			assert.Equal(t, tt.calls, calls)
		})
	}
}

func TestWhoIsAskedForATeam(t *testing.T) {
	for body, want := range map[string]int64{
		`{"code":"403","data":"100000","status":"success"}`: 100000,
		`{"code":"403","data":"everybody"}`:                 0,
		`{"code":"403"}`:                                    0,
		`{"code":"200","data":"100000"}`:                    0,
		`{"code":403,"data":"100000"}`:                      0,
		``:                                                  0,
	} {
		got, asked := answered(t, body).AsksForTeam()
		assert.Equal(t, want, got, body)
		assert.Equal(t, want != 0, asked, body)
	}
}

func TestHeadersOfCredentials(t *testing.T) {
	assert.Equal(t, http.Header{"Authorization": {"t"}, "Cookie": {"JSESSIONID=c"}}, streampark.Credentials{Authorization: new("t"), Session: "c"}.Headers())
	assert.Empty(t, streampark.Credentials{}.Headers())
}
