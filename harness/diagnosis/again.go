package diagnosis

import (
	"context"

	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/streampark"
)

// moreCalls is how often the release's own address is called again: behind a round
// robin of as many servers each answers once.
const moreCalls = 3

// again calls the release's own address again where StreamPark accepted or rejected
// the token. Behind one address there may be several servers; where one accepts what
// another rejects, the answer that rejects it is returned, and the token counts as
// not accepted.
func (x *Examination) again(ctx context.Context, client *streampark.Client, r release.Release, with streampark.Credentials, rejected *streampark.Answer) (*streampark.Answer, error) {
	if !x.Accepted && rejected == nil {
		return nil, nil
	}
	for range moreCalls {
		a, err := client.Start(ctx, r.API.Start, noApplication, with)
		if err != nil {
			return nil, err
		}
		reading := outcome.Read(a.Answer)
		in := accepted(reading.Outcome, a)
		out := reading.Outcome == outcome.Unauthenticated && reading.Rejection != outcome.Unfamiliar
		if x.Accepted && out || !x.Accepted && in {
			x.Calls = append(x.Calls, Call{Path: r.API.Start, Status: a.Status, Reading: reading, Seen: seen(a)})
		}
		switch {
		case x.Accepted && out:
			x.Accepted = false
			return &a, nil
		case !x.Accepted && in:
			return rejected, nil
		}
	}
	return nil, nil
}
