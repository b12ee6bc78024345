package script

import (
	"net/url"
	"slices"
	"strings"
)

// Call is a request that a curl command makes.
type Call struct {
	Line int
	// Command is how curl is called.
	Command Text
	// Method is empty where a variable hides it.
	Method string
	// URL is the address without its query.
	URL Text
	// Headers are those that are given, without what curl adds itself.
	Headers []Header
	// Fields are those of the query and of the form.
	Fields []Field
	// Body is the form of what is sent.
	Body Body
	// Cookie is what is sent as cookies, or the file they are in; nil for none.
	Cookie Text
	// Secrets are passwords that are given to curl itself.
	Secrets []Text
	// Options are all others, as they are.
	Options []Text
	// Hidden is what cannot be seen of the call and may hold fields or headers.
	Hidden []Text
}

// Header is a line of the header.
type Header struct {
	Name  string
	Value Text
}

// Field is a field of a form or of a query.
type Field struct {
	Name  string
	Value Text
	// Option is the option of curl it is given with; empty for the query.
	Option string
}

// Body is the form of what a call sends.
type Body string

// The bodies.
const (
	// NoBody: nothing is sent.
	NoBody Body = ""
	// Form: name=value&name=value.
	Form Body = "form"
	// Multipart: a form in parts.
	Multipart Body = "multipart"
	// JSON: an object.
	JSON Body = "json"
	// OtherBody: of a content type that is no form.
	OtherBody Body = "other"
)

// IsForm reports whether fields in the body are form fields.
func (b Body) IsForm() bool { return b == Form || b == Multipart }

// Encoded reports whether the value is given percent-encoded.
func (f Field) Encoded() bool {
	return f.Option == "" || strings.HasPrefix(f.Option, "-d") || f.Option == "--data" || f.Option == "--data-raw" || f.Option == "--data-ascii" || f.Option == "--data-binary"
}

// Plain is the value without percent-encoding, with what is hidden as it is
// written.
func (f Field) Plain() string {
	if !f.Encoded() {
		return f.Value.String()
	}
	return f.Value.each(decode).String()
}

func decode(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}

// Header is the value of a header that the call sends; false if it does not.
func (c Call) Header(name string) (Text, bool) {
	for _, h := range c.Headers {
		if strings.EqualFold(h.Name, name) {
			return h.Value, true
		}
	}
	return nil, false
}

// Field is what the call sends under a name; false if it sends nothing.
func (c Call) Field(name string) (Field, bool) {
	for _, f := range c.Fields {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}

// String is the call as a curl command in one line.
func (c Call) String() string {
	words := []string{c.Command.Quoted(), "-X", c.Method, c.URL.Quoted()}
	if c.Method == "" {
		words = []string{c.Command.Quoted(), c.URL.Quoted()}
	}
	for _, h := range c.Headers {
		words = append(words, "-H", Literal(h.Name+": ").add(h.Value...).Quoted())
	}
	if c.Cookie != nil {
		words = append(words, "-b", c.Cookie.Quoted())
	}
	for _, f := range c.Fields {
		option := f.Option
		if option == "" {
			option = "-d"
		}
		words = append(words, option, Literal(f.Name+"=").add(f.Value...).Quoted())
	}
	for _, o := range slices.Concat(c.Options, c.Hidden) {
		words = append(words, o.Quoted())
	}
	return strings.Join(words, " ")
}
