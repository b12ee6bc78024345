package script

import "strings"

// data takes what -d and its like are given: a form, the file it is in, or JSON.
func (c *command) data(option string, value Text) {
	start := value.Start()
	switch {
	case strings.HasPrefix(start, "@") && option != "--data-raw":
		c.body(Form)
		if value.String() == "@-" && c.stdin != nil {
			c.data("--data-raw", c.stdin.each(func(s string) string { return strings.ReplaceAll(s, "\n", "") }))
			return
		}
		c.call.Hidden = append(c.call.Hidden, Literal(option), value)
	case strings.HasPrefix(strings.TrimSpace(start), "{") || strings.HasPrefix(strings.TrimSpace(start), "["):
		c.body(JSON)
		c.call.Options = append(c.call.Options, Literal(option), value)
	default:
		c.body(Form)
		c.pieces(option, value)
	}
}

func (c *command) body(b Body) {
	if c.call.Body == NoBody {
		c.call.Body = b
	}
}

// pieces takes name=value&name=value.
func (c *command) pieces(option string, value Text) {
	for _, piece := range value.split("&") {
		name, rest, found := piece.Cut("=")
		switch {
		case len(piece) == 0:
		case !name.Known():
			c.hide(option, piece)
		case !found:
			c.call.Fields = append(c.call.Fields, Field{decode(name.String()), nil, option})
		default:
			c.call.Fields = append(c.call.Fields, Field{decode(name.String()), rest, option})
		}
	}
}

// encoded takes what --data-urlencode is given: name=value, a value alone, or
// the file a value is in.
func (c *command) encoded(value Text) {
	const option = "--data-urlencode"
	c.body(Form)
	name, rest, found := value.Cut("=")
	file, from, inFile := value.Cut("@")
	switch {
	case inFile && file.Known() && (!found || len(file.String()) < len(name.String())):
		if file.String() == "" {
			c.hide(option, value)
			return
		}
		c.call.Fields = append(c.call.Fields, Field{file.String(), Text{{Text: "@" + from.String(), Hidden: true}}, option})
	case !name.Known() || !found && !value.Known():
		c.hide(option, value)
	case found && name.String() != "":
		c.call.Fields = append(c.call.Fields, Field{name.String(), rest, option})
	}
}

// part takes what -F is given.
func (c *command) part(option string, value Text) {
	c.call.Body = Multipart
	name, rest, found := value.Cut("=")
	switch {
	case !found || !name.Known():
		c.hide(option, value)
	case option != "--form-string" && (strings.HasPrefix(rest.Start(), "@") || strings.HasPrefix(rest.Start(), "<")):
		c.call.Fields = append(c.call.Fields, Field{name.String(), Text{{Text: rest.String(), Hidden: true}}, option})
	default:
		c.call.Fields = append(c.call.Fields, Field{name.String(), rest, option})
	}
}

// hide remembers an option whose value may hold fields.
func (c *command) hide(option string, value Text) {
	if option != "" {
		c.call.Hidden = append(c.call.Hidden, Literal(option))
	}
	c.call.Hidden = append(c.call.Hidden, value)
}
