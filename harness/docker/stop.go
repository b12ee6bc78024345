package docker

import (
	"context"
	"fmt"
	"time"
)

// stopWithin is how long the server of a build may take to end.
const stopWithin = 10 * time.Second

// stop ends the server, leaves its container, and reads its log to the end. A
// release is killed, as it is in every stop of its container: the shell of its start
// script passes no signal on. As the first process of the container it does not end
// by one either (2.1.4, measured), so that the engine would wait ten seconds for it.
// Nobody knows what a build makes of a signal.
func (s *server) stop(ctx context.Context) error {
	s.rest()
	err := s.container.stop(ctx, s.grace())
	if err == nil {
		err = s.log.Finish(ctx)
	}
	if err != nil {
		return fmt.Errorf("stop %s, which is %s: %w", s.name, s.spec.Release.Version, err)
	}
	return nil
}

// grace is how long the server may take to end before it is killed.
func (s *server) grace() time.Duration {
	if s.spec.Release.IsBuild() {
		return stopWithin
	}
	return 0
}
