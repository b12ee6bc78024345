package document

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// source is the text that nodes come from, for error messages.
type source struct {
	name  string
	lines []string
}

// Read reads a YAML text of one document. The name is that of its file; errors
// begin with it. What is no text at all is an error that shows nothing of it.
func Read(name string, text []byte) (*Node, error) {
	if err := binary(name, text); err != nil {
		return nil, err
	}
	text = bytes.ReplaceAll(bytes.TrimPrefix(text, []byte("\ufeff")), []byte("\r\n"), []byte("\n"))
	r := &reader{source: &source{name, strings.Split(string(text), "\n")}, anchors: map[string]*Node{}}
	start := &Node{Line: 1, Column: 1, source: r.source}
	file, err := parser.ParseBytes(text, 0)
	if err != nil {
		var where yaml.Error
		if errors.As(err, &where) && where.GetToken() != nil {
			return nil, r.at(where.GetToken(), Empty).Errorf("%s", where.GetMessage())
		}
		return nil, start.Errorf("%v", err)
	}
	switch {
	case len(file.Docs) == 0 || file.Docs[0].Body == nil:
		return nil, start.Errorf("there is nothing in it")
	case len(file.Docs) > 1:
		return nil, r.at(file.Docs[1].Start, Empty).Errorf("a second document begins here, and only the first is read")
	}
	return r.node(file.Docs[0].Body)
}

// binary finds the first byte that no YAML text has in it.
func binary(name string, text []byte) error {
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size == 1 || unicode.IsControl(r) && !strings.ContainsRune("\t\n\r\u0085", r) {
			before := text[:at]
			line := bytes.Count(before, []byte("\n")) + 1
			column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
			return &Error{File: name, Line: line, Column: column, Message: fmt.Sprintf("this is not text: the byte 0x%02x stands here, and YAML is written in UTF-8", text[at])}
		}
		at += size
	}
	return nil
}

// reader turns the parser's tree into nodes.
type reader struct {
	source  *source
	anchors map[string]*Node
}

// at is a node where a token stands.
func (r *reader) at(t *token.Token, kind Kind) *Node {
	n := &Node{Kind: kind, Line: 1, Column: 1, source: r.source}
	if t != nil && t.Position != nil {
		n.Line, n.Column = t.Position.Line, t.Position.Column
	}
	return n
}

func (r *reader) node(a ast.Node) (*Node, error) {
	n := r.at(a.GetToken(), Text)
	switch a := a.(type) {
	case *ast.StringNode:
		n.text = a.Value
	case *ast.LiteralNode:
		n.text = a.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		n.Kind, n.text = Number, a.GetToken().Value
	case *ast.BoolNode:
		n.Kind, n.text = Bool, fmt.Sprint(a.Value)
	case *ast.NullNode:
		n.Kind = Empty
	case *ast.SequenceNode:
		return r.list(n, a)
	case ast.MapNode:
		return r.mapping(n, a)
	case *ast.AnchorNode:
		value, err := r.node(a.Value)
		if err == nil {
			r.anchors[a.Name.GetToken().Value] = value
		}
		return value, err
	case *ast.AliasNode:
		name := a.Value.GetToken().Value
		value, known := r.anchors[name]
		if !known {
			return nil, n.Errorf("*%s: there is no &%s before it", name, name)
		}
		return value, nil
	default:
		return nil, n.Errorf("%s is not supported here", a.Type())
	}
	return n, nil
}

func (r *reader) list(n *Node, a *ast.SequenceNode) (*Node, error) {
	n.Kind = List
	for _, v := range a.Values {
		item, err := r.node(v)
		if err != nil {
			return nil, err
		}
		n.items = append(n.items, item)
	}
	return n, nil
}

func (r *reader) mapping(n *Node, a ast.MapNode) (*Node, error) {
	n.Kind = Mapping
	for i := a.MapRange(); i.Next(); {
		var name ast.Node = i.Key()
		if explicit, ok := name.(*ast.MappingKeyNode); ok {
			name = explicit.Value
		}
		if i.Key().IsMergeKey() {
			return nil, r.at(name.GetToken(), Empty).Errorf("merge keys (<<) are not supported here")
		}
		key, err := r.node(name)
		if err != nil {
			return nil, err
		}
		value, err := r.node(i.Value())
		if err != nil {
			return nil, err
		}
		if value.Kind == Empty {
			value.Line, value.Column = key.Line, key.Column
		}
		n.pairs = append(n.pairs, pair{key, value})
	}
	// A block of keys begins with its first key, and the parser says where the
	// colon after it stands.
	if len(n.pairs) > 0 && n.pairs[0].key.Line <= n.Line && n.pairs[0].key.Column < n.Column {
		n.Line, n.Column = n.pairs[0].key.Line, n.pairs[0].key.Column
	}
	return n, nil
}
