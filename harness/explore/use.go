package explore

import (
	"context"
	"time"

	"streampark-regress/harness/database"
	"streampark-regress/harness/streampark"
)

// withToken does something with one of the API tokens that were made.
func (s *side) withToken(ctx context.Context, o Operation,
	do func(context.Context, Operation, streampark.APIToken) (streampark.Answer, error),
) (string, error) {
	if len(s.tokens) == 0 {
		return "no token yet", nil
	}
	a, err := do(ctx, o, s.tokens[o.Which%len(s.tokens)])
	return describe(a), err
}

func (s *side) toggle(ctx context.Context, _ Operation, t streampark.APIToken) (streampark.Answer, error) {
	return s.asAdmin(ctx, streampark.ToggleTokenCall(t.ID))
}

func (s *side) remove(ctx context.Context, _ Operation, t streampark.APIToken) (streampark.Answer, error) {
	return s.asAdmin(ctx, streampark.DeleteTokenCall(t.ID))
}

func (s *side) callAPI(ctx context.Context, o Operation, t streampark.APIToken) (streampark.Answer, error) {
	if err := s.avoidTTL(ctx, t); err != nil {
		return streampark.Answer{}, err
	}
	return s.start(ctx, o, forms()[o.Form].of(t.Token))
}

func (s *side) callElsewhere(ctx context.Context, o Operation, t streampark.APIToken) (streampark.Answer, error) {
	return s.client().Do(ctx, streampark.PageCall(elsewhere()[o.Address]).As(streampark.Header(t.Token)))
}

// withSignIn does something with one of the sign-ins that succeeded.
func (s *side) withSignIn(ctx context.Context, o Operation,
	do func(context.Context, Operation, *streampark.Session) (streampark.Answer, error),
) (string, error) {
	if len(s.signIns) == 0 {
		return "no sign-in yet", nil
	}
	a, err := do(ctx, o, s.signIns[o.Which%len(s.signIns)].At(s.client()))
	return describe(a), err
}

func (s *side) signOut(ctx context.Context, _ Operation, session *streampark.Session) (streampark.Answer, error) {
	return session.Do(ctx, streampark.SignOutCall())
}

func (s *side) callSignIn(ctx context.Context, o Operation, session *streampark.Session) (streampark.Answer, error) {
	with := session.Credentials()
	if o.Form%2 == 1 {
		with = with.WithoutCookie()
	}
	return s.start(ctx, o, with)
}

// start starts the seeded application. It has no Flink version, so a start with
// an accepted token is always refused in the same words.
func (s *side) start(ctx context.Context, o Operation, with streampark.Credentials) (streampark.Answer, error) {
	return s.client().Start(ctx, streampark.StartPaths()[o.Address], database.DemoApplicationID, with)
}

// avoidTTL moves on when a token is about to expire: within some seconds the
// two sides could honestly differ.
func (s *side) avoidTTL(ctx context.Context, t streampark.APIToken) error {
	now, err := s.client().ServerTime(ctx)
	if err != nil {
		return err
	}
	if left := t.Made.Add(s.ttl).Sub(now); left.Abs() < 15*time.Second {
		return s.move(ctx, time.Minute)
	}
	return nil
}
