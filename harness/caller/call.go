package caller

import (
	"context"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/streampark"
)

// Start starts the application at the release's own address.
func (c *Caller) Start(ctx context.Context) error { return c.Call(ctx, c.Release().API.Start) }

// Call starts the application at an address with the token.
func (c *Caller) Call(ctx context.Context, path string) error { return c.callWithToken(ctx, path, 0) }

// callWithToken starts the application at an address with the token. The try
// counts the calls of a client that helps itself, zero for any other.
func (c *Caller) callWithToken(ctx context.Context, path string, try int) error {
	with, err := c.credentials()
	if err != nil {
		return err
	}
	return c.startAs(ctx, path, evidence.Attempt{Subject: c.subject(evidence.APIToken), Try: try}, with)
}

// CallWithSignIn starts the application with a fresh sign-in token of the
// token's owner, with or without the cookie of its web session.
func (c *Caller) CallWithSignIn(ctx context.Context, path string, cookie Cookie) error {
	session, err := c.own(ctx)
	if err != nil {
		return err
	}
	return c.startSignedIn(ctx, path, session, cookie)
}

// StartSignedIn starts the application with the sign-in that was kept.
func (c *Caller) StartSignedIn(ctx context.Context, cookie Cookie) error {
	if c.signIn == nil {
		return errNobodySignedIn
	}
	return c.startSignedIn(ctx, c.Release().API.Start, c.signIn.session, cookie)
}

// Cookie says whether a sign-in token is sent with the cookie of its session.
type Cookie string

// The ways of sending a sign-in token.
const (
	WithCookie    Cookie = "its"
	WithoutCookie Cookie = "no"
)

func (c *Caller) startSignedIn(ctx context.Context, path string, session *streampark.Session, cookie Cookie) error {
	with, subject := session.Credentials(), c.subject(evidence.SignIn)
	subject.Cookie = cookie == WithCookie
	if !subject.Cookie {
		with = with.WithoutCookie()
	}
	return c.startAs(ctx, path, evidence.Attempt{Subject: subject}, with)
}

// CallPage calls a page that an API token is not for with the token.
func (c *Caller) CallPage(ctx context.Context, path string) error {
	with, err := c.credentials()
	if err != nil {
		return err
	}
	return c.callPage(ctx, streampark.PageCall(path).As(with))
}

func (c *Caller) callPage(ctx context.Context, request streampark.Call) error {
	return c.call(ctx, evidence.Attempt{Subject: c.subject(evidence.APIToken)}, request, outcome.ReadPage)
}

func (c *Caller) subject(kind evidence.SubjectKind) evidence.Subject {
	return evidence.Subject{Kind: kind, Role: c.owner.role}
}

// credentials are the token's.
func (c *Caller) credentials() (streampark.Credentials, error) {
	if c.token.Token == "" {
		return streampark.Credentials{}, errNoToken
	}
	return streampark.Header(c.token.Token), nil
}

// startAs starts the application at an address with a caller's credentials.
func (c *Caller) startAs(ctx context.Context, path string, a evidence.Attempt, with streampark.Credentials) error {
	return c.start(ctx, a, c.startCall(path, a.Subject).As(with))
}

// start asks for the application's start and looks what became of it.
func (c *Caller) start(ctx context.Context, a evidence.Attempt, request streampark.Call) error {
	if err := c.Settle(ctx); err != nil {
		return err
	}
	before, err := c.atRest(ctx)
	if err != nil {
		return err
	}
	a.Deed, a.Effect.Before = evidence.DeedStart, before
	return c.act(ctx, a, request, outcome.Read)
}

// act does something with the application and looks what became of it.
func (c *Caller) act(ctx context.Context, a evidence.Attempt, request streampark.Call, read func(outcome.Answer) outcome.Reading) error {
	if c.application.id == 0 { // there is nothing to look at
		return c.call(ctx, a, request, read)
	}
	var err error
	a.Application = c.application.whose
	if err := c.rememberSavepoint(ctx); err != nil {
		return err
	}
	if c.history.resting, err = c.database().RestingApplications(ctx); err != nil {
		return err
	}
	cluster := c.flink()
	if cluster == nil {
		return c.call(ctx, a, request, read)
	}
	if c.history.job, err = c.database().FlinkJob(ctx, c.application.id); err != nil {
		return err
	}
	if err := c.call(ctx, a, request, read); err != nil {
		return err
	}
	return c.rest(ctx, cluster)
}

// atRest makes the application's state one that any start moves, and returns
// it: a failed start leaves the same state behind as the failed start before.
func (c *Caller) atRest(ctx context.Context) (int, error) {
	switch {
	case c.application.id == 0:
		return 0, nil
	case c.application.busy:
		return c.database().ApplicationState(ctx, c.application.id)
	}
	if err := c.database().ResetApplication(ctx, c.application.id); err != nil {
		return 0, err
	}
	return c.database().ApplicationState(ctx, c.application.id)
}

// call makes a call, reads its answer, looks at what it did and, for a 401,
// finds the cause.
func (c *Caller) call(ctx context.Context, a evidence.Attempt, request streampark.Call, read func(outcome.Answer) outcome.Reading) error {
	if err := c.markLog(ctx); err != nil {
		return err
	}
	answer, err := c.entrance().Do(ctx, request)
	if err != nil {
		return err
	}
	reading := read(answer.Answer)
	c.history.calls++
	a.ID, a.Release, a.Generation = c.options.Number*1000+c.history.calls, c.Release().Version, c.deployment.Generation()
	a.Replica = answer.Replica
	a.Age, a.Since = c.history.age, append([]evidence.Action(nil), c.history.since...)
	a.Method, a.Path, a.Form = request.Method, request.Path, flat(request.Form)
	a.ServerTime, a.Status, a.ContentType, a.SetCookie = answer.Date, answer.Status, answer.ContentType, answer.SetCookie
	a.Body, a.Message, a.Seconds = c.shorten(string(answer.Body)), reading.Message, answer.Took.Seconds()
	a.Outcome, a.Rejection = reading.Outcome, reading.Rejection
	if request.Authorization != nil {
		a.Authorization = *request.Authorization
		if a.Authorization == c.token.Token {
			a.TokenMade = c.token.Made
		}
	}
	a.Leaks = c.secrets.toldBy(answer.Tells, a.Application)
	if answer.Session != "" && a.Outcome.Authenticated() && a.Subject.Kind == evidence.APIToken {
		c.log.Redactor().Password(answer.Session)
		c.history.session = answer.Session
	}
	if err := c.overtakenBy(a); err != nil {
		return err
	}
	if err := c.look(ctx, &a); err != nil {
		return err
	}
	if a.Outcome == outcome.Unauthenticated {
		if err := c.explain(ctx, &a, request.Credentials, answer); err != nil {
			return err
		}
	}
	c.keep(a)
	return nil
}

// keep records a call and remembers it. What is handed out of it later holds no
// more than the log does.
func (c *Caller) keep(a evidence.Attempt) {
	if a.Outcome.Authenticated() {
		c.history.since = nil
		c.history.accepted[a.Authorization] = c.by(a.Replica)
	}
	r := c.log.Redactor()
	a.Authorization, a.Path, a.Message = r.Redact(a.Authorization), r.Redact(a.Path), r.Redact(a.Message)
	for name, value := range a.Form {
		a.Form[name] = r.Redact(value)
	}
	c.record(evidence.Event{Kind: evidence.KindAttempt, Attempt: &a})
	c.history.last = &a
}

// look sees what a call left behind: in the application and in the token's row.
func (c *Caller) look(ctx context.Context, a *evidence.Attempt) error {
	var err error
	if a.Application != evidence.NoApplication {
		if a.Effect.After, err = c.database().ApplicationState(ctx, c.application.id); err != nil {
			return err
		}
		a.Effect.Name = evidence.EffectNone
		if a.Effect.After != a.Effect.Before {
			a.Effect.Name = map[evidence.Deed]evidence.EffectName{evidence.DeedStart: evidence.EffectStarted, evidence.DeedCancel: evidence.EffectCancelled}[a.Deed]
		}
		if a.Submission, err = c.submitted(ctx, *a); err != nil {
			return err
		}
		if cluster := c.flink(); cluster != nil {
			if a.Flink, err = c.observe(ctx, cluster, *a); err != nil {
				return err
			}
		}
		if a.Effect.Others, err = c.startedBeside(ctx); err != nil {
			return err
		}
	}
	if c.token.ID != 0 && !a.Outcome.Authenticated() {
		if a.Row, err = c.rowState(ctx, c.token.left); err != nil {
			return err
		}
	}
	return nil
}

// shorten keeps a body fit for a report: a stack trace says little after its
// first lines. Secrets go first: half of one is not known for what it is.
func (c *Caller) shorten(body string) string {
	const most = 2000
	body = c.log.Redactor().Redact(body)
	if len(body) > most {
		return body[:most] + " [... cut]"
	}
	return body
}
