package settings

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"streampark-regress/harness/release"
)

// Given is a config.yaml that somebody runs StreamPark with.
type Given struct {
	// Name is the file's name, for messages.
	Name string
	Text []byte
	// TTL is the session TTL it sets.
	TTL  time.Duration
	keys []Entry
	// Replaced are the keys that cannot stay as they are on another machine,
	// such as the database's address.
	Replaced []string
}

// Read reads a config.yaml somebody gave for a release. The error of one that
// cannot be used names its line and says why.
func Read(name string, text []byte, r release.Release) (*Given, error) {
	all, err := YAML{}.Entries(text)
	if err != nil {
		return nil, fmt.Errorf("%s is not YAML: %w", name, err)
	}
	if err := usable(name, all); err != nil {
		return nil, err
	}
	g := &Given{Name: name, Text: text, TTL: release.DefaultTTL, keys: all}
	set := map[string]bool{"server.port": true}
	for _, storage := range r.Databases {
		for _, s := range storage.Settings {
			set[s.Key] = true
		}
	}
	for _, l := range all {
		if l.Key == r.Config.SessionTTL.Key && l.Value != "" {
			if g.TTL, err = r.Config.SessionTTL.Parse(l.Value); err != nil {
				return nil, fmt.Errorf("%s, line %d: %s: %w", name, l.Line, l.Key, err)
			}
			if g.TTL < minTTL {
				return nil, fmt.Errorf("%s, line %d: a session TTL of %s is too short to tell before from after: use at least %s", name, l.Line, l.Value, minTTL)
			}
		}
		if set[l.Key] && l.Value != "" {
			g.Replaced = append(g.Replaced, l.Key)
		}
	}
	sort.Strings(g.Replaced)
	return g, nil
}

// Installed is the configuration of an installation of a release that runs with
// the given file. Changing it leaves the given file as it is.
func (g *Given) Installed(r release.Release) Configuration {
	return &File{r.Files.Config, g.Text, YAML{}}
}

// Secrets lists the values in it that are nobody's business.
func (g *Given) Secrets() []string { return (&File{g.Name, g.Text, YAML{}}).Secrets() }

// minTTL leaves room for the seconds by which a server's Date may lag.
const minTTL = 12 * time.Second

// usable finds what keeps the harness from running a server with these keys.
func usable(name string, all []Entry) error {
	known := false
	for _, l := range all {
		top, _, _ := strings.Cut(l.Key, ".")
		known = known || slices.Contains([]string{"server", "datasource", "streampark"}, top)
		why := ""
		switch {
		case strings.HasPrefix(l.Key, "spring.datasource."):
			why = "this is how an application.yml of 2.1.3 and before names its database, which the harness chooses itself: leave out spring.datasource; from 2.1.4 on config.yaml has datasource"
		case strings.HasPrefix(l.Key, "server.ssl.") && l.Value != "" && l.Value != "false":
			why = "the harness calls the server over plain HTTP: leave out server.ssl, it has nothing to do with tokens"
		case l.Key == "server.servlet.context-path" && strings.Trim(l.Value, "/") != "":
			why = "the harness calls /flink/app/start at the root: leave out the context path"
		}
		if why != "" {
			return fmt.Errorf("%s, line %d: %s cannot be used here: %s", name, l.Line, l.Key, why)
		}
	}
	if !known {
		return fmt.Errorf("%s, line 1: this is not StreamPark's config.yaml: it has none of the keys server, datasource and streampark", name)
	}
	return nil
}
