package streampark

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// The administrator every installation is seeded with (upstream's
// *-data.sql; the password is the documented default).
const (
	SeededAdmin    = "admin"
	SeededPassword = "streampark"
	// developerRole is the role of a developer.
	developerRole = "100001"
)

// Session is a sign-in: the token and the cookie of the web session.
type Session struct {
	client *Client
	Token  string
	Cookie string
}

// SignIn signs a user in with a password.
func (c *Client) SignIn(ctx context.Context, user, password string) (*Session, error) {
	session, a, err := c.TrySignIn(ctx, user, password)
	if err == nil && session == nil {
		err = fmt.Errorf("sign in as %s: the answer has no token: %s", user, brief(a))
	}
	return session, err
}

// TrySignIn signs a user in; the session is nil when StreamPark did not let
// the user in.
func (c *Client) TrySignIn(ctx context.Context, user, password string) (*Session, Answer, error) {
	a, err := c.Do(ctx, Call{Method: http.MethodPost, Path: "/passport/signin", Form: url.Values{
		"username": {user}, "password": {password}, "loginType": {"PASSWORD"}}})
	if err != nil {
		return nil, a, fmt.Errorf("sign in as %s: %w", user, err)
	}
	var body struct {
		Data any `json:"data"`
	}
	_ = json.Unmarshal(a.Body, &body) // whoever is not let in gets other bodies
	data, _ := body.Data.(map[string]any)
	if token, ok := data["token"].(string); ok {
		return &Session{c, token, a.Session}, a, nil
	}
	return nil, a, nil
}

// At is the same sign-in at another client: a restart may move the server.
func (s *Session) At(c *Client) *Session { return &Session{c, s.Token, s.Cookie} }

// APIToken is a token made through /token/create.
type APIToken struct {
	// ID is the row's in t_access_token.
	ID    int64
	Token string
	// Made is the server's clock when it answered, and Took how long the call
	// took: the token was made within that time before.
	Made time.Time
	Took time.Duration
}

// CreateToken makes an API token for a user.
func (s *Session) CreateToken(ctx context.Context, userID int64, description string) (APIToken, error) {
	made, refused, err := s.TryCreateToken(ctx, userID, description)
	if err == nil && refused != "" {
		err = fmt.Errorf("create an API token: refused: %s", refused)
	}
	return made, err
}

// TryCreateToken makes an API token, or returns the words in which StreamPark
// refused to.
func (s *Session) TryCreateToken(ctx context.Context, userID int64, description string) (made APIToken, refused string, err error) {
	a, err := s.do(ctx, http.MethodPost, "/token/create", url.Values{
		"userId": {strconv.FormatInt(userID, 10)}, "description": {description}})
	if err != nil {
		return APIToken{}, "", fmt.Errorf("create an API token: %w", err)
	}
	var body struct {
		Code    any    `json:"code"`
		Message string `json:"message"`
		Data    struct {
			ID    json.RawMessage `json:"id"` // a number in quotes; an answer with another still holds a token, which no error may show
			Token string          `json:"token"`
		} `json:"data"`
	}
	if err := json.Unmarshal(a.Body, &body); err != nil {
		return APIToken{}, "", fmt.Errorf("create an API token: %s", brief(a))
	}
	switch {
	case body.Data.Token != "":
		id, err := strconv.ParseInt(strings.Trim(string(body.Data.ID), `"`), 10, 64)
		if err != nil {
			return APIToken{}, "", fmt.Errorf("create an API token: the id of its row is %q and not a number", body.Data.ID)
		}
		return APIToken{ID: id, Token: body.Data.Token, Made: a.Date, Took: a.Took}, "", nil
	case fmt.Sprint(body.Code) == "0" && body.Message != "":
		return APIToken{}, body.Message, nil
	}
	return APIToken{}, "", fmt.Errorf("create an API token: neither made nor refused: %s", brief(a))
}

// SignOut ends the web session.
func (s *Session) SignOut(ctx context.Context) error {
	a, err := s.do(ctx, http.MethodPost, "/passport/signout", nil)
	if err == nil && a.Status != http.StatusOK {
		err = fmt.Errorf("sign out: %s", brief(a))
	}
	return err
}

// CreateUser makes a user of the kind ADMIN or USER. An administrator can sign
// in at once.
func (s *Session) CreateUser(ctx context.Context, name, password, kind string) error {
	return s.must(ctx, http.MethodPost, "/user/post", url.Values{"username": {name}, "nickName": {name},
		"password": {password}, "userType": {kind}, "status": {"1"}, "sex": {"0"}})
}

// JoinDefaultTeam makes a user a developer of the default team. 2.1.5 has done
// so by itself and says no, which is no error.
func (s *Session) JoinDefaultTeam(ctx context.Context, name string) error {
	_, err := s.do(ctx, http.MethodPost, "/member/post", url.Values{"teamId": {demoTeam}, "userName": {name}, "roleId": {developerRole}})
	return err
}

// ToggleToken disables an enabled API token and enables a disabled one.
func (s *Session) ToggleToken(ctx context.Context, id int64) error {
	return s.must(ctx, http.MethodPost, "/token/toggle", url.Values{"tokenId": {strconv.FormatInt(id, 10)}})
}

// DeleteToken deletes an API token.
func (s *Session) DeleteToken(ctx context.Context, id int64) error {
	return s.must(ctx, http.MethodDelete, "/token/delete", url.Values{"tokenId": {strconv.FormatInt(id, 10)}})
}

// ChangePassword changes a user's own password.
func (s *Session) ChangePassword(ctx context.Context, userID int64, name, old, fresh string) error {
	return s.must(ctx, http.MethodPut, "/user/password", url.Values{"userId": {strconv.FormatInt(userID, 10)},
		"username": {name}, "oldPassword": {old}, "password": {fresh}})
}

// must makes a call and fails unless StreamPark says that it did it.
func (s *Session) must(ctx context.Context, method, path string, form url.Values) error {
	a, err := s.do(ctx, method, path, form)
	if err != nil {
		return err
	}
	var body struct {
		Code any `json:"code"`
		Data any `json:"data"`
	}
	if json.Unmarshal(a.Body, &body) != nil || fmt.Sprint(body.Code) != "200" || body.Data == false {
		return fmt.Errorf("%s %s was not done: %s", method, path, brief(a))
	}
	return nil
}

// Post calls any page as the signed-in user and returns the answer as it is.
func (s *Session) Post(ctx context.Context, method, path string, form url.Values) (Answer, error) {
	return s.do(ctx, method, path, form)
}

func (s *Session) do(ctx context.Context, method, path string, form url.Values) (Answer, error) {
	return s.client.Do(ctx, Call{Method: method, Path: path, Form: form, Authorization: &s.Token, Session: s.Cookie})
}

// brief is an answer in one line, for an error. It never holds a token: only
// answers that lack what was asked for get here.
func brief(a Answer) string {
	text := string(a.Body)
	if len(text) > 300 {
		text = text[:300] + "..."
	}
	if text == "" {
		text = "(empty body)"
	}
	return fmt.Sprintf("HTTP %d %s", a.Status, text)
}
