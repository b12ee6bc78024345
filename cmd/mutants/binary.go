package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"streampark-regress/cmd/mutants/schema"
)

// Binary is the tests of a package with all its mutants in one program.
type Binary struct {
	pkg     Package
	scratch string
	schema  *schema.Schema
}

// Build makes the mutants of a package of the module at root, and builds them in
// scratch, an empty folder. The files of the package stay as they are.
func Build(ctx context.Context, root, scratch string, p Package) (*Binary, error) {
	s, err := schema.New(ctx, root, filepath.FromSlash(p.Path), p.Without)
	if err != nil {
		return nil, err
	}
	b := &Binary{pkg: p, scratch: scratch, schema: s}
	overlay, err := s.Overlay(scratch)
	if err != nil {
		return nil, err
	}
	if err := os.Mkdir(b.temporary(), 0o755); err != nil {
		return nil, err
	}
	// What vet says is not what a test found, and nobody looks at the binary with
	// a debugger.
	c := exec.CommandContext(ctx, "go", "test", "-c", "-vet=off", "-ldflags=-w", "-overlay", overlay, "-o", b.program(), "./"+p.Path)
	c.Dir = root
	if said, err := combined(c); err != nil {
		return nil, fmt.Errorf("build the mutants: %w\n%s", err, said)
	}
	return b, nil
}

func (b *Binary) program() string   { return filepath.Join(b.scratch, "package.test") }
func (b *Binary) temporary() string { return filepath.Join(b.scratch, "tmp") }

// Mutants are those of the package, none of them tried, with their full keys.
func (b *Binary) Mutants() ([]Mutant, error) {
	mutants := make([]Mutant, len(b.schema.Mutants))
	for i, m := range b.schema.Mutants {
		mutants[i] = Mutant{ID: m.ID, Key: Key{File: b.pkg.Path + "/" + m.File, Mutation: string(m.Mutation)}, Line: m.Line, Column: m.Column}
	}
	return mutants, Locate(b.schema.Folder, mutants)
}

// Unchanged runs the tests without a mutant. They have to pass: what fails anyway
// would kill every mutant.
func (b *Binary) Unchanged(ctx context.Context) error {
	if said, err := combined(b.command(ctx, 0)); err != nil {
		return fmt.Errorf("the tests fail without a mutant (%w):\n%s", err, said)
	}
	return nil
}

// Try runs the tests with a mutant, for as long as the limit says. Only what the
// tests say is a status: that the context ended is an error.
func (b *Binary) Try(ctx context.Context, id int, limit time.Duration) (Status, error) {
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	err := run(b.command(limited, id))
	_, failed := errors.AsType[*exec.ExitError](err)
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case err == nil:
		return Lived, nil
	case limited.Err() != nil:
		return TimedOut, nil
	case failed:
		return Killed, nil
	}
	return "", fmt.Errorf("run the tests with mutant %d: %w", id, err)
}

// command runs the tests where go test does, with one mutant. -short leaves out
// what starts containers; the limit is the context's, which reaches what the tests
// have started too.
func (b *Binary) command(ctx context.Context, id int) *exec.Cmd {
	c := command(ctx, b.program(), "-test.short", "-test.failfast", "-test.timeout=0", "-test.run="+b.pkg.Tests, "-test.skip="+b.pkg.Skip)
	c.Dir = b.schema.Folder
	c.Env = append(os.Environ(), "MUTANT="+strconv.Itoa(id), "TMPDIR="+b.temporary())
	return c
}
