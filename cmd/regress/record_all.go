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
			if n.script.Database == "" || !deployment.IsModel(t.Provider.Target()) {
				n.script.Database = t.database // that of the servers counts; the model stands in for any
			}
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

// elsewhere leaves out the recordings of what another database does than the one
// that is replayed on. The model stands in for each.
func elsewhere(s streams, o *options, all []named, left []string) ([]named, []string, error) {
	on, err := o.oneDatabase()
	if err != nil || o.target == "model" && on == "" {
		return all, left, err
	}
	var kept []named
	for _, n := range all {
		if of, bound := n.want.Bound(); bound && of != on.OrUsual() {
			fmt.Fprintf(s.err, "left out: %s, because it is about %s: give --database %s\n", n.name, of.Title(), of)
			left = append(left, n.name)
			continue
		}
		kept = append(kept, n)
	}
	return kept, left, nil
}
