package streampark_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/streampark"
)

// answered is an answer with a body.
func answered(t *testing.T, body string) streampark.Answer {
	t.Helper()
	a, err := says(t, http.StatusOK, body).client().Do(t.Context(), streampark.SignOutCall())
	require.NoError(t, err)
	return a
}

// others are bodies in which StreamPark tells nothing that was asked for.
func others() []string {
	return []string{``, `<html>`, `5`, `[]`, `{}`, `{"data":null}`, `{"data":5}`, `{"data":""}`, `{"data":{}}`, `{"data":{"token":""}}`,
		`{"data":{"token":5}}`, `{"data":[{"token":"t0k3n"}]}`, `{"token":"t0k3n"}`, `{"code":"0","data":false,"message":"no"}`}
}

func TestWhatAnAnswerDoesNotTell(t *testing.T) {
	for _, body := range others() {
		a := answered(t, body)
		with, in := a.SignedIn()
		assert.False(t, in, body)
		assert.Zero(t, with, body)
		made, is := a.CreatedToken()
		assert.False(t, is, body)
		assert.Zero(t, made, body)
		password, told := a.NewPassword()
		assert.False(t, told, body)
		assert.Empty(t, password, body)
	}
}

func TestSignedIn(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Set-Cookie", "JSESSIONID=c00k1e; Path=/")
		_, _ = w.Write([]byte(`{"code":"200","data":{"token":"sign-token","user":{"token":"another"}}}`))
	})
	a, err := s.client().Do(t.Context(), streampark.SignInCall("eve", "secret"))
	require.NoError(t, err)
	with, in := a.SignedIn()
	assert.True(t, in)
	assert.Equal(t, streampark.Credentials{Authorization: new("sign-token"), Session: "c00k1e"}, with)
}

func TestCreatedToken(t *testing.T) {
	for id, want := range map[string]int64{`"100001"`: 100001, `100001`: 100001, `null`: 0, `"one"`: 0, `{"a":1}`: 0} {
		a := answered(t, `{"code":"200","data":{"id":`+id+`,"token":"t0k3n"}}`)
		made, is := a.CreatedToken()
		assert.True(t, is, id)
		assert.Equal(t, streampark.APIToken{ID: want, Token: "t0k3n", Made: a.Date, Took: a.Took}, made, "a token is told whatever its id is: %s", id)
	}
}

func TestNewPassword(t *testing.T) {
	password, told := answered(t, `{"code":"200","data":"s3cr3t"}`).NewPassword()
	assert.True(t, told)
	assert.Equal(t, "s3cr3t", password)
}
