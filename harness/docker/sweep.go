package docker

import (
	"context"
	"errors"
	"fmt"
	"time"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/moby/moby/client"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/tenure"
)

// sweepWithin bounds the removal of what a run has made.
const sweepWithin = 90 * time.Second

// tryAgainFor is how long what cannot be removed is tried again: a network is in use
// until the removal of its last container, which another program may have asked
// for, has come to its end.
const tryAgainFor = 10 * time.Second

// createWithin bounds the creation of one container or network.
const createWithin = 2 * time.Minute

// unbroken is a context for creating something: an interrupt does not cut the
// request off, because the engine would carry it out all the same and its
// result would appear after everything had been swept. Whoever creates checks
// ctx before and after.
func unbroken(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), createWithin)
}

// Swept counts what Sweep removed.
type Swept struct{ Containers, Networks, Volumes int }

// Spared are the containers of a program that Sweep has left alone, by its holder
// (see package tenure).
type Spared map[string]int

// Sweep removes every container, network and volume that carries a label,
// "streampark-regress.run=ID" for one run or "streampark-regress" for all. It
// looks again until nothing is left: a creation that was cancelled half-way
// may still come to its end.
func (e *Engine) Sweep(ctx context.Context, label string) (Swept, error) {
	return e.sweep(ctx, label, func(map[string]string) bool { return false })
}

// SweepAbandoned removes what programs have made that run no more. What belongs to
// one that runs, or that nobody here can see, is spared.
func (e *Engine) SweepAbandoned(ctx context.Context) (Swept, Spared, error) {
	spared := Spared{}
	all, err := e.client.ContainerList(ctx, client.ContainerListOptions{All: true, Filters: client.Filters{}.Add("label", Label)})
	if err != nil {
		return Swept{}, nil, fmt.Errorf("list the containers: %w", err)
	}
	for _, c := range all.Items {
		if c.Labels[WarmLabel] != "" {
			spared[Up]++
		} else if inUse(c.Labels) {
			spared[c.Labels[HolderLabel]]++
		}
	}
	swept, err := e.sweep(ctx, Label, inUse)
	return swept, spared, err
}

// inUse reports whether something of these labels may be a running program's, or is
// to stay up whoever runs. Earlier versions of this program named no holder.
func inUse(labels map[string]string) bool {
	if labels[WarmLabel] != "" {
		return true
	}
	holder, named := labels[HolderLabel]
	standing, err := tenure.Of(holder)
	return named && (err != nil || standing != tenure.Ended)
}

func (e *Engine) sweep(ctx context.Context, label string, spare func(labels map[string]string) bool) (Swept, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), sweepWithin)
	defer cancel()
	var total Swept
	for begun := time.Now(); ; {
		once, err := e.sweepOnce(ctx, label, spare)
		total.Containers += once.Containers
		total.Networks += once.Networks
		total.Volumes += once.Volumes
		if err != nil && ctx.Err() == nil && time.Since(begun) < tryAgainFor && !client.IsErrConnectionFailed(err) {
			_ = clock.Idle(ctx, 200*time.Millisecond) // the next try sees the end
			continue
		}
		if err != nil {
			return total, fmt.Errorf("remove what carries the label %s: %w; `regress clean` tries again", label, err)
		}
		if once == (Swept{}) {
			return total, nil
		}
	}
}

func (e *Engine) sweepOnce(ctx context.Context, label string, spare func(labels map[string]string) bool) (Swept, error) {
	filter := client.Filters{}.Add("label", label)
	var done Swept
	var failures []error
	containers, err := e.client.ContainerList(ctx, client.ContainerListOptions{All: true, Filters: filter})
	if err != nil {
		return done, err
	}
	for _, c := range containers.Items {
		if spare(c.Labels) {
			continue
		}
		// The official 2.1.4 image declares a volume: it goes with its container.
		_, err := e.client.ContainerRemove(ctx, c.ID, client.ContainerRemoveOptions{Force: true, RemoveVolumes: true})
		done.Containers += count(err, &failures)
	}
	networks, err := e.client.NetworkList(ctx, client.NetworkListOptions{Filters: filter})
	if err != nil {
		return done, err
	}
	for _, n := range networks.Items {
		if spare(n.Labels) {
			continue
		}
		_, err := e.client.NetworkRemove(ctx, n.ID, client.NetworkRemoveOptions{})
		done.Networks += count(err, &failures)
	}
	volumes, err := e.client.VolumeList(ctx, client.VolumeListOptions{Filters: filter})
	if err != nil {
		return done, err
	}
	for _, v := range volumes.Items {
		if spare(v.Labels) {
			continue
		}
		_, err := e.client.VolumeRemove(ctx, v.Name, client.VolumeRemoveOptions{Force: true})
		done.Volumes += count(err, &failures)
	}
	return done, errors.Join(failures...)
}

// count is 1 for something that was removed or is being removed already.
func count(err error, failures *[]error) int {
	if err != nil && !cerrdefs.IsNotFound(err) && !cerrdefs.IsConflict(err) {
		*failures = append(*failures, err)
		return 0
	}
	return 1
}
