package recording

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"streampark-regress/harness/database"
	"streampark-regress/harness/streampark"
)

// admin is the seeded administrator's id.
const admin = database.AdminID

// demo is the start of the seeded application.
func demo() form {
	return form{"id", "100000", "teamId", "100000", "allowNonRestored", "false", "savePointed", "false"}
}

// endpoints are the two start addresses; every token is tried at both.
func endpoints() []string { return []string{"/flink/app/start", "/openapi/app/start"} }

// starts calls both start addresses.
func (r *recorder) starts(flow, label string, auth *string, cookie string) {
	r.startsWith(flow, label, auth, cookie, demo())
}

func (r *recorder) startsWith(flow, label string, auth *string, cookie string, f form) {
	for _, path := range endpoints() {
		r.note(flow, label+", "+path, call{method: http.MethodPost, path: path, form: f, auth: auth, cookie: cookie})
	}
}

// session is a sign-in: header and cookie.
type session struct {
	token  *string
	cookie string
}

func signInCall(user, password string) call {
	return call{method: http.MethodPost, path: "/passport/signin", form: form{"username", user, "password", password, "loginType", "PASSWORD"}}
}

// signIn signs in without noting it; the token is nil when that failed.
func (r *recorder) signIn(user, password string) session {
	a := r.do(signInCall(user, password))
	var body struct {
		Data any `json:"data"`
	}
	_ = json.Unmarshal(a.Body, &body) // a failed sign-in may have any body
	data, _ := body.Data.(map[string]any)
	token, _ := data["token"].(string)
	if token == "" {
		return session{}
	}
	r.secret(token, "{{sign-token}}")
	return session{&token, a.Session}
}

func (r *recorder) signInAsAdmin() session {
	return r.signIn(streampark.SeededAdmin, streampark.SeededPassword)
}

// noteSignIn signs in twice, as record.py did: the first finds the token's
// placeholder, the second is noted.
func (r *recorder) noteSignIn(flow, step, user, password string) session {
	s := r.signIn(user, password)
	r.note(flow, step, signInCall(user, password))
	return s
}

// made is an API token as its creation told it.
type made struct {
	token *string
	id    string
	// answer is the body, nil when the server gave none.
	answer streampark.Answer
}

// create asks for an API token; its placeholder is name.
func (r *recorder) create(s session, user, description, name string) made {
	a := r.do(call{method: http.MethodPost, path: "/token/create", form: form{"userId", user, "description", description}, auth: s.token, cookie: s.cookie})
	var body struct {
		Data any `json:"data"`
	}
	_ = json.Unmarshal(a.Body, &body)
	data, _ := body.Data.(map[string]any)
	m := made{answer: a}
	if token, ok := data["token"].(string); ok {
		r.secret(token, name)
		m.token, m.id = &token, fmt.Sprint(data["id"])
	}
	return m
}

// newToken signs in and asks for an API token of the administrator's.
func (r *recorder) newToken(name string) made {
	return r.create(r.signInAsAdmin(), strconv.FormatInt(admin, 10), "recorded", name)
}

// partial notes an answer of which only status and body are kept.
func (r *recorder) partial(flow, step string, a streampark.Answer) {
	r.add(flow, Entry{Step: step, Response: &Response{Status: a.Status, Body: r.body(a), partial: true}})
}

// bodyOnly notes just a body.
func (r *recorder) bodyOnly(flow, step string, a streampark.Answer) {
	r.add(flow, Entry{Step: step, Body: r.body(a)})
}

func (r *recorder) wipe() {
	r.change(func(db *database.Database) error { return db.DeleteAllTokens(r.ctx) })
}

// restart restarts the server.
func (r *recorder) restart() {
	if r.err == nil {
		r.err = r.deployment.Restart(r.ctx)
	}
}

// queryPath is a start with the token as a query parameter.
func queryPath(token string) string {
	return "/flink/app/start?Authorization=" + url.QueryEscape(token)
}
