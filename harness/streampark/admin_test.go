package streampark_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/streampark"
)

func TestSignInSendsThePassword(t *testing.T) {
	s := says(t, http.StatusOK, `{"data":{"token":"sign-token"}}`)
	session, err := s.client().SignIn(t.Context(), streampark.SeededAdmin, streampark.SeededPassword)
	require.NoError(t, err)
	assert.Equal(t, "sign-token", session.Token)
	assert.Empty(t, session.Cookie)
	got := s.only(t)
	assert.Equal(t, "POST /passport/signin", got.Method+" "+got.Path)
	assert.Equal(t, "loginType=PASSWORD&password=streampark&username=admin", got.Body)
	assert.Empty(t, got.Header.Values("Authorization"))
}

func TestSignInThatIsRefused(t *testing.T) {
	for name, tt := range map[string]struct {
		status     int
		body, want string
	}{
		"a wrong password":         {200, `{"code":0,"data":null,"message":"wrong password"}`, `HTTP 200 {"code":0,"data":null,"message":"wrong password"}`},
		"a code as data":           {200, `{"code":"0","data":5}`, `HTTP 200 {"code":"0","data":5}`},
		"a token that is not text": {200, `{"data":{"token":5}}`, `HTTP 200 {"data":{"token":5}}`},
		"no body":                  {401, ``, `HTTP 401 (empty body)`},
		"a proxy's page":           {502, `<html>bad gateway</html>`, `HTTP 502 <html>bad gateway</html>`},
		"a long page":              {404, strings.Repeat("a", 301), `HTTP 404 ` + strings.Repeat("a", 300) + `...`},
	} {
		t.Run(name, func(t *testing.T) {
			c := says(t, tt.status, tt.body).client()
			session, a, err := c.TrySignIn(t.Context(), "eve", "guess")
			require.NoError(t, err)
			assert.Nil(t, session)
			assert.Equal(t, tt.status, a.Status)
			session, err = c.SignIn(t.Context(), "eve", "guess")
			assert.Nil(t, session)
			assert.EqualError(t, err, "sign in as eve: the answer has no token: "+tt.want)
		})
	}
}

func TestSignInWithoutAnAnswer(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	session, err := says(t, 200, "").client().SignIn(ctx, "eve", "guess")
	assert.Nil(t, session)
	require.ErrorIs(t, err, context.Canceled)
	assert.ErrorContains(t, err, "sign in as eve: call POST /passport/signin: ")
}

// deed is what a session does, and what StreamPark then receives.
type deed struct {
	do            func(context.Context, *streampark.Session) error
	request       string // method, path and query
	form          string // in the body
	needsToBeDone bool   // an answer that does not say so is an error
}

func deeds() map[string]deed {
	return map[string]deed{
		"sign out": {func(ctx context.Context, s *streampark.Session) error { return s.SignOut(ctx) },
			"POST /passport/signout", "", false},
		"create a user": {func(ctx context.Context, s *streampark.Session) error {
			return s.CreateUser(ctx, "eve", "p&w", streampark.PlainUser)
		}, "POST /user/post", "nickName=eve&password=p%26w&sex=0&status=1&userType=USER&username=eve", true},
		"toggle a token": {func(ctx context.Context, s *streampark.Session) error { return s.ToggleToken(ctx, 7) },
			"POST /token/toggle", "tokenId=7", true},
		"delete a token": {func(ctx context.Context, s *streampark.Session) error { return s.DeleteToken(ctx, 7) },
			"DELETE /token/delete?tokenId=7", "", true},
		"change the password": {func(ctx context.Context, s *streampark.Session) error {
			return s.ChangePassword(ctx, 9, "eve", "old", "new")
		}, "PUT /user/password", "oldPassword=old&password=new&userId=9&username=eve", true},
		"create a token": {func(ctx context.Context, s *streampark.Session) error {
			_, _, err := s.TryCreateToken(ctx, 9, "nightly job")
			return err
		}, "POST /token/create", "description=nightly+job&userId=9", false},
		"join the default team": {func(ctx context.Context, s *streampark.Session) error { return s.JoinDefaultTeam(ctx, "eve") },
			"POST /member/post", "roleId=100001&teamId=100000&userName=eve", false},
		"any call": {func(ctx context.Context, s *streampark.Session) error {
			_, err := s.Do(ctx, streampark.Call{Method: http.MethodGet, Path: "/any/page", Form: url.Values{"a": {"1"}},
				Credentials: streampark.Credentials{Authorization: new("another"), Session: "an0ther"}})
			return err
		}, "GET /any/page?a=1", "", false},
	}
}

func TestWhatASessionSends(t *testing.T) {
	for name, tt := range deeds() {
		t.Run(name, func(t *testing.T) {
			s, session := signedIn(t, http.StatusOK, `{"code":"200","data":{"id":"1","token":"x"}}`)
			require.NoError(t, tt.do(t.Context(), session))
			got := s.only(t)
			request := got.Method + " " + got.Path
			if got.Query != "" {
				request += "?" + got.Query
			}
			assert.Equal(t, tt.request, request)
			assert.Equal(t, tt.form, got.Body)
			assert.Equal(t, []string{"sign-token"}, got.Header.Values("Authorization"))
			assert.Equal(t, []string{"JSESSIONID=c00k1e"}, got.Header.Values("Cookie"))
		})
	}
}

func TestWhatWasNotDoneIsAnError(t *testing.T) {
	for name, v := range deeds() {
		if !v.needsToBeDone {
			continue
		}
		for _, tt := range []struct {
			status int
			body   string
			done   bool
		}{
			{200, `{"code":"200","data":true}`, true},
			{200, `{"code":200,"data":null}`, true},
			{200, `{"code":"200","data":false}`, false},
			{200, `{"code":"0","message":"no such user"}`, false},
			{200, `{"data":true}`, false},
			{401, ``, false},
			{502, `<html>`, false},
		} {
			_, session := signedIn(t, tt.status, tt.body)
			err := v.do(t.Context(), session)
			if tt.done {
				assert.NoError(t, err, "%s: %s", name, tt.body)
				continue
			}
			path, _, _ := strings.Cut(v.request, "?")
			why := "HTTP "
			if tt.status == 401 {
				why = "the sign-in is not good any more: HTTP 401"
			}
			assert.ErrorContains(t, err, path+" was not done: "+why, "%s: %s", name, tt.body)
			assert.Equal(t, tt.status == 401, errors.Is(err, streampark.ErrSignedOut))
		}
	}
}

func TestDeedsWithoutAnAnswer(t *testing.T) {
	for name, v := range deeds() {
		s, session := signedIn(t, http.StatusOK, "")
		s.Close()
		assert.ErrorIs(t, v.do(t.Context(), session), syscall.ECONNREFUSED, name)
	}
}

func TestSignOutThatFails(t *testing.T) {
	_, session := signedIn(t, http.StatusInternalServerError, `{"code":"500"}`)
	assert.EqualError(t, session.SignOut(t.Context()), `sign out: HTTP 500 {"code":"500"}`)
}

func TestCreateToken(t *testing.T) {
	for name, tt := range map[string]struct {
		status       int
		body         string
		id           int64
		refused, err string
	}{
		"made":                    {200, `{"code":"200","data":{"id":"100001","token":"t0k3n"}}`, 100001, "", ""},
		"made, the id a number":   {200, `{"code":"200","data":{"id":100001,"token":"t0k3n"}}`, 100001, "", ""},
		"refused":                 {200, `{"code":0,"data":null,"message":"user 7 has a token"}`, 0, "user 7 has a token", ""},
		"refused, the code text":  {200, `{"code":"0","message":"user 7 has a token"}`, 0, "user 7 has a token", ""},
		"refused without a word":  {200, `{"code":"0","message":""}`, 0, "", `neither made nor refused: HTTP 200 {"code":"0","message":""}`},
		"neither":                 {200, `{"code":"200","data":{}}`, 0, "", `neither made nor refused: HTTP 200 {"code":"200","data":{}}`},
		"an exception":            {500, `{"code":"500","message":"oops"}`, 0, "", `neither made nor refused: HTTP 500 {"code":"500","message":"oops"}`},
		"not signed in":           {401, ``, 0, "", `the sign-in is not good any more: HTTP 401 (empty body)`},
		"no JSON":                 {502, `<html>`, 0, "", `neither made nor refused: HTTP 502 <html>`},
		"made without an id":      {200, `{"code":"200","data":{"token":"t0k3n"}}`, 0, "", `the answer does not give the id of its row as a number`},
		"made with an id of text": {200, `{"code":"200","data":{"id":"one","token":"t0k3n"}}`, 0, "", `the answer does not give the id of its row as a number`},
	} {
		t.Run(name, func(t *testing.T) {
			_, session := signedIn(t, tt.status, tt.body)
			made, refused, err := session.TryCreateToken(t.Context(), 7, "nightly")
			sure, sureErr := session.CreateToken(t.Context(), 7, "nightly")
			assert.Equal(t, tt.refused, refused)
			if tt.id != 0 {
				require.NoError(t, err)
				require.NoError(t, sureErr)
				assert.Equal(t, tt.id, made.ID)
				assert.Equal(t, "t0k3n", made.Token)
				assert.WithinDuration(t, time.Now(), made.Made, 2*time.Second)
				assert.Equal(t, made.Token, sure.Token)
				return
			}
			assert.Zero(t, made)
			assert.Zero(t, sure)
			if tt.refused != "" {
				require.NoError(t, err)
				assert.EqualError(t, sureErr, "create an API token: refused: "+tt.refused)
				return
			}
			require.EqualError(t, err, "create an API token: "+tt.err)
			assert.Equal(t, err, sureErr)
			assert.NotContains(t, err.Error(), "t0k3n", "an error never shows a token")
		})
	}
}
