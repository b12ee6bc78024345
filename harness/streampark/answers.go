package streampark

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// reply is the body of an answer as StreamPark forms most of them.
type reply struct {
	Code    any             `json:"code"`
	Data    json.RawMessage `json:"data"`
	Message string          `json:"message"`
}

// reply reads the body; an error means that it is of another form, as the empty
// one of a 401 or a proxy's page.
func (a Answer) reply() (reply, error) {
	var r reply
	err := json.Unmarshal(a.Body, &r)
	return r, err
}

// SignedIn reads the answer to SignInCall: the credentials of the sign-in, or
// false when StreamPark did not let the user in.
func (a Answer) SignedIn() (Credentials, bool) {
	var data struct {
		Token string `json:"token"`
	}
	if !a.data(&data) || data.Token == "" {
		return Credentials{}, false
	}
	return Credentials{Authorization: &data.Token, Session: a.Session}, true
}

// AsksForTeam reads the answer to SignInCall: the user's id where StreamPark lets
// the user in only with a team, of which there are several and none was chosen:
// {"code":"403","data":"100000"} with HTTP 200 (measured on 2.1.4 and 2.1.5).
func (a Answer) AsksForTeam() (int64, bool) {
	r, err := a.reply()
	var data string
	if err != nil || r.Code != "403" || !a.data(&data) {
		return 0, false
	}
	user, err := strconv.ParseInt(data, 10, 64)
	return user, err == nil
}

// CreatedToken reads the answer to CreateTokenCall; false when it holds no
// token. The ID is zero when the answer does not tell it as a number.
func (a Answer) CreatedToken() (APIToken, bool) {
	var data struct {
		ID    json.RawMessage `json:"id"` // a number in quotes
		Token string          `json:"token"`
	}
	if !a.data(&data) || data.Token == "" {
		return APIToken{}, false
	}
	id, err := strconv.ParseInt(strings.Trim(string(data.ID), `"`), 10, 64)
	if err != nil {
		id = 0
	}
	return APIToken{ID: id, Token: data.Token, Made: a.Date, Took: a.Took}, true
}

// NewPassword reads the answer to ResetPasswordCall; false when it tells none.
func (a Answer) NewPassword() (string, bool) {
	var password string
	told := a.data(&password)
	return password, told && password != ""
}

// Copied reads the answer to CopyCall: the curl command, which holds a token; false
// when there is none.
func (a Answer) Copied() (string, bool) {
	var command string
	told := a.data(&command)
	return command, told && command != ""
}

// data reads what StreamPark returned into a value of the form expected.
func (a Answer) data(into any) bool {
	r, err := a.reply()
	return err == nil && json.Unmarshal(r.Data, into) == nil
}

// refusal is in which words StreamPark said no, empty when it did not.
func (a Answer) refusal() string {
	if r, err := a.reply(); err == nil && fmt.Sprint(r.Code) == "0" {
		return r.Message
	}
	return ""
}

// done reports whether StreamPark says that it did what it was asked for.
func (a Answer) done() bool {
	r, err := a.reply()
	return err == nil && fmt.Sprint(r.Code) == "200" && string(r.Data) != "false"
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

// Refusal is how StreamPark said no to a sign-in, in a few words that hold no secret.
func (a Answer) Refusal() string {
	r, err := a.reply()
	_, asked := a.AsksForTeam()
	switch {
	case err != nil:
		return fmt.Sprintf("HTTP %d", a.Status)
	case asked:
		return "it has several teams to choose from, or none: sign in on the web page once"
	case r.Message != "":
		return r.Message
	}
	return fmt.Sprintf("HTTP %d, code %v: a wrong name or password", a.Status, r.Code)
}
