// Package schema writes a package of Go so that one program holds all its
// mutants: at each place that one of them would change, the program asks the
// environment variable MUTANT whether to do what is written or the other thing.
// So a package is built once, where a mutation tester that changes the source
// builds it for every mutant. (Untch, Offutt and Harrold call it mutant schemata.)
package schema

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"go/types"
	"os"
	"path/filepath"
	"slices"
)

// Mutation is what is changed.
type Mutation string

// The mutations; all but the last two are named as gremlins names them.
const (
	// Negation: == and !=, < and >=, > and <=, in each other's place.
	Negation Mutation = "CONDITIONALS_NEGATION"
	// Boundary: < and <=, > and >=.
	Boundary Mutation = "CONDITIONALS_BOUNDARY"
	// Logical: && and ||.
	Logical Mutation = "INVERT_LOGICAL"
	// Arithmetic: + and -, * and /, and * for %.
	Arithmetic Mutation = "ARITHMETIC_BASE"
	// Sign: -x becomes x.
	Sign Mutation = "INVERT_NEGATIVES"
	// Step: ++ and --.
	Step Mutation = "INCREMENT_DECREMENT"
	// Assignment: += and its like change as the arithmetic does.
	Assignment Mutation = "INVERT_ASSIGNMENTS"
	// Self: += and its like become =.
	Self Mutation = "REMOVE_SELF_ASSIGNMENTS"
	// Loop: break and continue.
	Loop Mutation = "INVERT_LOOPCTRL"
	// Not: !x becomes x.
	Not Mutation = "REMOVE_NOT"
	// Returned: return true and return false.
	Returned Mutation = "INVERT_RETURNED"
)

// Mutant is a change that the program can make.
type Mutant struct {
	// ID is the value of MUTANT that makes it; 0 makes none.
	ID int
	// File is the file's name in the folder of the package.
	File         string
	Line, Column int
	Mutation     Mutation
}

// Schema is a package with all its mutants.
type Schema struct {
	// Folder is where the package is, as an absolute path.
	Folder  string
	Mutants []Mutant
	// files are the changed ones, by their absolute paths.
	files map[string][]byte
}

//go:embed hook.go.txt
var hook string

// New reads the package in a folder of the module at root, without changing it,
// and makes its mutants. Files named in without have none.
func New(ctx context.Context, root, folder string, without []string) (*Schema, error) {
	p, err := load(ctx, root, folder)
	if err != nil {
		return nil, err
	}
	s := &Schema{Folder: p.folder, files: map[string][]byte{}}
	for _, f := range p.files {
		if slices.Contains(without, filepath.Base(f.name)) {
			continue
		}
		s.files[f.name] = s.rewrite(p, f)
	}
	if len(s.Mutants) == 0 {
		return nil, errors.New("found nothing to change")
	}
	s.files[filepath.Join(p.folder, "mutants_hook.go")] = fmt.Appendf(nil, "package %s\n\n%s", p.types.Name(), hook)
	return s, nil
}

func (s *Schema) rewrite(p *loaded, f source) []byte {
	w := &writer{set: p.set, uses: p.info.Uses, values: p.info.Types, text: f.text, add: func(m Mutant) int {
		m.ID, m.File = len(s.Mutants)+1, filepath.Base(f.name)
		s.Mutants = append(s.Mutants, m)
		return m.ID
	}}
	return w.file(f.tree)
}

// Overlay writes the changed files into scratch, and returns the file for
// go test -overlay that puts them in the place of the package's own.
func (s *Schema) Overlay(scratch string) (string, error) {
	replace := map[string]string{}
	for name, text := range s.files {
		to := filepath.Join(scratch, filepath.Base(name))
		if err := os.WriteFile(to, text, 0o644); err != nil {
			return "", err
		}
		replace[name] = to
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	name := filepath.Join(scratch, "overlay.json")
	return name, os.WriteFile(name, text, 0o644)
}

// plain reports whether a type is bool itself, and not one made from it.
func plain(t types.Type) bool {
	return t != nil && types.Identical(types.Default(t), types.Typ[types.Bool])
}

func numeric(t types.Type) bool {
	if t == nil {
		return false
	}
	b, is := t.Underlying().(*types.Basic)
	return is && b.Info()&(types.IsInteger|types.IsFloat) != 0
}
