package streampark

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
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
	a, err := c.Do(ctx, SignInCall(user, password))
	if err != nil {
		return nil, a, fmt.Errorf("sign in as %s: %w", user, err)
	}
	with, in := a.SignedIn()
	if !in {
		return nil, a, nil
	}
	return &Session{c, *with.Authorization, with.Session}, a, nil
}

// FirstSignIn makes sure that the seeded administrator can sign in. On H2 up to
// 2.1.4 two teams are seeded and none is chosen: there it chooses the default one,
// as the web page has a person do.
func (c *Client) FirstSignIn(ctx context.Context) error {
	session, a, err := c.TrySignIn(ctx, SeededAdmin, SeededPassword)
	if err != nil || session != nil {
		return err
	}
	user, asked := a.AsksForTeam()
	if !asked {
		return fmt.Errorf("sign in as %s: the answer has no token: %s", SeededAdmin, brief(a))
	}
	if a, err = c.Do(ctx, ChooseTeamCall(user, defaultTeam)); err != nil {
		return fmt.Errorf("choose the team of %s: %w", SeededAdmin, err)
	}
	if !a.done() {
		return fmt.Errorf("choose the team of %s: %s", SeededAdmin, brief(a))
	}
	_, err = c.SignIn(ctx, SeededAdmin, SeededPassword)
	return err
}

// At is the same sign-in at another client: a restart may move the server.
func (s *Session) At(c *Client) *Session { return &Session{c, s.Token, s.Cookie} }

// Credentials are the token and the cookie, as the web page sends them.
func (s *Session) Credentials() Credentials {
	return Credentials{Authorization: &s.Token, Session: s.Cookie}
}

// Do makes a call as the signed-in user and returns the answer as it is.
func (s *Session) Do(ctx context.Context, call Call) (Answer, error) {
	return s.client.Do(ctx, call.As(s.Credentials()))
}

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

// ErrSignedOut is wrapped by the error of a call that was answered 401: the
// sign-in is not good any more, and nothing was done.
var ErrSignedOut = errors.New("the sign-in is not good any more")

// errNoID is the error of a token of which nothing but its text is known.
var errNoID = errors.New("create an API token: the answer does not give the id of its row as a number")

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
	a, err := s.Do(ctx, CreateTokenCall(userID, description))
	if err == nil {
		err = a.signedOut()
	}
	if err != nil {
		return APIToken{}, "", fmt.Errorf("create an API token: %w", err)
	}
	made, ok := a.CreatedToken()
	switch refused = a.refusal(); {
	case ok && made.ID == 0: // the answer holds the token, which no error may show
		return APIToken{}, "", errNoID
	case ok:
		return made, "", nil
	case refused != "":
		return APIToken{}, refused, nil
	}
	return APIToken{}, "", fmt.Errorf("create an API token: neither made nor refused: %s", brief(a))
}

// SignOut ends the web session.
func (s *Session) SignOut(ctx context.Context) error {
	a, err := s.Do(ctx, SignOutCall())
	if err == nil && a.Status != http.StatusOK {
		err = fmt.Errorf("sign out: %s", brief(a))
	}
	return err
}

// CreateUser makes a user, who is not locked.
func (s *Session) CreateUser(ctx context.Context, name, password string, kind UserKind) error {
	return s.must(ctx, CreateUserCall(name, password, kind))
}

// JoinDefaultTeam makes a user a developer of the default team. 2.1.5 has done
// so by itself and says no, which is not an error.
func (s *Session) JoinDefaultTeam(ctx context.Context, name string) error {
	a, err := s.Do(ctx, JoinTeamCall(name, defaultTeam, developerRole))
	if err == nil {
		err = a.signedOut()
	}
	if err != nil {
		return fmt.Errorf("make %s a member of the default team: %w", name, err)
	}
	return nil
}

// ToggleToken disables an enabled API token and enables a disabled one.
func (s *Session) ToggleToken(ctx context.Context, id int64) error {
	return s.must(ctx, ToggleTokenCall(id))
}

// DeleteToken deletes an API token.
func (s *Session) DeleteToken(ctx context.Context, id int64) error {
	return s.must(ctx, DeleteTokenCall(id))
}

// ChangePassword changes a user's own password.
func (s *Session) ChangePassword(ctx context.Context, userID int64, name, old, fresh string) error {
	return s.must(ctx, ChangePasswordCall(userID, name, old, fresh))
}

// ResetPassword gives a user another password, and returns it: one that StreamPark
// makes up and tells, or the one that a release always gives (tag User of v2.0.0),
// empty for none.
func (s *Session) ResetPassword(ctx context.Context, name, always string) (string, error) {
	if always != "" {
		return always, s.must(ctx, ResetPasswordsCall(name))
	}
	a, err := s.Do(ctx, ResetPasswordCall(name))
	if err != nil {
		return "", err
	}
	fresh, told := a.NewPassword()
	if !told { // the answer may tell a password in another form, so it is not shown
		return "", fmt.Errorf("reset the password of %s: HTTP %d does not tell a new one", name, a.Status)
	}
	return fresh, nil
}

// must makes a call and fails unless StreamPark says that it did it.
func (s *Session) must(ctx context.Context, call Call) error {
	a, err := s.Do(ctx, call)
	switch {
	case err != nil:
		return err
	case a.signedOut() != nil:
		return fmt.Errorf("%s %s was not done: %w", call.Method, call.Path, a.signedOut())
	case !a.done():
		return fmt.Errorf("%s %s was not done: %s", call.Method, call.Path, brief(a))
	}
	return nil
}

// signedOut is the error of an answer of 401.
func (a Answer) signedOut() error {
	if a.Status != http.StatusUnauthorized {
		return nil
	}
	return fmt.Errorf("%w: %s", ErrSignedOut, brief(a))
}
