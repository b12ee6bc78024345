package recording

import (
	"context"

	"streampark-regress/harness/database"
	"streampark-regress/harness/streampark"
)

// admin is the seeded administrator's id.
const admin = database.AdminID

// demo is the start of the seeded application.
func demo() streampark.Call { return startAt(streampark.StartPaths()[0]) }

// startAt is the start of the seeded application at an address, with the fields
// of the text that "copy cURL" gives on 2.1.4: so it was sent to every release.
func startAt(path string) streampark.Call {
	return streampark.StartCall(path, database.DemoApplicationID).With("savePointed", "false")
}

// starts asks for the start of the seeded application at both addresses.
func (r *recorder) starts(ctx context.Context, flow, label string, with streampark.Credentials) {
	r.both(ctx, flow, label, demo().As(with))
}

// both makes a start at each of the two addresses.
func (r *recorder) both(ctx context.Context, flow, label string, c streampark.Call) {
	for _, path := range streampark.StartPaths() {
		c.Path = path
		r.note(ctx, flow, label+", "+path, c)
	}
}

// signIn signs in without noting it; there are no credentials when that failed.
func (r *recorder) signIn(ctx context.Context, user, password string) streampark.Credentials {
	with, in := r.do(ctx, streampark.SignInCall(user, password)).SignedIn()
	if in {
		r.secret(*with.Authorization, "{{sign-token}}")
	}
	return with
}

func (r *recorder) signInAsAdmin(ctx context.Context) streampark.Credentials {
	return r.signIn(ctx, streampark.SeededAdmin, streampark.SeededPassword)
}

// noteSignIn signs in twice, as record.py did: the first finds the token's
// placeholder, the second is noted.
func (r *recorder) noteSignIn(ctx context.Context, flow, step, user, password string) streampark.Credentials {
	with := r.signIn(ctx, user, password)
	r.note(ctx, flow, step, streampark.SignInCall(user, password))
	return with
}

// made is what became of asking for an API token.
type made struct {
	streampark.APIToken
	// with are the credentials of a caller that has it, none when the server
	// made no token.
	with   streampark.Credentials
	answer streampark.Answer
}

// create asks for an API token; its placeholder is name.
func (r *recorder) create(ctx context.Context, c streampark.Call, name string) made {
	m := made{answer: r.do(ctx, c)}
	token, is := m.answer.CreatedToken()
	if is {
		r.secret(token.Token, name)
		m.APIToken, m.with = token, streampark.Header(token.Token)
	}
	return m
}

// newToken signs in and asks for an API token of the administrator's.
func (r *recorder) newToken(ctx context.Context, name string) made {
	return r.create(ctx, streampark.CreateTokenCall(admin, "recorded").As(r.signInAsAdmin(ctx)), name)
}

// partial notes an answer of which only status and body are kept.
func (r *recorder) partial(flow, step string, a streampark.Answer) {
	r.add(flow, Entry{Step: step, Response: &Response{Status: a.Status, Body: r.body(a), partial: true}})
}

// bodyOnly notes just a body.
func (r *recorder) bodyOnly(flow, step string, a streampark.Answer) {
	r.add(flow, Entry{Step: step, Body: r.body(a)})
}

func (r *recorder) wipe(ctx context.Context) {
	r.change(func(db *database.Database) error { return db.DeleteAllTokens(ctx) })
}

// restart restarts the server.
func (r *recorder) restart(ctx context.Context) {
	if r.err == nil {
		r.err = r.deployment.Restart(ctx)
	}
}
