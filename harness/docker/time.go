package docker

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/clock/shim"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/streampark"
)

// Client calls the server. It dates its answers by the server's clock, once there is
// one that moves it.
func (s *server) Client() *streampark.Client {
	var o streampark.Options
	if s.clock != nil {
		o.Dated = s.clock.Dated
	}
	return streampark.NewWith(s.address, o)
}

// plain calls the server and leaves the header Date as it is: the clock itself asks it.
func (s *server) plain() *streampark.Client { return streampark.New(s.address) }

// ServerTime asks the server, wherever it listens now.
func (s *server) ServerTime(ctx context.Context) (time.Time, error) {
	return s.plain().ServerTime(ctx)
}

// Shift writes the shim's offset file, from inside the container and in place. One that
// could be written before and cannot any more is a fault.
func (s *server) Shift(ctx context.Context, ahead time.Duration) error {
	err := s.provider.engine.attached(ctx, s.container.id, shim.Agent, "offset", strconv.FormatInt((s.warm.before()+ahead).Nanoseconds(), 10))
	if failed, is := errors.AsType[*exitError](err); is {
		s.provider.watch.broke(s.container.id, "has lost the file of its clock: "+failed.Error(), time.Now())
	}
	return err
}

func (s *server) startClock(ctx context.Context) error {
	ttl, err := s.spec.TTL()
	if err != nil {
		return err
	}
	s.clock, err = s.provider.options.Clock.Start(ctx, ttl, s.reader(), s)
	return err
}

// reader tells the server's time. Behind something else the header Date alone counts:
// callers meet that one's answers, which nobody dates anew.
func (s *server) reader() clock.Reader {
	if s.spec.Front != deployment.Direct {
		return s
	}
	return stamping{s}
}

// stamping is a server that tells its time in texts, too.
type stamping struct{ *server }

// Stamp asks the server, wherever it listens now.
func (s stamping) Stamp(ctx context.Context) (clock.Stamp, error) {
	date, text, err := s.plain().Stamp(ctx)
	return clock.Stamp{Date: date, Text: text}, err
}

// settleDate waits until no Date of the server is from before a jump: the next run knows
// of none, and takes the server's clock from it.
func (s *server) settleDate(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, clock.Stale)
	defer cancel()
	for s.health.Fault() == nil {
		date, err := s.ServerTime(ctx)
		if err != nil {
			return err
		}
		if at, err := s.clock.Dated(ctx, date); err != nil || at.Equal(date) {
			return err
		}
		if err := clock.Idle(ctx, 20*time.Millisecond); err != nil {
			return fmt.Errorf("wait until the Date of %s shows its clock: %w", s.name, err)
		}
	}
	return nil
}
