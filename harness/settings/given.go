package settings

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"streampark-regress/harness/release"
)

// Given is a config.yaml that somebody runs StreamPark with.
type Given struct {
	// Name is the file's name, for messages.
	Name string
	Text []byte
	// TTL is the session TTL it sets.
	TTL  time.Duration
	keys []leaf
	// Replaced are the keys that cannot stay as they are on another machine,
	// such as the database's address.
	Replaced []string
}

// Read reads a config.yaml somebody gave for a release. The error of one that
// cannot be used names its line and says why.
func Read(name string, text []byte, r release.Release) (*Given, error) {
	root, err := mapping(text)
	if err != nil {
		return nil, fmt.Errorf("%s is no YAML: %w", name, err)
	}
	all := leaves("", root)
	if err := usable(name, all); err != nil {
		return nil, err
	}
	g := &Given{Name: name, Text: text, TTL: release.DefaultTTL, keys: all}
	set := map[string]bool{"server.port": true}
	for _, s := range r.Config.Postgres {
		set[s.Key] = true
	}
	for _, l := range all {
		if l.key == r.Config.SessionTTL.Key && l.value != "" {
			if g.TTL, err = release.ParseTTL(l.value); err != nil {
				return nil, fmt.Errorf("%s, line %d: %s: %w", name, l.line, l.key, err)
			}
			if g.TTL < minTTL {
				return nil, fmt.Errorf("%s, line %d: a session TTL of %s is too short to tell before from after: use at least %s", name, l.line, l.value, minTTL)
			}
		}
		if set[l.key] && l.value != "" {
			g.Replaced = append(g.Replaced, l.key)
		}
	}
	sort.Strings(g.Replaced)
	return g, nil
}

// minTTL leaves room for the seconds by which a server's Date may lag.
const minTTL = 12 * time.Second

// usable finds what keeps the harness from running a server with these keys.
func usable(name string, all []leaf) error {
	known := false
	for _, l := range all {
		top, _, _ := strings.Cut(l.key, ".")
		known = known || slices.Contains([]string{"server", "datasource", "streampark"}, top)
		why := ""
		switch {
		case strings.HasPrefix(l.key, "spring.datasource."):
			why = "this is how StreamPark 2.0's application.yml names its database; from 2.1 on config.yaml has datasource"
		case strings.HasPrefix(l.key, "server.ssl.") && l.value != "" && l.value != "false":
			why = "the harness calls the server over plain HTTP: leave out server.ssl, it has nothing to do with tokens"
		case l.key == "server.servlet.context-path" && strings.Trim(l.value, "/") != "":
			why = "the harness calls /flink/app/start at the root: leave out the context path"
		}
		if why != "" {
			return fmt.Errorf("%s, line %d: %s cannot be used here: %s", name, l.line, l.key, why)
		}
	}
	if !known {
		return fmt.Errorf("%s, line 1: this is not StreamPark's config.yaml: it has none of the keys server, datasource and streampark", name)
	}
	return nil
}

// leaf is a key with a single value.
type leaf struct {
	key, value string
	line       int
}

func leaves(prefix string, m []*ast.MappingValueNode) []leaf {
	var all []leaf
	for _, v := range m {
		key := prefix + v.Key.GetToken().Value
		switch value := v.Value.(type) {
		case *ast.MappingNode:
			all = append(all, leaves(key+".", value.Values)...)
		case *ast.NullNode:
			all = append(all, leaf{key, "", v.Key.GetToken().Position.Line})
		default:
			all = append(all, leaf{key, strings.TrimSpace(value.GetToken().Value), v.Key.GetToken().Position.Line})
		}
	}
	return all
}
