// Package explore runs random sequences of operations on a deployment and on
// the model at once and looks for answers and effects that differ. Where one does, either
// the model is wrong and is fixed, or the release has surprised us.
//
//	found, err := explore.Run(ctx, target, model, explore.Options{Steps: 2000, Seed: 1})
//
// A sequence has a user of its own, so that a difference can be made shorter
// by playing parts of the sequence again on the same deployments.
package explore

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/streampark"
)

// Options of an exploration.
type Options struct {
	// Steps is how many operations to play.
	Steps int
	// Seed makes the sequences the same again.
	Seed uint64
	// Restarts is how many in a thousand operations restart the servers.
	Restarts int
	// Report tells how it goes on.
	Report func(string)
}

// users are the kinds of users that sequences have; two in three are
// administrators, because there is little that others may do.
func users() []streampark.UserKind {
	return []streampark.UserKind{streampark.PlainUser, streampark.Administrator, streampark.Administrator}
}

// length is how many operations a sequence has.
const length = 25

// Difference is a sequence after which the two sides answered differently.
type Difference struct {
	Seed       uint64
	Operations []Operation
	// Target and Model are their answers to the last operation, and what a start
	// or cancel did.
	Target, Model string
}

func (d Difference) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "after %d operations (seed %d):\n", len(d.Operations), d.Seed)
	for i, o := range d.Operations {
		fmt.Fprintf(&b, "  %2d. %s\n", i+1, o)
	}
	fmt.Fprintf(&b, "  target: %s\n  model:  %s", d.Target, d.Model)
	return b.String()
}

// Found is what an exploration came to.
type Found struct {
	Steps, Sequences int
	// Kinds counts the operations that were played, by name.
	Kinds       map[string]int
	Differences []Difference
}

// explorer plays sequences on two sides.
type explorer struct {
	target, model deployment.Deployment
	options       Options
	sequence      int
	found         Found
}

// Run plays sequences until so many operations were played. It stops after ten
// differences: they are usually one.
func Run(ctx context.Context, target, model deployment.Deployment, o Options) (Found, error) {
	e := &explorer{target: target, model: model, options: o, found: Found{Kinds: map[string]int{}}}
	for seed := o.Seed; e.found.Steps < o.Steps && len(e.found.Differences) < 10; seed++ {
		random := rand.New(rand.NewPCG(seed, 3933))
		operations := generate(random, length, o.Restarts)
		kind := users()[random.IntN(len(users()))]
		// The last sequence is only begun.
		operations = operations[:min(length, o.Steps-e.found.Steps)]
		n, d, err := e.play(ctx, operations, kind)
		if err != nil {
			return e.found, fmt.Errorf("sequence of seed %d: %w", seed, err)
		}
		for _, op := range operations[:n] {
			e.found.Kinds[op.Kind.String()]++
		}
		e.found.Steps += n
		e.found.Sequences++
		if d != nil {
			d.Seed = seed
			o.Report(fmt.Sprintf("seed %d: a difference after %d operations; making it shorter", seed, n))
			shortest, err := e.shrink(ctx, *d, kind)
			if err != nil {
				return e.found, err
			}
			e.found.Differences = append(e.found.Differences, shortest)
		}
		o.Report(fmt.Sprintf("%d of %d operations, %d differences", e.found.Steps, o.Steps, len(e.found.Differences)))
	}
	return e.found, nil
}

// play plays a sequence with a fresh user on both sides. It returns how many
// operations were played and the difference at the last one, if any.
func (e *explorer) play(ctx context.Context, operations []Operation, kind streampark.UserKind) (int, *Difference, error) {
	e.sequence++
	var sides [2]*side
	for i, d := range []deployment.Deployment{e.target, e.model} {
		s, err := newSide(ctx, d, e.sequence, kind)
		if err != nil {
			return 0, nil, err
		}
		sides[i] = s
	}
	for n, op := range operations {
		var answers [2]string
		for i, s := range sides {
			a, err := s.apply(ctx, op)
			if err != nil {
				return n, nil, fmt.Errorf("%s on %s: %w", op, s.deployment.Target(), err)
			}
			answers[i] = a
		}
		if answers[0] != answers[1] {
			return n + 1, &Difference{Operations: operations[:n+1], Target: answers[0], Model: answers[1]}, nil
		}
	}
	return len(operations), nil, nil
}

// most is how many times a sequence is played again to make it shorter.
const most = 60

// shrink leaves out operations, many at a time and then fewer, as long as a
// difference is left.
func (e *explorer) shrink(ctx context.Context, d Difference, kind streampark.UserKind) (Difference, error) {
	plays := 0
	for chunk := len(d.Operations) / 2; chunk > 0; {
		shorter := false
		for i := 0; i+chunk < len(d.Operations) && plays < most; {
			rest := append(append([]Operation{}, d.Operations[:i]...), d.Operations[i+chunk:]...)
			plays++
			_, again, err := e.play(ctx, rest, kind)
			if err != nil {
				return d, err
			}
			if again == nil {
				i += chunk
				continue
			}
			again.Seed = d.Seed
			d, shorter = *again, true
		}
		if !shorter || chunk > 1 {
			chunk /= 2
		}
	}
	return d, nil
}
