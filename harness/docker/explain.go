package docker

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// explain adds what to do to the errors of the engine that a user can fix.
func explain(err error) error {
	text := err.Error()
	switch {
	case strings.Contains(text, "port is already allocated"), strings.Contains(text, "address already in use"):
		return fmt.Errorf("%w\n  a port on 127.0.0.1 is taken: find who holds it, or run `regress clean` if it is an earlier run", err)
	case strings.Contains(text, taken):
		return fmt.Errorf("%w\n  a container of that name is left from an earlier run: `regress clean` removes it", err)
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("%w\n  the engine did not answer in time", err)
	}
	return err
}
