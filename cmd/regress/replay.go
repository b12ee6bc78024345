package main

import (
	"context"
	"fmt"
	"sync"

	"golang.org/x/sync/errgroup"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/recording"
)

// modelsAtOnce is how many recordings are replayed on models at the same time: most
// of it is waiting for submissions to end.
const modelsAtOnce = 4

// made is what came of recording what a recording holds once more.
type made struct {
	got *recording.Recording
	err error
}

// recordAll records what recordings hold once more, one after the other but for
// the model's. What it returns last waits for all that were begun.
func recordAll(ctx context.Context, s streams, t target, all []named) (each []chan made, wait func()) {
	for range all {
		each = append(each, make(chan made, 1))
	}
	var group errgroup.Group
	group.SetLimit(1)
	if deployment.IsModel(t.Provider.Target()) {
		group.SetLimit(modelsAtOnce)
	}
	var telling sync.Mutex
	begun := make(chan struct{})
	go func() {
		defer close(begun)
		for i, n := range all {
			group.Go(func() error {
				tell := progress(s, n.name)
				report := func(detail string) {
					telling.Lock()
					defer telling.Unlock()
					tell(detail)
				}
				got, err := recording.Record(ctx, t.Provider, t.catalogue, n.script, fmt.Sprintf("verify-%d", i+1), report)
				each[i] <- made{got, err}
				return nil
			})
		}
	}()
	return each, func() {
		<-begun
		_ = group.Wait() // each tells its own error
	}
}
