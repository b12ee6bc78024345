package main

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Status is how a mutant ended.
type Status string

const (
	// Killed: a test failed.
	Killed Status = "killed"
	// Lived: every test passed.
	Lived Status = "lived"
	// TimedOut: the tests did not end.
	TimedOut Status = "timed out"
)

// Key names a mutant in a way that other lines of the file do not change.
type Key struct {
	File string
	// Func is the function around it, with its receiver's type: "Run.Verdict".
	Func string
	// Mutation is what is changed: "CONDITIONALS_BOUNDARY".
	Mutation string
	// Code is the line, without the space around it.
	Code string
	// Nth counts the mutants that are equal in all that, from 1.
	Nth int
}

// Mutant is a change, and what became of it.
type Mutant struct {
	Key
	// ID is its number in the program that makes it.
	ID           int
	Status       Status
	Line, Column int
}

// Noticed reports whether a test found the change.
func (m Mutant) Noticed() bool { return m.Status == Killed }

func (m Mutant) String() string {
	return fmt.Sprintf("%s:%d:%d  %s  %s  %s", m.File, m.Line, m.Column, m.Status, m.Mutation, m.Code)
}

// Locate completes the keys of mutants of one folder by what the files in it
// say at their lines, and sorts them.
func Locate(folder string, mutants []Mutant) error {
	slices.SortFunc(mutants, func(a, b Mutant) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Mutation, b.Mutation))
	})
	files := map[string]*source{}
	seen := map[Key]int{}
	for i := range mutants {
		m := &mutants[i]
		s, read := files[m.File]
		if !read {
			var err error
			if s, err = readSource(filepath.Join(folder, path.Base(m.File))); err != nil {
				return err
			}
			files[m.File] = s
		}
		if m.Line < 1 || m.Line > len(s.lines) {
			return fmt.Errorf("%s has no line %d", m.File, m.Line)
		}
		m.Func, m.Code = s.function(m.Line), strings.TrimSpace(s.lines[m.Line-1])
		seen[m.Key]++
		m.Nth = seen[m.Key]
	}
	return nil
}

// source is a file of Go.
type source struct {
	lines []string
	set   *token.FileSet
	file  *ast.File
}

func readSource(name string) (*source, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	s := &source{lines: strings.Split(string(text), "\n"), set: token.NewFileSet()}
	s.file, err = parser.ParseFile(s.set, name, text, parser.SkipObjectResolution)
	return s, err
}

// function is the function around a line; none has no name.
func (s *source) function(line int) string {
	for _, d := range s.file.Decls {
		f, is := d.(*ast.FuncDecl)
		if !is || line < s.set.Position(f.Pos()).Line || line > s.set.Position(f.End()).Line {
			continue
		}
		if f.Recv == nil {
			return f.Name.Name
		}
		return receiver(f.Recv.List[0].Type) + "." + f.Name.Name
	}
	return ""
}

func receiver(t ast.Expr) string {
	switch t := t.(type) {
	case *ast.StarExpr:
		return receiver(t.X)
	case *ast.IndexExpr:
		return receiver(t.X)
	case *ast.Ident:
		return t.Name
	}
	return ""
}
