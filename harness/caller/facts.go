package caller

import (
	"context"

	"streampark-regress/harness/database"
	"streampark-regress/harness/evidence"
)

// snapshot reads the token's row and records what it found.
func (c *Caller) snapshot(ctx context.Context) (database.Snapshot, bool, error) {
	now, exists, err := c.database().TokenSnapshot(ctx, c.token.ID)
	if err != nil {
		return now, false, err
	}
	row := &evidence.Row{Table: "t_access_token", ID: c.token.ID, Missing: !exists, Snapshot: now, Digest: now.Digest()}
	c.record(evidence.Event{Kind: evidence.KindRow, Row: row})
	return now, exists, nil
}

// rowState compares the token's row, byte for byte, with what it was.
func (c *Caller) rowState(ctx context.Context, was database.Snapshot) (evidence.RowState, error) {
	if c.rowless() {
		return evidence.RowState{}, nil
	}
	now, exists, err := c.snapshot(ctx)
	switch {
	case err != nil:
		return evidence.RowState{}, err
	case !exists:
		return evidence.RowState{State: evidence.RowMissing}, nil
	}
	if columns := was.Changes(now); len(columns) > 0 {
		return evidence.RowState{State: evidence.RowChanged, Columns: columns}, nil
	}
	return evidence.RowState{State: evidence.RowUnchanged}, nil
}

// Row is how the token's row compares with what it was when the token was made.
func (c *Caller) Row(ctx context.Context) (evidence.Fact, error) {
	state, err := c.rowState(ctx, c.token.row)
	return evidence.Fact{Kind: evidence.RowFact, Row: state}, err
}

// Life is how long the token says it lives.
func (c *Caller) Life() evidence.Fact {
	life := c.life()
	return evidence.Fact{Kind: evidence.LifeFact, Life: &life}
}

// SecondToken asks for another token for the same user; the fact is in which
// words it was refused.
func (c *Caller) SecondToken(ctx context.Context) (evidence.Fact, error) {
	admin, err := c.admin(ctx)
	if err != nil {
		return evidence.Fact{}, err
	}
	second, refused, err := admin.TryCreateToken(ctx, c.owner.id, c.tenancy().Description("one more"))
	if err != nil {
		return evidence.Fact{}, err
	}
	c.askedForSecond(second, refused)
	return evidence.Fact{Kind: evidence.SecondTokenFact, Refused: refused}, nil
}
