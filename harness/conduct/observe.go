package conduct

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/recording"
	"streampark-regress/harness/release"
	"streampark-regress/harness/shipped"
)

// quiet is how long a server has to log nothing after its start for the start to be
// over, and quietWithin how long that is waited for.
const (
	quiet       = 3 * time.Second
	quietWithin = time.Minute
)

// Comparison is what to observe, and on what.
type Comparison struct {
	Provider  deployment.Provider
	Catalogue *release.Catalogue
	From, To  release.Release
	// Database is the product that keeps the rows, empty for the usual one.
	Database database.Product
	// Scripts are replayed on both; whose release they name makes no difference.
	Scripts []recording.Script
	// Declared reports whether a change is known. Of one that is not, its script is
	// replayed once more on both: what does not show again is no change, and could not
	// be found out. Nil is for none.
	Declared func(shipped.Change) bool
	// AtOnce is how many servers may run at the same time.
	AtOnce int
	// Report tells how it goes on. It is called by several at once.
	Report deployment.Report
}

// observer gathers what several servers do at once.
type observer struct {
	Comparison
	mu    sync.Mutex
	found Found
}

// Observe starts both releases, again and again, and gathers what they do. The error
// is for a server that does not come up or cannot be upgraded; a script that cannot
// be replayed is told in what was found.
func (c Comparison) Observe(ctx context.Context) (Found, error) {
	o := &observer{Comparison: c}
	o.found.Database = c.Database
	o.found.Before.log, o.found.After.log = map[string]int{}, map[string]int{}
	group, within := errgroup.WithContext(ctx)
	group.SetLimit(max(c.AtOnce, 1))
	group.Go(func() error { return o.upgraded(within) })
	group.Go(func() error { return o.fresh(within) })
	first := o.replayed(within, group, c.Scripts, "")
	if err := group.Wait(); err != nil {
		return o.found, err
	}
	return o.found, o.confirm(ctx, first)
}

// label is a script in words.
func label(s recording.Script) string {
	words := []string{s.Suite}
	for _, set := range s.Settings {
		words = append(words, "with "+set.Key+"="+set.Value)
	}
	return strings.Join(words, " ")
}

// upgraded starts the earlier release and makes it the later one.
func (o *observer) upgraded(ctx context.Context) (err error) {
	d, err := o.watched(&o.found.Before).Start(ctx, "from-upgraded", o.spec(o.From), o.report(o.From.Version+", to be upgraded"))
	if err != nil {
		return fmt.Errorf("start %s: %w", o.From.Version, err)
	}
	defer func() { err = errors.Join(err, d.Close(context.WithoutCancel(ctx))) }()
	ran, err := d.Upgrade(ctx, o.To, o.report(o.From.Version+", to be upgraded"))
	if err != nil {
		return fmt.Errorf("upgrade %s to %s: %w", o.From.Version, o.To.Version, err)
	}
	layout, err := d.Database().Layout(ctx)
	o.mu.Lock()
	defer o.mu.Unlock()
	o.found.Ran, o.found.Upgraded = ran, layout
	return err
}

// fresh starts the later release and looks at what its tables are made of.
func (o *observer) fresh(ctx context.Context) (err error) {
	d, err := o.watched(&o.found.After).Start(ctx, "to-fresh", o.spec(o.To), o.report(o.To.Version+", fresh"))
	if err != nil {
		return fmt.Errorf("start %s: %w", o.To.Version, err)
	}
	defer func() { err = errors.Join(err, d.Close(context.WithoutCancel(ctx))) }()
	layout, err := d.Database().Layout(ctx)
	o.mu.Lock()
	defer o.mu.Unlock()
	o.found.After.Layout = layout
	return err
}

func (o *observer) spec(r release.Release) deployment.Spec {
	return deployment.Spec{Release: r, Database: o.Database}
}

func (o *observer) report(name string) deployment.Report {
	return func(detail string) { o.Report(name + ": " + detail) }
}
