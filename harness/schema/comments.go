package schema

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
)

// Comments reads what the comments in a package's source say of its types and
// their fields, by "Type" and "Type.Field", each in one line.
func Comments(folder string) (map[string]string, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return nil, fmt.Errorf("list the source of %s: %w", folder, err)
	}
	about := map[string]string{}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			return nil, fmt.Errorf("read the comments of %s: %w", name, err)
		}
		for _, d := range file.Decls {
			declared, ok := d.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, s := range declared.Specs {
				if t, ok := s.(*ast.TypeSpec); ok {
					typed(about, declared.Doc, t)
				}
			}
		}
	}
	return about, nil
}

func typed(about map[string]string, doc *ast.CommentGroup, t *ast.TypeSpec) {
	about[t.Name.Name] = line(doc)
	fields, ok := t.Type.(*ast.StructType)
	if !ok {
		return
	}
	for _, f := range fields.Fields.List {
		for _, name := range f.Names {
			about[t.Name.Name+"."+name.Name] = line(f.Doc)
		}
	}
}

func line(doc *ast.CommentGroup) string { return strings.Join(strings.Fields(doc.Text()), " ") }
