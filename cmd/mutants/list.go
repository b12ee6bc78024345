package main

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"streampark-regress/harness/document"
)

// List is docs/mutants.yaml.
type List struct {
	Packages  []Package     `yaml:"packages" rule:"required,nonempty"`
	Explained []Explanation `yaml:"explained"`
}

// Package is a package to mutate.
type Package struct {
	// Path is the folder in the repository.
	Path string `yaml:"path" rule:"required"`
	// Without lists files that are left out. Tests is a pattern of the tests that
	// run, as of go test -run, and Skip one of those that do not. Why says why.
	Without []string `yaml:"without" rule:"unique"`
	Tests   string   `yaml:"tests"`
	Skip    string   `yaml:"skip"`
	Why     string   `yaml:"why"`
}

// Explanation says why a mutant lives.
type Explanation struct {
	File     string `yaml:"file" rule:"required"`
	Func     string `yaml:"func"`
	Mutation string `yaml:"mutation" rule:"required"`
	Code     string `yaml:"code" rule:"required"`
	// Nth is 1 where the key has none.
	Nth int    `yaml:"nth" rule:"positive"`
	Why string `yaml:"why" rule:"required"`
}

func (e Explanation) key() Key {
	return Key{File: e.File, Func: e.Func, Mutation: e.Mutation, Code: e.Code, Nth: max(e.Nth, 1)}
}

// ReadList reads the list; unknown keys, parts left out without a reason, and two
// explanations for one mutant are errors.
func ReadList(name string, text []byte) (List, error) {
	root, err := document.Read(name, text)
	if err != nil {
		return List{}, err
	}
	var l List
	if wrong := (document.Decoder{}).Decode(root, &l); len(wrong) > 0 {
		return List{}, document.Join(wrong)
	}
	for _, p := range l.Packages {
		if (len(p.Without) > 0 || p.Tests+p.Skip != "") && p.Why == "" {
			return List{}, fmt.Errorf("%s: %s leaves something out: write why", name, p.Path)
		}
	}
	seen := map[Key]bool{}
	for _, e := range l.Explained {
		if !slices.ContainsFunc(l.Packages, func(p Package) bool { return p.Path == path.Dir(e.File) }) {
			return List{}, fmt.Errorf("%s: %s is explained, and %s is not among the packages", name, e.File, path.Dir(e.File))
		}
		if seen[e.key()] {
			return List{}, fmt.Errorf("%s: two explanations for the %s of %s, %q: give the later one an nth", name, e.Mutation, e.File, e.Code)
		}
		seen[e.key()] = true
	}
	return l, nil
}

// Choose is the packages with these paths, or all where none is named.
func (l List) Choose(paths []string) ([]Package, error) {
	if len(paths) == 0 {
		return l.Packages, nil
	}
	known := map[string]Package{}
	var names []string
	for _, p := range l.Packages {
		known[p.Path] = p
		names = append(names, p.Path)
	}
	var chosen []Package
	for _, name := range paths {
		p, is := known[path.Clean(name)]
		if !is {
			return nil, fmt.Errorf("package %s is not on the list: choose from %s", name, strings.Join(names, ", "))
		}
		chosen = append(chosen, p)
	}
	return chosen, nil
}

// Judge sorts the mutants of a package by what is known of them.
func (l List) Judge(p Package, mutants []Mutant) Report {
	why := map[Key]Explanation{}
	for _, e := range l.Explained {
		if path.Dir(e.File) == p.Path {
			why[e.key()] = e
		}
	}
	r := Report{Package: p, Count: map[Status]int{}}
	for _, m := range mutants {
		r.Count[m.Status]++
		e, explained := why[m.Key]
		delete(why, m.Key)
		switch {
		case m.Noticed() && explained:
			r.Noticed = append(r.Noticed, m)
		case m.Noticed():
		case explained:
			r.Explained = append(r.Explained, Survivor{m, e.Why})
		default:
			r.Unexplained = append(r.Unexplained, m)
		}
	}
	for _, e := range l.Explained { // in their order
		if _, left := why[e.key()]; left {
			r.Dangling = append(r.Dangling, e)
		}
	}
	return r
}
