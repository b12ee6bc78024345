package deployment_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/deployment"
)

// Who interrupts a start is not told that the server was too slow.
func TestAServerThatGaveNoAnswer(t *testing.T) {
	refused := errors.New("connection refused")
	late := deployment.Unanswered(t.Context(), time.Minute, refused, "booting\nstill booting\n")
	assert.Equal(t, "the server gave no answer within 1m0s (--start-timeout): connection refused; its last 2 log lines:\n    booting\n    still booting", late.Error())

	ctx, interrupt := context.WithCancelCause(t.Context())
	interrupt(errors.New("interrupt signal received"))
	stopped := deployment.Unanswered(ctx, time.Minute, refused, "")
	assert.Equal(t, "interrupted before the server gave an answer: interrupt signal received; it logged nothing", stopped.Error())
}
