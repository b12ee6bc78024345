package docker

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/clock/shim"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/streampark"
)

// guard has the server looked after until rest. It is visited at once: what it answers
// now is what later answers are held against.
func (s *server) guard(ctx context.Context) {
	v := &visitor{client: s.plain(), clock: s.clock} // it is asked on another goroutine than moves the server
	soon, cancel := context.WithTimeout(ctx, silentFor/2)
	defer cancel()
	_ = v.visit(soon) // whoever does not answer now is asked again
	s.provider.watch.Guard(ctx, s.container.id, "the container of the server", v.visit, s.health)
}

// rest is for what the run does to the server itself.
func (s *server) rest() { s.provider.watch.Rest(s.container.id) }

// visitor sees whether a server is still the one that it was: it looks for a user in
// its database, answers as at the first visit that there is none, and its clock is
// where it was put. For what an unknown user is told, each release was recorded
// ("unknown user" in fixtures/recordings); nothing is changed by it.
type visitor struct {
	client *streampark.Client
	clock  clock.Clock
	first  *streampark.Answer
	seen   error
}

func (v *visitor) visit(ctx context.Context) error {
	v.seen = nil
	err := clock.Check(ctx, v.clock, v)
	if astray, is := errors.AsType[*clock.AstrayError](err); is {
		return &strangeError{fmt.Sprintf("%v; is the file %s still there?", astray, shim.Offset)}
	}
	if err != nil {
		return err
	}
	return v.seen
}

// ServerTime reads the time from the server's answer, and looks at the answer.
func (v *visitor) ServerTime(ctx context.Context) (time.Time, error) {
	a, err := v.client.Do(ctx, streampark.SignInCall(deployment.Stranger, deployment.Stranger))
	switch {
	case err != nil:
		return a.Date, err
	case v.first == nil:
		v.first = &a
	case shape(a) != shape(*v.first):
		v.seen = &strangeError{fmt.Sprintf("it answers a sign-in of an unknown user by %s, and by %s at its start", shape(a), shape(*v.first))}
	}
	return a.Date, nil
}

// shape is what an answer is, without what may differ from one to the next.
func shape(a streampark.Answer) string {
	parts := []string{fmt.Sprintf("HTTP %d", a.Status), a.ContentType, a.Server}
	if message := []rune(outcome.Read(a.Answer).Message); len(message) > 0 {
		parts = append(parts, strconv.Quote(string(message[:min(len(message), 120)])))
	}
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), " ")
}
