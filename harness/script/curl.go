package script

import (
	"net/http"
	"slices"
	"strings"
)

// calls are the requests of a curl command; none for one without an address,
// such as curl --version.
func calls(words []Text, stdin Text) []Call {
	var all []Call
	c := command{stdin: stdin, call: Call{Command: words[0]}}
	for i := 1; i < len(words); i++ {
		i += c.take(words[i], words[i+1:])
		if c.ended {
			all = append(all, c.made()...)
			c = command{stdin: stdin, call: Call{Command: words[0]}}
		}
	}
	return append(all, c.made()...)
}

// command is a curl command as far as it was read.
type command struct {
	stdin Text
	call  Call
	urls  []Text
	// bare are words of which nothing is known: addresses, or options.
	bare []Text
	// method is what -X says, content the content type if one is given.
	method Text
	// query is set when the data goes there, head for -I, put for -T.
	query, head, put bool
	ended            bool
}

// take reads a word and says how many of the following go with it.
func (c *command) take(word Text, following []Text) int {
	text := word.String()
	switch {
	case len(word) == 1 && word[0].Hidden:
		c.bare = append(c.bare, word)
	case !strings.HasPrefix(text, "-") || text == "-":
		c.urls = append(c.urls, word)
	case strings.HasPrefix(text, "--"):
		return c.long(word, following)
	default:
		return c.short(word, following)
	}
	return 0
}

func (c *command) long(word Text, following []Text) int {
	name := strings.TrimPrefix(word.String(), "--")
	if name == "next" {
		c.ended = true
		return 0
	}
	if !takesValue(name) {
		c.flag("--"+name, word)
		return 0
	}
	if len(following) == 0 {
		c.call.Hidden = append(c.call.Hidden, word)
		return 0
	}
	c.option("--"+name, word, following[0])
	return 1
}

// short reads -sX POST, -XPOST, -X POST and the like.
func (c *command) short(word Text, following []Text) int {
	for rest := cutStart(word, 1); ; {
		start := rest.Start()
		if start == "" {
			if len(rest) > 0 {
				c.call.Hidden = append(c.call.Hidden, word)
			}
			return 0
		}
		letter := start[:1]
		rest = cutStart(rest, 1)
		switch {
		case letter == ":":
			c.ended = true
		case !strings.Contains(shortWithValue, letter):
			c.flag("-"+letter, Literal("-"+letter))
		case rest.String() != "":
			c.option("-"+letter, Literal("-"+letter), rest)
			return 0
		case len(following) == 0:
			c.call.Hidden = append(c.call.Hidden, word)
			return 0
		default:
			c.option("-"+letter, Literal("-"+letter), following[0])
			return 1
		}
	}
}

// cutStart leaves out the first bytes, which are known.
func cutStart(t Text, count int) Text {
	return Text{}.add(Part{Text: t[0].Text[count:]}).add(t[1:]...)
}

// flag is an option without a value.
func (c *command) flag(name string, word Text) {
	switch name {
	case "-G", "--get":
		c.query = true
	case "-I", "--head":
		c.head = true
	default:
		c.call.Options = append(c.call.Options, word)
	}
}

// option is one with a value.
func (c *command) option(name string, word, value Text) {
	switch name {
	case "-X", "--request":
		c.method = value
	case "--url":
		c.urls = append(c.urls, value)
	case "-H", "--header":
		c.header(value)
	case "-b", "--cookie":
		c.call.Cookie = value
	case "-d", "--data", "--data-ascii", "--data-raw", "--data-binary":
		c.data(name, value)
	case "--data-urlencode":
		c.encoded(value)
	case "--url-query":
		c.pieces("", value)
	case "--json":
		c.call.Body = JSON
		c.call.Options = append(c.call.Options, word, value)
	case "-F", "--form", "--form-string":
		c.part(name, value)
	case "-K", "--config", "--variable":
		c.call.Hidden = append(c.call.Hidden, word, value)
	case "-T", "--upload-file":
		c.put = true
		c.call.Options = append(c.call.Options, word, value)
	case "--oauth2-bearer":
		c.call.Headers = append(c.call.Headers, Header{"Authorization", Literal("Bearer ").add(value...)})
	case "-u", "--user":
		c.call.Secrets = append(c.call.Secrets, value)
		c.call.Options = append(c.call.Options, word, value)
	default:
		if strings.HasPrefix(name, "--expand-") {
			c.call.Hidden = append(c.call.Hidden, word, value)
			return
		}
		c.call.Options = append(c.call.Options, word, value)
	}
}

func (c *command) header(value Text) {
	name, rest, found := value.Cut(":")
	if !found || !name.Known() {
		c.call.Hidden = append(c.call.Hidden, Literal("-H"), value)
		return
	}
	if first := rest.Start(); strings.HasPrefix(first, " ") {
		rest = cutStart(rest, len(first)-len(strings.TrimLeft(first, " ")))
	}
	c.call.Headers = append(c.call.Headers, Header{strings.TrimSpace(name.String()), rest})
}

// made are the requests of the command.
func (c *command) made() []Call {
	switch {
	case len(c.urls) > 0:
		c.call.Hidden = append(c.call.Hidden, c.bare...)
	case len(c.bare) > 0:
		last := len(c.bare) - 1
		c.urls = c.bare[last:]
		c.call.Hidden = append(c.call.Hidden, c.bare[:last]...)
	case len(c.call.Hidden) > 0:
		c.urls = []Text{{{Text: line(c.call.Hidden), Hidden: true}}}
	}
	call := c.call
	if content, said := call.Header("Content-Type"); said && call.Body != NoBody {
		call.Body = body(content, call.Body)
	}
	call.Method = c.verb(call.Body)
	if c.query {
		call.Body = NoBody
	}
	var all []Call
	for _, address := range c.urls {
		one := call
		before, _, _ := address.Cut("#")
		before, query, asked := before.Cut("?")
		one.URL, one.Fields, one.Hidden = before, slices.Clip(call.Fields), slices.Clip(call.Hidden)
		if asked {
			q := command{call: one}
			q.pieces("", query)
			one.Fields, one.Hidden = q.call.Fields, q.call.Hidden
		}
		all = append(all, one)
	}
	return all
}

// line is words in one.
func line(words []Text) string {
	var all []string
	for _, w := range words {
		all = append(all, w.Quoted())
	}
	return strings.Join(all, " ")
}

// verb is the method, empty where a variable hides it.
func (c *command) verb(b Body) string {
	switch {
	case c.method != nil && !c.method.Known():
		return ""
	case c.method != nil:
		return strings.ToUpper(c.method.String())
	case c.head:
		return http.MethodHead
	case c.put:
		return http.MethodPut
	case b != NoBody && !c.query:
		return http.MethodPost
	}
	return http.MethodGet
}

// body is the form of a body of a content type.
func body(content Text, given Body) Body {
	kind, _, _ := content.Cut(";")
	switch kind := strings.ToLower(strings.TrimSpace(kind.String())); {
	case !content.Known():
		return given
	case kind == "application/x-www-form-urlencoded" && given != JSON:
		return given
	case kind == "multipart/form-data" && given == Multipart:
		return given
	case strings.Contains(kind, "json"):
		return JSON
	}
	return OtherBody
}
