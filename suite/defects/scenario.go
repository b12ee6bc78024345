package defects

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"streampark-regress/harness/model"
	"streampark-regress/harness/report/result"
	"streampark-regress/suite"
)

// Noticed is what a scenario notices.
type Noticed struct {
	// Defects are those it noticed, as "no-expiry on 2.1.4".
	Defects []string
	// Played is how often it was played to its end.
	Played int
}

// ByScenario injects each defect into every release and returns, for each
// scenario by its place, what it noticed. Until caught, a scenario that has
// noticed one defect is not played with the next.
func (b Bench) ByScenario(ctx context.Context, chosen []model.Defect, extent Extent) (map[string]Noticed, error) {
	all := tally{noticed: map[string]Noticed{}}
	group, ctx := b.group(ctx)
	for _, d := range chosen {
		for _, version := range b.Catalogue.Versions() {
			group.Go(func() error {
				rest := b
				if extent == UntilCaught {
					rest.Scenarios = all.without(b.Scenarios)
				}
				found, err := rest.try(ctx, d, version, Everything)
				if errors.Is(err, suite.ErrNothing) {
					return nil
				}
				all.add(found)
				return err
			})
		}
	}
	err := group.Wait()
	for _, n := range all.noticed {
		slices.Sort(n.Defects)
	}
	return all.noticed, err
}

// tally adds up what scenarios notice, each by its place.
type tally struct {
	mu      sync.Mutex
	noticed map[string]Noticed
}

func (t *tally) add(f Found) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, at := range f.played {
		n := t.noticed[at]
		n.Played++
		t.noticed[at] = n
	}
	for _, s := range f.Caught {
		n := t.noticed[place(s)]
		n.Defects = append(n.Defects, f.Defect.Name+" on "+f.Release)
		t.noticed[place(s)] = n
	}
}

// without leaves out the scenarios that have noticed something.
func (t *tally) without(all []suite.Scenario) []suite.Scenario {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(all), func(s suite.Scenario) bool { return len(t.noticed[s.At()].Defects) > 0 })
}

// place is where a scenario stands, as suite.Scenario.At has it.
func place(s result.Scenario) string { return fmt.Sprintf("%s:%d", s.File, s.Line) }
