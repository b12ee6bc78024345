package caller

import (
	"context"
	"fmt"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/streampark"
)

// MakeSavepoint gives the application a savepoint, which is its latest.
func (c *Caller) MakeSavepoint(ctx context.Context) error {
	if cluster := c.flink(); cluster != nil {
		latest, given, err := c.writeSavepoints(ctx, cluster)
		if err != nil {
			return fmt.Errorf("make the application's savepoint: %w", err)
		}
		c.application.given = given
		return c.database().AddSavepoint(ctx, c.application.id, latest)
	}
	return c.database().AddSavepoint(ctx, c.application.id, fmt.Sprintf("file:///regress/savepoints/savepoint-%d", c.application.id))
}

// Fields are further fields of a form, as the caller sends them.
type Fields map[string]string

// StartAt starts the application with the token and with further fields of the
// form, at an address, or at the release's own where that is empty.
func (c *Caller) StartAt(ctx context.Context, path string, fields Fields) error {
	with, err := c.credentials()
	if err != nil {
		return err
	}
	if path == "" {
		path = c.Release().API.Start
	}
	a := evidence.Attempt{Subject: c.subject(evidence.APIToken)}
	return c.start(ctx, a, c.filled(evidence.DeedStart, streampark.StartCall(path, c.application.id), fields).As(with))
}

// CancelAt sets the application's row to a running job, and cancels it as StartAt
// starts it.
func (c *Caller) CancelAt(ctx context.Context, path string, fields Fields) error {
	with, err := c.credentials()
	if err != nil {
		return err
	}
	return c.cancel(ctx, path, c.subject(evidence.APIToken), with, fields)
}

// StartOnPage starts the application as the web page does, for the token's owner
// who has signed in.
func (c *Caller) StartOnPage(ctx context.Context, fields Fields) error {
	session, err := c.own(ctx)
	if err != nil {
		return err
	}
	path := streampark.StartPaths()[0]
	a := evidence.Attempt{Subject: signedIn(c)}
	return c.start(ctx, a, c.filled(evidence.DeedStart, streampark.StartCall(path, c.application.id), fields).As(session.Credentials()))
}

// CancelOnPage cancels it as the web page does.
func (c *Caller) CancelOnPage(ctx context.Context, fields Fields) error {
	session, err := c.own(ctx)
	if err != nil {
		return err
	}
	return c.cancel(ctx, streampark.CancelPaths()[0], signedIn(c), session.Credentials(), fields)
}

func signedIn(c *Caller) evidence.Subject {
	s := c.subject(evidence.SignIn)
	s.Cookie = true
	return s
}

func (c *Caller) cancel(ctx context.Context, path string, s evidence.Subject, with streampark.Credentials, fields Fields) error {
	if path == "" {
		request, known := c.Release().RequestTo(release.Cancel)
		if !known {
			return fmt.Errorf("cancel the application: the catalogue knows no address for that on %s", c.Release().Version)
		}
		path = request.Address
	}
	return c.cancelBy(ctx, s, c.filled(evidence.DeedCancel, streampark.CancelCall(path, c.application.id), fields).As(with))
}

// cancelBy cancels the application by a call.
func (c *Caller) cancelBy(ctx context.Context, s evidence.Subject, call streampark.Call) error {
	if err := c.Settle(ctx); err != nil {
		return err
	}
	if err := c.run(ctx); err != nil {
		return err
	}
	a := evidence.Attempt{Subject: s, Deed: evidence.DeedCancel}
	var err error
	if a.Effect.Before, err = c.database().ApplicationState(ctx, c.application.id); err != nil {
		return err
	}
	if err := c.act(ctx, a, call, outcome.ReadCancel); err != nil {
		return err
	}
	return c.database().PretendEnded(ctx, c.application.id) // one that was not cancelled
}

// run has the application run: really, or by its row where nothing runs jobs.
func (c *Caller) run(ctx context.Context) error {
	if cluster := c.flink(); cluster != nil {
		return c.runJob(ctx, cluster)
	}
	return c.database().PretendRunning(ctx, c.application.id, c.application.job())
}

func (c *Caller) filled(deed evidence.Deed, call streampark.Call, fields Fields) streampark.Call {
	for name, value := range c.real(deed, fields) {
		call = call.With(name, value)
	}
	return call
}

// startCall is a start as a caller sends it who has read the release's own
// documentation: a start without a savepoint says so.
func (c *Caller) startCall(path string, s evidence.Subject) streampark.Call {
	call := streampark.StartCall(path, c.application.id)
	if request, known := c.Release().Request(path); known {
		if flag, has := request.Field(release.Restore, release.Subject(s.Kind)); has {
			return call.With(flag.Name, "false")
		}
	}
	return call
}
