package caller

import (
	"context"

	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/streampark"
	"streampark-regress/harness/token"
)

// rows is what the cause of a 401 is looked for in, nil where nobody may.
func (c *Caller) rows() diagnosis.Database {
	if c.rowless() {
		return nil
	}
	return c.database()
}

// explain finds the cause of a 401.
func (c *Caller) explain(ctx context.Context, a *evidence.Attempt, with streampark.Credentials, answer streampark.Answer) error {
	e := diagnosis.Observe(c.Release(), with, answer)
	e.Started, e.Accepted = c.server.started, c.history.accepted[a.Authorization] == a.Release
	var err error
	if e.Key, err = c.key(ctx); err != nil {
		return err
	}
	if e.Key == nil && c.server.key != nil { // what an upgraded server sealed is still known after going back
		e.Former = []token.Key{c.server.key}
	}
	if e, err = diagnosis.Collect(ctx, c.rows(), e); err != nil {
		return err
	}
	if e.User != nil {
		c.log.Redactor().Password(e.User.Salt)
		c.log.Redactor().Password(e.User.Password)
	}
	d := diagnosis.Explain(e)
	a.Cause, a.Findings = d.Cause, d.Findings
	return nil
}
