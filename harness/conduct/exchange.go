package conduct

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"streampark-regress/harness/recording"
	"streampark-regress/harness/release"
	"streampark-regress/harness/shipped"
	"streampark-regress/harness/submission"
)

// exchange is what was asked, and what came of it.
type exchange struct {
	// at is where it stands: its suite, flow and step.
	at string
	// asks is what was asked: the method, the path and the kind of caller, or the step
	// where the request was not kept.
	asks   string
	answer shape
	// effects are what it left behind, by their names.
	effects map[string]string
}

func exchangeOf(at, flow string, e recording.Entry) exchange {
	x := exchange{at: at, asks: flow + " / " + e.Step, effects: map[string]string{}}
	if e.Request != nil {
		path, _, _ := strings.Cut(e.Request.Path, "?")
		x.asks = e.Request.Method + " " + path + caller(*e.Request)
	}
	switch {
	case e.Response != nil:
		x.answer = responseShape(*e.Response)
	case len(e.Body) > 0:
		x.answer = bodyShape(e.Body)
	}
	flag := func(name string, value *bool) {
		if value != nil {
			x.effects[name] = fmt.Sprint(*value)
		}
	}
	flag("row unchanged", e.RowUnchanged)
	flag("same", e.Same)
	flag("salt changed", e.SaltChanged)
	flag("hash changed", e.HashChanged)
	flag("token given", e.Token)
	if e.State != nil {
		x.effects["state"] = *e.State
	}
	if e.Columns != nil {
		x.effects["columns"] = strings.Join(e.Columns, ", ")
	}
	if e.Submitted != nil {
		var all []string
		for _, submitted := range e.Submitted {
			all = append(all, submits(submitted))
		}
		x.effects["submits"] = cmp.Or(strings.Join(all, "; "), "nothing")
	}
	return x
}

// caller says by what a caller is known, where it shows something: an address is
// open to one and closed to the other.
func caller(q recording.Request) string {
	switch {
	case q.Authorization == nil:
		return ""
	case strings.Contains(*q.Authorization, "{{sign-token}}"):
		return " (sign-in)"
	}
	return " (API token)"
}

// submits says what was submitted to Flink.
func submits(s submission.Submission) string {
	said := []string{string(s.Kind)}
	for _, more := range []struct {
		is   bool
		what string
	}{{s.Saves, "saving"}, {s.Drains, "draining"}, {s.Leaves, "may leave state"}, {s.Savepoint != "", s.Savepoint}} {
		if more.is {
			said = append(said, more.what)
		}
	}
	return strings.Join(said, ", ")
}

// differing are the changes of answers and effects. Those that are the same change
// of the same address are one, with every exchange that shows it.
func differing(pairs []pair) []shipped.Change {
	var all []shipped.Change
	add := func(k release.ChangeKind, at, name, was, is string) {
		same := func(c shipped.Change) bool { return c.Kind == k && c.Name == name && *c.Was == was && *c.Is == is }
		i := slices.IndexFunc(all, same)
		if i < 0 {
			i, all = len(all), append(all, shipped.Change{Kind: k, Name: name, Was: &was, Is: &is})
		}
		all[i].At = append(all[i].At, at)
	}
	for _, p := range pairs {
		was, is := p.was.answer, p.is.answer
		if was.short != is.short {
			// What else is different follows from it.
			add(release.ChangedAnswer, p.was.at, p.was.asks+" "+was.short+" -> "+is.short, was.short, is.short)
			continue
		}
		if !maps.Equal(was.fields, is.fields) {
			add(release.ChangedAnswer, p.was.at, strings.TrimSpace(p.was.asks+" "+was.short)+" fields", was.against(is), is.against(was))
		}
		if was.cookies != is.cookies {
			add(release.ChangedAnswer, p.was.at, p.was.asks+" cookies", was.cookies, is.cookies)
		}
		for _, name := range effects(p) {
			if was, is := p.was.effects[name], p.is.effects[name]; was != is {
				add(release.ChangedEffect, p.was.at, p.was.asks+" "+name, was, is)
			}
		}
	}
	return all
}

func effects(p pair) []string {
	both := maps.Clone(p.was.effects)
	maps.Copy(both, p.is.effects)
	return slices.Sorted(maps.Keys(both))
}
