package docker

import (
	"context"
	"fmt"
)

// Restart stops the container and starts it again. The published port changes.
func (s *server) Restart(ctx context.Context) error {
	if err := s.unlent(); err != nil {
		return err
	}
	if err := s.settle(ctx); err != nil {
		return err
	}
	if err := s.stop(ctx); err != nil {
		return err
	}
	if err := s.container.start(ctx); err != nil {
		return fmt.Errorf("start %s again: %w", s.name, err)
	}
	s.log.Resume(ctx)
	if err := s.await(ctx); err != nil {
		return fmt.Errorf("start %s again: %w", s.name, err)
	}
	if err := s.enter(ctx); err != nil {
		return err
	}
	s.guard(ctx)
	return s.standIn(ctx)
}
