package settings

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// YAML is the format of StreamPark's config.yaml.
type YAML struct{}

// Set changes a key where it stands, or adds it. A key is a path of mappings
// joined by dots; StreamPark's own file also has keys with dots in them
// (streampark: openapi.white-list), and those are found as well.
func (YAML) Set(text []byte, key, value string) ([]byte, error) {
	lines := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	root, err := mapping(text)
	if err != nil {
		return nil, err
	}
	at, rest := locate(root, strings.Split(key, "."))
	switch {
	case rest == nil:
		line := at.Key.GetToken().Position.Line - 1
		if _, nested := at.Value.(*ast.MappingNode); nested || spans(at) {
			return nil, fmt.Errorf("set %s: line %d holds more than a single value; set a key below it", key, line+1)
		}
		lines[line] = replaceValue(lines[line], at.Key.GetToken().Value, value)
	case at == nil:
		lines = append(lines, "", nested(0, rest, value))
	default:
		if _, ok := at.Value.(*ast.MappingNode); !ok {
			if _, null := at.Value.(*ast.NullNode); !null {
				return nil, fmt.Errorf("set %s: line %d already holds a value", key, at.Key.GetToken().Position.Line)
			}
		}
		position := at.Key.GetToken().Position
		added := nested(childIndent(at), rest, value)
		lines = append(lines[:position.Line], append([]string{added}, lines[position.Line:]...)...)
	}
	return []byte(strings.Join(lines, "\n") + "\n"), nil
}

// Get reads a key.
func (YAML) Get(text []byte, key string) (string, bool, error) {
	root, err := mapping(text)
	if err != nil {
		return "", false, err
	}
	at, rest := locate(root, strings.Split(key, "."))
	if at == nil || rest != nil {
		return "", false, nil
	}
	if _, null := at.Value.(*ast.NullNode); null {
		return "", false, nil
	}
	var value any
	if err := yaml.NodeToValue(at.Value, &value); err != nil {
		return "", false, fmt.Errorf("read %s: %w", key, err)
	}
	return fmt.Sprint(value), true, nil
}

// Entries lists the keys with a single value.
func (YAML) Entries(text []byte) ([]Entry, error) {
	root, err := mapping(text)
	if err != nil {
		return nil, err
	}
	return leaves("", root), nil
}

func leaves(prefix string, m []*ast.MappingValueNode) []Entry {
	var all []Entry
	for _, v := range m {
		key := prefix + v.Key.GetToken().Value
		line := v.Key.GetToken().Position.Line
		switch value := v.Value.(type) {
		case *ast.MappingNode:
			all = append(all, leaves(key+".", value.Values)...)
		case *ast.NullNode:
			all = append(all, Entry{key, "", line})
		default:
			all = append(all, Entry{key, strings.TrimSpace(value.GetToken().Value), line})
		}
	}
	return all
}

// mapping parses a text whose top level is a mapping.
func mapping(text []byte) ([]*ast.MappingValueNode, error) {
	file, err := parser.ParseBytes(text, 0)
	if err != nil {
		return nil, fmt.Errorf("%s", yaml.FormatError(err, false, true))
	}
	for _, doc := range file.Docs {
		switch body := doc.Body.(type) {
		case nil:
		case *ast.MappingNode:
			return body.Values, nil
		case *ast.MappingValueNode:
			return []*ast.MappingValueNode{body}, nil
		default:
			return nil, fmt.Errorf("line %d: expected keys and values", body.GetToken().Position.Line)
		}
	}
	return nil, nil
}

// locate follows a path as far as it goes: the deepest pair found, nil at the
// top level, and the part of the path that is missing.
func locate(m []*ast.MappingValueNode, path []string) (*ast.MappingValueNode, []string) {
	for n := len(path); n > 0; n-- {
		name := strings.Join(path[:n], ".")
		for _, v := range m {
			if v.Key.GetToken().Value != name {
				continue
			}
			if n == len(path) {
				return v, nil
			}
			inner, ok := v.Value.(*ast.MappingNode)
			if !ok {
				return v, path[n:]
			}
			if at, rest := locate(inner.Values, path[n:]); at != nil {
				return at, rest
			}
			return v, path[n:]
		}
	}
	return nil, path
}

// spans reports whether a value goes over more than the line of its key.
func spans(v *ast.MappingValueNode) bool {
	t := v.Value.GetToken()
	return t.Position.Line != v.Key.GetToken().Position.Line && t.Value != "" && !isNull(v)
}

func isNull(v *ast.MappingValueNode) bool {
	_, null := v.Value.(*ast.NullNode)
	return null
}

func childIndent(v *ast.MappingValueNode) int {
	if inner, ok := v.Value.(*ast.MappingNode); ok && len(inner.Values) > 0 {
		return inner.Values[0].Key.GetToken().Position.Column - 1
	}
	return v.Key.GetToken().Position.Column + 1
}

func nested(indent int, path []string, value string) string {
	var b strings.Builder
	for i, name := range path {
		b.WriteString(strings.Repeat(" ", indent+2*i) + name + ":")
		if i == len(path)-1 {
			b.WriteString(" " + quote(value))
		} else {
			b.WriteString("\n")
		}
	}
	return b.String()
}

// replaceValue puts a value behind the key of a line and keeps its comment.
func replaceValue(line, key, value string) string {
	colon := strings.Index(line, key) + len(key)
	colon += strings.Index(line[colon:], ":")
	quoted := rune(0)
	for i, c := range line {
		switch {
		case i <= colon:
		case quoted != 0:
			if c == quoted {
				quoted = 0
			}
		case c == '\'' || c == '"':
			quoted = c
		case c == '#' && (line[i-1] == ' ' || line[i-1] == '\t'):
			return line[:colon+1] + " " + quote(value) + " " + line[i:]
		}
	}
	return line[:colon+1] + " " + quote(value)
}

// quote writes a value so that YAML reads it as that text and Spring, which
// is told the type by the reader, still sees numbers and booleans.
func quote(value string) string {
	plain := value != "" && strings.Trim(value, " ") == value &&
		!strings.ContainsAny(value, "#{}[]&*!|>%@`\"'") && !strings.Contains(value, ": ") && !strings.HasPrefix(value, "-")
	if plain {
		return value
	}
	return "'" + strings.ReplaceAll(value, "'", "''") + "'"
}
