package conduct

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/recording"
	"streampark-regress/harness/release"
	"streampark-regress/harness/shipped"
)

// round is what a script came to on both; a recording is nil where it could not be
// replayed.
type round struct {
	script        recording.Script
	before, after *recording.Recording
}

// pairs are the exchanges of a round.
func (r round) pairs() []pair {
	var f Found
	f.keep(r)
	return f.pairs()
}

// keep keeps what a round came to, if it came to something on both.
func (f *Found) keep(r round) {
	if r.before != nil && r.after != nil {
		f.Before.keep(r.script, r.before)
		f.After.keep(r.script, r.after)
	}
}

// replayed replays scripts on both, within a group. What it returns is there once the
// group has ended, in the order of the scripts, whichever ends first. The names of
// the servers end as it is said.
func (o *observer) replayed(ctx context.Context, group *errgroup.Group, scripts []recording.Script, end string) []round {
	all := make([]round, len(scripts))
	for i, script := range scripts {
		all[i].script = script
		group.Go(func() (err error) {
			all[i].before, err = o.replay(ctx, fmt.Sprintf("from-%d%s", i+1, end), script, o.From, &o.found.Before)
			return err
		})
		group.Go(func() (err error) {
			all[i].after, err = o.replay(ctx, fmt.Sprintf("to-%d%s", i+1, end), script, o.To, &o.found.After)
			return err
		})
	}
	return all
}

// replay replays a script on a release. There is nothing where that was not
// possible, and what was found says why.
func (o *observer) replay(ctx context.Context, name string, s recording.Script, on release.Release, side *Side) (*recording.Recording, error) {
	s.Release, s.Database = on.Version, o.Database
	made, err := recording.Record(ctx, o.watched(side), o.Catalogue, s, name, o.report(on.Version+", "+label(s)))
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err == nil {
		return made, nil
	}
	if _, down := errors.AsType[*deployment.StartError](err); down {
		return nil, fmt.Errorf("start %s for %s: %w", on.Version, label(s), err)
	}
	o.miss(fmt.Sprintf("%s on %s: %v", label(s), on.Version, err))
	return nil, nil
}

func (o *observer) miss(what string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.found.Missed = append(o.found.Missed, what)
}

// confirm keeps what the first round came to. A change that nobody declared has to
// show in a second round: where two things happen at once, as in a start right after
// a start, a busy machine is enough to have either come first.
func (o *observer) confirm(ctx context.Context, first []round) error {
	var doubted []recording.Script
	for _, r := range first {
		o.found.keep(r)
		if len(o.surprises(r)) > 0 {
			doubted = append(doubted, r.script)
		}
	}
	o.found.OneSided = o.found.oneSided()
	group, within := errgroup.WithContext(ctx)
	group.SetLimit(max(o.AtOnce, 1))
	second := o.replayed(within, group, doubted, "-again")
	if err := group.Wait(); err != nil {
		return err
	}
	again := map[surprise]bool{}
	for _, r := range second {
		for _, s := range o.surprises(r) {
			again[s] = true
		}
	}
	for _, r := range first {
		for _, s := range o.surprises(r) {
			if !again[s] && !slices.Contains(o.found.unsteady, s.at) {
				o.found.unsteady = append(o.found.unsteady, s.at)
				o.miss(fmt.Sprintf("%s: %s, and not so the second time: run it again where less is going on", s.at, s.name))
			}
		}
	}
	return nil
}

// surprise is a change that nobody declared, where one exchange shows it.
type surprise struct {
	kind     release.ChangeKind
	name, at string
}

func (o *observer) surprises(r round) []surprise {
	var all []surprise
	for _, c := range differing(r.pairs()) {
		if o.known(c) {
			continue
		}
		for _, at := range c.At {
			all = append(all, surprise{c.Kind, c.Name, at})
		}
	}
	return all
}

func (o *observer) known(c shipped.Change) bool { return o.Declared != nil && o.Declared(c) }
