package schema

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// loaded is a package that was read and type-checked.
type loaded struct {
	folder string
	set    *token.FileSet
	files  []source
	types  *types.Package
	info   *types.Info
}

// source is a file of it.
type source struct {
	name string // absolute
	text []byte
	tree *ast.File
}

// listed is what go list says of a package.
type listed struct {
	ImportPath, Dir, Export string
	GoFiles                 []string
	DepOnly                 bool
}

func load(ctx context.Context, root, folder string) (*loaded, error) {
	target, exports, err := list(ctx, root, folder)
	if err != nil {
		return nil, err
	}
	p := &loaded{folder: target.Dir, set: token.NewFileSet(), info: &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}}
	var trees []*ast.File
	for _, name := range target.GoFiles {
		f := source{name: filepath.Join(target.Dir, name)}
		if f.text, err = os.ReadFile(f.name); err != nil {
			return nil, err
		}
		if f.tree, err = parser.ParseFile(p.set, f.name, f.text, parser.ParseComments|parser.SkipObjectResolution); err != nil {
			return nil, err
		}
		p.files, trees = append(p.files, f), append(trees, f.tree)
	}
	conf := types.Config{Importer: importer.ForCompiler(p.set, "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(exports[path])
	})}
	p.types, err = conf.Check(target.ImportPath, p.set, trees, p.info)
	return p, err
}

// list asks go for the package, and for the files that say what the packages it
// needs export, which are built where they are not.
func list(ctx context.Context, root, folder string) (target listed, exports map[string]string, err error) {
	c := exec.CommandContext(ctx, "go", "list", "-export", "-deps", "-json=ImportPath,Dir,Export,GoFiles,DepOnly", "./"+filepath.ToSlash(folder))
	c.Dir = root
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.Output()
	if err != nil {
		return listed{}, nil, fmt.Errorf("go list: %w\n%s", err, said.String())
	}
	exports = map[string]string{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return target, exports, nil
		} else if err != nil {
			return listed{}, nil, fmt.Errorf("read what go list says: %w", err)
		}
		exports[p.ImportPath] = p.Export
		if !p.DepOnly {
			target = p
		}
	}
}
