package docker

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/moby/moby/api/pkg/stdcopy"
	"github.com/moby/moby/client"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/serverlog"
)

// errCutOff is a log stream that ended before its server.
var errCutOff = errors.New("the engine ended the log of a server that is still running")

// Follow makes a container the source of a log.
func (i *instance) Follow(ctx context.Context, since time.Time, each func(serverlog.Record)) error {
	options := client.ContainerLogsOptions{Follow: true}
	if !since.IsZero() {
		options.Since = since.UTC().Format(time.RFC3339Nano)
	}
	if err := i.records(ctx, options, each); err != nil {
		return err
	}
	state, err := i.engine.client.ContainerInspect(ctx, i.id, client.ContainerInspectOptions{})
	switch {
	case cerrdefs.IsNotFound(err):
		return nil
	case err != nil:
		return err
	case state.Container.State != nil && state.Container.State.Running:
		return errCutOff
	}
	return nil
}

// Latest is when the container logged last, by the engine's clock. One that was
// removed logs no more.
func (i *instance) Latest(ctx context.Context) (time.Time, error) {
	var latest time.Time
	err := i.records(ctx, client.ContainerLogsOptions{Tail: "1"}, func(r serverlog.Record) { latest = r.At })
	if cerrdefs.IsNotFound(err) {
		return time.Time{}, nil
	}
	return latest, err
}

// lastLines are the container's last 40 log lines.
func (i *instance) lastLines(ctx context.Context) []string {
	var text strings.Builder
	_ = i.records(ctx, client.ContainerLogsOptions{Tail: "40"}, func(r serverlog.Record) { text.Write(r.Text) }) // what cannot be read is not shown
	return deployment.Tail(text.String(), 40)
}

// records tells each record of the container's log.
func (i *instance) records(ctx context.Context, o client.ContainerLogsOptions, each func(serverlog.Record)) error {
	o.ShowStdout, o.ShowStderr, o.Timestamps = true, true, true
	stream, err := i.engine.client.ContainerLogs(ctx, i.id, o)
	if err != nil {
		return err
	}
	defer stream.Close()
	out := recordWriter(each)
	_, err = stdcopy.StdCopy(out, out, stream)
	return err
}

// recordWriter is told each record in one write: its time, a space and its
// text. A line of more than 16 kB comes in several records, each with its time.
type recordWriter func(serverlog.Record)

var _ io.Writer = recordWriter(nil)

func (w recordWriter) Write(p []byte) (int, error) {
	stamp, text, _ := bytes.Cut(p, []byte{' '})
	at, err := time.Parse(time.RFC3339Nano, string(stamp))
	if err != nil {
		return 0, fmt.Errorf("read the time of a log record: %w", err)
	}
	w(serverlog.Record{At: at, Text: text})
	return len(p), nil
}
