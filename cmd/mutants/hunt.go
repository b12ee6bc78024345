package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"
)

// Hunt is how mutants are tried.
type Hunt struct {
	// Workers are tried at once.
	Workers int
	// Patience is how many times longer than the tests of a package without a
	// mutant those with one may take, and Least the time that they have anyway.
	Patience int
	Least    time.Duration
	// Log is told how far the hunt is.
	Log io.Writer
}

// Packages tries every mutant of packages of the module in the working directory,
// and reports what the list says of them.
func (h Hunt) Packages(ctx context.Context, l List, packages []Package) (reports []Report, err error) {
	scratch, err := os.MkdirTemp("", "mutants-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()
	for _, p := range packages {
		fmt.Fprintf(h.Log, "\n== %s\n", p.Path)
		mutants, err := h.Package(ctx, ".", scratch, p)
		if err != nil {
			return nil, fmt.Errorf("mutate %s: %w", p.Path, err)
		}
		reports = append(reports, l.Judge(p, mutants))
	}
	return reports, nil
}

// Package tries every mutant of a package of the module at root. Scratch is a
// folder that there is, for what is built.
func (h Hunt) Package(ctx context.Context, root, scratch string, p Package) (_ []Mutant, err error) {
	if scratch, err = os.MkdirTemp(scratch, filepath.Base(p.Path)+"-"); err != nil {
		return nil, err
	}
	b, err := Build(ctx, root, scratch, p)
	if err != nil {
		return nil, err
	}
	mutants, err := b.Mutants()
	if err != nil {
		return nil, err
	}
	took, err := h.unchanged(ctx, b)
	if err != nil {
		return nil, err
	}
	limit := max(h.Least, time.Duration(h.Patience)*took)
	fmt.Fprintf(h.Log, "%d mutants; without one the tests take %v, with one they have %v\n", len(mutants), took.Round(time.Millisecond), limit.Round(time.Millisecond))
	if err := h.all(ctx, b, mutants, limit); err != nil {
		return nil, err
	}
	return mutants, h.late(ctx, b, mutants, limit)
}

// unchanged runs the tests without a mutant, as many at once as with one, for they
// may be in each other's way too, and says how long they took.
func (h Hunt) unchanged(ctx context.Context, b *Binary) (time.Duration, error) {
	begun := time.Now()
	group, ctx := errgroup.WithContext(ctx)
	for range h.Workers {
		group.Go(func() error { return b.Unchanged(ctx) })
	}
	err := group.Wait()
	return time.Since(begun), err
}

// all tries the mutants, some at once.
func (h Hunt) all(ctx context.Context, b *Binary, mutants []Mutant, limit time.Duration) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(h.Workers)
	for i := range mutants {
		group.Go(func() (err error) {
			if mutants[i].Status, err = b.Try(ctx, mutants[i].ID, limit); err == nil && mutants[i].Status != Killed {
				fmt.Fprintln(h.Log, mutants[i])
			}
			return err
		})
	}
	return group.Wait()
}

// late tries those again that had no end, one after the other, for on a busy
// machine others may have been the reason.
func (h Hunt) late(ctx context.Context, b *Binary, mutants []Mutant, limit time.Duration) (err error) {
	const longer = 3
	for i := range mutants {
		if m := &mutants[i]; m.Status == TimedOut {
			if m.Status, err = b.Try(ctx, m.ID, longer*limit); err != nil {
				return err
			}
			fmt.Fprintf(h.Log, "%v, when tried again\n", m)
		}
	}
	return nil
}
