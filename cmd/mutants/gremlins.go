package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// tool is the mutation tester; docs/mutants.md names its version too.
const tool = "github.com/go-gremlins/gremlins/cmd/gremlins@v0.6.0"

// Pace is how mutants are tried.
type Pace struct {
	// Workers are tried at once. Patience is how many times longer than the tests
	// of a package without a mutant those with one may take.
	Workers, Patience int
}

//go:embed go.sh
var wrapper []byte

// Gremlins runs the mutation tester on a copy of the repository, so that who
// edits meanwhile disturbs nothing.
type Gremlins struct {
	scratch, root, binary, compiler string
	pace                            Pace
}

// NewGremlins builds the tester in the folder scratch, and copies the repository
// in the working directory there.
func NewGremlins(ctx context.Context, scratch string, pace Pace) (*Gremlins, error) {
	compiler, err := exec.LookPath("go")
	if err != nil {
		return nil, err
	}
	g := &Gremlins{scratch: scratch, root: filepath.Join(scratch, "copy"), binary: filepath.Join(scratch, "bin", "gremlins"), compiler: compiler, pace: pace}
	install := exec.CommandContext(ctx, compiler, "install", tool)
	install.Env = append(os.Environ(), "GOBIN="+filepath.Dir(g.binary))
	install.Stderr = os.Stderr
	if err := install.Run(); err != nil {
		return nil, fmt.Errorf("build %s: %w", tool, err)
	}
	if err := os.CopyFS(g.root, os.DirFS(".")); err != nil {
		return nil, fmt.Errorf("copy the repository: %w", err)
	}
	if err := os.MkdirAll(filepath.Join(scratch, "path"), 0o755); err != nil {
		return nil, err
	}
	return g, os.WriteFile(filepath.Join(scratch, "path", "go"), wrapper, 0o755)
}

// Root is the copy of the repository.
func (g *Gremlins) Root() string { return g.root }

// Unleash tries every mutant of a package. Before, its tests have to pass as
// they are: what fails anyway would kill every mutant.
func (g *Gremlins) Unleash(ctx context.Context, p Package) ([]Mutant, error) {
	path := "./" + p.Path
	if said, err := g.command(ctx, p, filepath.Join(g.scratch, "path", "go"), "test", path).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("the tests fail without a mutant (%w):\n%s", err, said)
	}
	results := filepath.Join(g.scratch, "results.json")
	if err := os.Remove(results); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	args := []string{"unleash", "--output", results, "--output-statuses", "lct",
		"--workers", strconv.Itoa(g.pace.Workers), "--timeout-coefficient", strconv.Itoa(g.pace.Patience),
		"--invert-assignments", "--invert-bwassign", "--invert-logical", "--invert-loopctrl", "--remove-self-assignments",
		"--exclude-files", "/"}
	for _, file := range p.Without {
		args = append(args, "--exclude-files", "^"+file+"$")
	}
	run := g.command(ctx, p, g.binary, append(args, path)...)
	run.Stdout, run.Stderr = os.Stderr, os.Stderr
	if err := run.Run(); err != nil {
		return nil, err
	}
	text, err := os.ReadFile(results)
	if err != nil {
		return nil, fmt.Errorf("read what gremlins found: %w", err)
	}
	return ReadMutants(p, text)
}

// command is a command in the copy of the repository, whose go is the wrapper.
func (g *Gremlins) command(ctx context.Context, p Package, name string, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, name, args...)
	c.Dir = g.root
	c.Env = append(os.Environ(), "PATH="+filepath.Join(g.scratch, "path")+string(os.PathListSeparator)+os.Getenv("PATH"),
		"TMPDIR="+g.scratch, "MUTANTS_GO="+g.compiler, "MUTANTS_TESTS="+p.Tests, "MUTANTS_SKIP="+p.Skip)
	return c
}

// found is what gremlins writes.
type found struct {
	Files []struct {
		Name      string `json:"file_name"`
		Mutations []struct {
			Type   string `json:"type"`
			Status Status `json:"status"`
			Line   int    `json:"line"`
			Column int    `json:"column"`
		} `json:"mutations"`
	} `json:"files"`
}

// ReadMutants reads what gremlins wrote of a package. No mutants at all are an
// error: whatever was meant to be tried was not.
func ReadMutants(p Package, text []byte) ([]Mutant, error) {
	var f found
	if err := json.Unmarshal(text, &f); err != nil {
		return nil, fmt.Errorf("read what gremlins found: %w", err)
	}
	var all []Mutant
	for _, file := range f.Files {
		for _, m := range file.Mutations {
			all = append(all, Mutant{Key: Key{File: p.Path + "/" + file.Name, Mutation: m.Type}, Status: m.Status, Line: m.Line, Column: m.Column})
		}
	}
	if len(all) == 0 {
		return nil, errors.New("gremlins found nothing to change")
	}
	return all, nil
}
