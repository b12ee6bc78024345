package caller

import (
	"context"
	"slices"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
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
	e.Started, e.Accepted = c.server.started[a.Replica], c.history.accepted[a.Authorization].release == a.Release
	var err error
	if e.Key, err = c.key(ctx); err != nil {
		return err
	}
	if a.Replica > 0 {
		if err := c.seeReplicas(ctx, &e, a.Authorization); err != nil {
			return err
		}
	}
	for _, key := range c.server.keys { // what a server sealed that is gone is still known
		if !slices.Equal(key, e.Key) {
			e.Former = append(e.Former, key)
		}
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

// seeReplicas adds to the evidence what the replicas know of what was sent.
func (c *Caller) seeReplicas(ctx context.Context, e *diagnosis.Evidence, sent string) error {
	servers := deployment.Behind(c.deployment)
	where := c.history.accepted[sent]
	if c.signIn != nil && c.signIn.session.Token == sent && where.replica == 0 {
		where = c.signIn.by
	}
	if where.replica > 0 && servers[where.replica-1].Generation() == where.generation {
		e.Topology.Home = where.replica
	}
	if c.Release().Tokens.SealedWith != release.SealedWithKeyFile {
		return nil
	}
	e.Topology.Keys = map[int]token.Key{}
	for i, s := range servers {
		key, err := s.Key(ctx)
		if err != nil {
			return err
		}
		if key != nil {
			c.log.Redactor().Password(key.String())
			c.server.remember(key)
			e.Topology.Keys[i+1] = key
		}
	}
	e.Key = e.Topology.Keys[e.Topology.Replica]
	return nil
}
