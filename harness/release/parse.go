package release

import (
	"fmt"
	"os"
	"regexp"
	"slices"

	"streampark-regress/harness/choice"
	"streampark-regress/harness/document"
)

// schema is the version of the catalogue's form that this program reads.
const schema = "2"

// BuiltIn is the name under which errors tell of the catalogue that comes with
// the program.
const BuiltIn = "releases.yaml"

// Parse reads the catalogue that comes with the program. Its errors are those
// of Load, under the name of BuiltIn.
func Parse(text []byte) (*Catalogue, error) { return parse(BuiltIn, text) }

// Load reads a catalogue from a file. Whatever is wrong in it is an error that
// holds a *document.Error, with file, line and column, for everything that is
// wrong.
func Load(file string) (*Catalogue, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read the catalogue of releases: %w", err)
	}
	return parse(file, text)
}

func parse(name string, text []byte) (*Catalogue, error) {
	wrong := func(err error) (*Catalogue, error) {
		return nil, fmt.Errorf("the catalogue of releases is invalid\n%w", err)
	}
	root, err := document.Read(name, text)
	if err != nil {
		return wrong(err)
	}
	// Another schema has other keys: what is wrong with those says little.
	if n := root.Get("schema"); n != nil && n.Text() != schema {
		return wrong(n.Errorf("this program reads schema %s, and the file is of schema %s", schema, n.Text()))
	}
	root, orphans := inherit(root)
	var c Catalogue
	if err := document.Join(append(orphans, document.Decoder{Rules: Rules()}.Decode(root, &c)...)); err != nil {
		return wrong(err)
	}
	if err := c.check(root); err != nil {
		return wrong(err)
	}
	for i, r := range c.Releases {
		if r.Images == nil {
			c.Releases[i].Images = []string{upstream + ":" + r.Version, upstream + ":v" + r.Version}
		}
		c.Releases[i].fixed = c.fixedIn(r)
	}
	return &c, nil
}

// upstream is where upstream publishes images; some have a v before the
// version (tags on Docker Hub, docker and helm files of v2.1.4 and v2.1.5).
const upstream = "apache/streampark"

// Rules are the forms of text in the catalogue.
func Rules() map[string]document.Rule {
	rule := func(pattern, wants string) document.Rule {
		return document.Rule{Pattern: regexp.MustCompile(pattern), Wants: wants}
	}
	return map[string]document.Rule{
		"version":  rule(`^[0-9]+(\.[0-9]+)*(-[0-9A-Za-z.]+)?$`, "numbers with dots between them, such as 2.1.5 or 2.1.5-rc1"),
		"path":     rule(`^/\S*$`, `a path that begins with "/"`),
		"image":    rule(`^\S+$`, "the name of an image, such as apache/streampark:2.1.5"),
		"artifact": rule(`^[^\s:]+:[^\s:]+:[^\s:]+$`, "a Maven artifact as GROUP:NAME:VERSION"),
		"sha256":   rule(`^[0-9a-f]{64}$`, "a SHA-256 in 64 small hexadecimal digits"),
		"ttl":      rule(`^[1-9][0-9]*[smhd]?$`, "a number and one of s, m, h and d, such as 2h; a number alone where the unit is said"),
		"name":     rule(`^[0-9a-z]+(-[0-9a-z]+)*$`, "a number, or lower-case words with hyphens between them"),
		"field":    rule(`^[A-Za-z][0-9A-Za-z]*$`, "the name of a form field, such as savePointed"),
		"answer":   rule(`^[1-5][0-9][0-9] \S.*$`, "a status and a message, such as 500 the login type is null."),
	}
}

// inherit lays the entries that are like another over that one.
func inherit(root *document.Node) (*document.Node, []*document.Error) {
	var wrong []*document.Error
	var entries []*document.Node
	for _, entry := range root.Get("releases").Items() {
		if entry.Get("like") != nil {
			whole, err := lay(entry, entries)
			if err != nil {
				wrong = append(wrong, err)
			}
			entry = whole
		}
		entries = append(entries, entry)
	}
	if len(entries) == 0 {
		return root, nil
	}
	return root.With("releases", root.Get("releases").WithItems(entries)), wrong
}

// lay lays an entry over the earlier one it is like. Where there is none, it is
// laid over itself, so that what it leaves out is not missing as well.
func lay(entry *document.Node, earlier []*document.Node) (*document.Node, *document.Error) {
	version, like := entry.Get("version").Text(), entry.Get("like")
	var versions []string
	for _, e := range earlier {
		versions = append(versions, e.Get("version").Text())
	}
	switch at := slices.Index(versions, like.Text()); {
	case version == "":
		return entry.Over(entry), entry.Errorf("version is missing")
	case version == like.Text():
		return entry.Over(entry), like.Errorf("like: %s cannot be like itself: name an earlier entry", version)
	case at < 0:
		return entry.Over(entry), like.Errorf("like: there is no entry %s before this one: choose %s", like.Text(), choice.OneOf(versions))
	default:
		return entry.Over(earlier[at].Without("version", "like", "images", "on_request")), nil
	}
}
