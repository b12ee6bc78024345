// Package document reads YAML into Go values, strictly: a key that a type does
// not have, one that it needs and that is missing, a value of another kind or
// form than it should be is an error with file, line and column. A catalogue
// that is read leniently answers a slip of the pen with a wrong verdict.
package document

import "slices"

// Kind is what a piece of YAML is.
type Kind int

// The kinds.
const (
	// Empty is a key without a value, or null.
	Empty Kind = iota
	Text
	Number
	Bool
	List
	Mapping
)

func (k Kind) String() string {
	return [...]string{"nothing", "text", "a number", "true or false", "a list", "a mapping"}[k]
}

// Node is a piece of a YAML text and where it stands. Nodes do not change:
// whatever changes one returns another.
type Node struct {
	Kind Kind
	// Line and Column are where it begins, counted from 1.
	Line, Column int

	text   string
	items  []*Node
	pairs  []pair
	source *source
	// laid is set for a mapping that lies over a base.
	laid bool
}

// pair is a key of a mapping with its value.
type pair struct{ key, value *Node }

// Text is a scalar as it is written, without quotes; empty for other kinds.
func (n *Node) Text() string {
	if n == nil {
		return ""
	}
	return n.text
}

// Items are the items of a list; none for other kinds.
func (n *Node) Items() []*Node {
	if n == nil {
		return nil
	}
	return n.items
}

// Keys are the keys of a mapping, in their order; none for other kinds.
func (n *Node) Keys() []*Node {
	if n == nil {
		return nil
	}
	var keys []*Node
	for _, p := range n.pairs {
		keys = append(keys, p.key)
	}
	return keys
}

// Get is the value of a key, or nil.
func (n *Node) Get(key string) *Node {
	if n == nil {
		return nil
	}
	for _, p := range n.pairs {
		if p.key.text == key {
			return p.value
		}
	}
	return nil
}

// Find follows keys (string) and positions in lists (int) as far as they lead,
// and returns where it came to. What is missing is reported there.
func (n *Node) Find(path ...any) *Node {
	at := n
	for _, step := range path {
		var next *Node
		switch step := step.(type) {
		case string:
			next = at.Get(step)
		case int:
			if items := at.Items(); step < len(items) {
				next = items[step]
			}
		}
		if next == nil {
			return at
		}
		at = next
	}
	return at
}

// Over is what comes of laying a node over a base: what it says takes the
// place of what the base says, key by key in mappings within mappings, and as
// a whole elsewhere. It stands where the upper one stands; what comes from the
// base stands where it stood, and what the base does not have although it must
// is wrong with the base alone.
func (n *Node) Over(base *Node) *Node {
	if base == nil || n.Kind != Mapping || base.Kind != Mapping {
		return n
	}
	merged := *n
	merged.laid, merged.pairs = true, nil
	for _, b := range base.pairs {
		if n.Get(b.key.text) == nil {
			merged.pairs = append(merged.pairs, b)
		}
	}
	for _, p := range n.pairs {
		merged.pairs = append(merged.pairs, pair{p.key, p.value.Over(base.Get(p.key.text))})
	}
	return &merged
}

// Without is a mapping without some of its keys.
func (n *Node) Without(keys ...string) *Node {
	less := *n
	less.pairs = slices.DeleteFunc(slices.Clone(n.pairs), func(p pair) bool { return slices.Contains(keys, p.key.text) })
	return &less
}

// WithItems is a list with other items.
func (n *Node) WithItems(items []*Node) *Node {
	other := *n
	other.items = items
	return &other
}

// With is a mapping with another value for a key that it has.
func (n *Node) With(key string, value *Node) *Node {
	other := *n
	other.pairs = slices.Clone(n.pairs)
	for i, p := range other.pairs {
		if p.key.text == key {
			other.pairs[i].value = value
		}
	}
	return &other
}
