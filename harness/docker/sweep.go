package docker

import (
	"context"
	"errors"
	"fmt"
	"time"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/moby/moby/client"
)

// sweepWithin bounds the removal of what a run has made.
const sweepWithin = 90 * time.Second

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

// Sweep removes every container, network and volume that carries a label,
// "streampark-regress.run=ID" for one run or "streampark-regress" for all. It
// looks again until nothing is left: a creation that was cancelled half-way
// may still come to its end.
func (e *Engine) Sweep(ctx context.Context, label string) (Swept, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), sweepWithin)
	defer cancel()
	var total Swept
	for {
		once, err := e.sweepOnce(ctx, label)
		total.Containers += once.Containers
		total.Networks += once.Networks
		total.Volumes += once.Volumes
		if err != nil {
			return total, fmt.Errorf("remove what carries the label %s: %w; `regress clean` tries again", label, err)
		}
		if once == (Swept{}) {
			return total, nil
		}
	}
}

func (e *Engine) sweepOnce(ctx context.Context, label string) (Swept, error) {
	filter := client.Filters{}.Add("label", label)
	var done Swept
	var failures []error
	containers, err := e.client.ContainerList(ctx, client.ContainerListOptions{All: true, Filters: filter})
	if err != nil {
		return done, err
	}
	for _, c := range containers.Items {
		// The official 2.1.4 image declares a volume: it goes with its container.
		_, err := e.client.ContainerRemove(ctx, c.ID, client.ContainerRemoveOptions{Force: true, RemoveVolumes: true})
		done.Containers += count(err, &failures)
	}
	networks, err := e.client.NetworkList(ctx, client.NetworkListOptions{Filters: filter})
	if err != nil {
		return done, err
	}
	for _, n := range networks.Items {
		_, err := e.client.NetworkRemove(ctx, n.ID, client.NetworkRemoveOptions{})
		done.Networks += count(err, &failures)
	}
	volumes, err := e.client.VolumeList(ctx, client.VolumeListOptions{Filters: filter})
	if err != nil {
		return done, err
	}
	for _, v := range volumes.Items {
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
