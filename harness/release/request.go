package release

import (
	"slices"
	"strings"
)

// Request is an address that starts or cancels an application, and the form
// fields it reads. Fields with other names are ignored without a word.
type Request struct {
	Address string `yaml:"address" rule:"required,path"`
	// Action is what it does with the application.
	Action Action `yaml:"action" rule:"required"`
	// Fields are what it reads, of several with one meaning the best first. Where a
	// call sends several of them, the first in the list counts and no other.
	Fields []Field `yaml:"fields" rule:"required,nonempty"`
}

// Field is a form field that a request reads.
type Field struct {
	Name string `yaml:"name" rule:"required,field"`
	// Means is what it says.
	Means Meaning `yaml:"means" rule:"required"`
	// Required: nothing can be done without it.
	Required bool `yaml:"required"`
	// Takes is how a value is read that is true or false.
	Takes Takes `yaml:"takes"`
	// EmptyCounts: nothing is a value as well, and not the same as no such field.
	EmptyCounts bool `yaml:"empty_counts"`
	// EmptyFails: the request fails where it is sent with nothing in it.
	EmptyFails bool `yaml:"empty_fails"`
	// AliasOf is the field that this one is another name of. It stands before that
	// one, and so counts where both are sent, also where it is empty.
	AliasOf string `yaml:"alias_of" rule:"field"`
	// Where is for whom alone the alias counts: from everybody else it is
	// ignored.
	Where Subject `yaml:"where"`
}

// CopyCurl is a text that the web page's "copy cURL" gives.
type CopyCurl struct {
	// Address is where the web page asks for it, with a sign-in token.
	Address string `yaml:"address" rule:"required,path"`
	// Form is what is asked with; {application}, {team} and {base} are filled in.
	Form map[string]string `yaml:"form" rule:"required,nonempty"`
	// Gives is the address of the request whose curl command is the answer.
	Gives string `yaml:"gives" rule:"required,path"`
	// Flag is the field about savepoints in it, whose value is false.
	Flag string `yaml:"flag" rule:"required,field"`
	// Sends are the fields of the command in their order, as curl sends them;
	// {application} and {team} are filled in.
	Sends []string `yaml:"sends" rule:"required,nonempty"`
	// Options are those of curl that stand at the command's end.
	Options []string `yaml:"options"`
}

// Command is the curl command as the web page gives it, word for word.
func (c CopyCurl) Command(base, token, application, team string) string {
	fill := strings.NewReplacer("{application}", application, "{team}", team)
	lines := []string{
		"curl -X POST '" + base + c.Gives + "'",
		"-H 'Authorization: " + token + "'",
		"-H 'Content-Type: application/x-www-form-urlencoded; charset=UTF-8'",
	}
	for _, field := range c.Sends {
		lines = append(lines, "--data-urlencode '"+fill.Replace(field)+"'")
	}
	return strings.Join(append(lines, c.Options...), " \\\n")
}

// From reports whether the field counts when subject sends it.
func (f Field) From(subject Subject) bool { return f.Where == "" || f.Where == subject }

// Field is what to send to say something, by an API token or by a sign-in; false
// if the request cannot be told.
func (r Request) Field(means Meaning, subject Subject) (Field, bool) {
	return r.find(func(f Field) bool { return f.Means == means && f.From(subject) })
}

// Reads is the field that the request reads a name as; false if it ignores the
// name.
func (r Request) Reads(name string, subject Subject) (Field, bool) {
	return r.find(func(f Field) bool { return f.Name == name && f.From(subject) })
}

func (r Request) find(fits func(Field) bool) (Field, bool) {
	if i := slices.IndexFunc(r.Fields, fits); i >= 0 {
		return r.Fields[i], true
	}
	return Field{}, false
}

// Request is what the catalogue knows of an address that starts or cancels an
// application.
func (r Release) Request(address string) (Request, bool) {
	return r.request(func(q Request) bool { return q.Address == address })
}

// RequestTo is the request that does something for API tokens, as the release is
// shipped.
func (r Release) RequestTo(action Action) (Request, bool) {
	return r.request(func(q Request) bool { return q.Action == action && slices.Contains(r.API.Open, q.Address) })
}

func (r Release) request(fits func(Request) bool) (Request, bool) {
	if i := slices.IndexFunc(r.API.Requests, fits); i >= 0 {
		return r.API.Requests[i], true
	}
	return Request{}, false
}

// CopyCurl is how the web page gets the curl command for a request's address;
// false if it gives none.
func (r Release) CopyCurl(gives string) (CopyCurl, bool) {
	if i := slices.IndexFunc(r.API.CopyCurl, func(c CopyCurl) bool { return c.Gives == gives }); i >= 0 {
		return r.API.CopyCurl[i], true
	}
	return CopyCurl{}, false
}
