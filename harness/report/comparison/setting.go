package comparison

import (
	"slices"
	"strings"

	"streampark-regress/harness/report/result"
)

// setting is what two runs were made on, where it differs.
func setting(before, after result.Result) []Difference {
	var all []Difference
	add := func(what, was, is string) {
		if was != is {
			all = append(all, Difference{what, dash(was), dash(is)})
		}
	}
	add("target", before.Run.Target, after.Run.Target)
	add("clock", before.Run.Clock, after.Run.Clock)
	add("config.yaml", before.Run.Config, after.Run.Config)
	for _, machine := range []string{"os", "arch", "processors", "docker"} {
		add(machine, before.Run.Machine[machine], after.Run.Machine[machine])
	}
	for _, server := range servers(before, after) {
		add("image of "+server, of(before, server, image), of(after, server, image))
		add("Java of "+server, of(before, server, java), of(after, server, java))
	}
	return all
}

func image(s result.Server) string { return s.Image }

func java(s result.Server) string { return s.Java }

// servers are the releases that both runs started a server of.
func servers(before, after result.Result) []string {
	var all []string
	for _, d := range before.Deployments {
		again := slices.ContainsFunc(after.Deployments, func(o result.Server) bool { return o.Release == d.Release })
		if again && !slices.Contains(all, d.Release) {
			all = append(all, d.Release)
		}
	}
	return all
}

// of is what the servers of a release had.
func of(r result.Result, version string, what func(result.Server) string) string {
	var all []string
	for _, d := range r.Deployments {
		if one := what(d); d.Release == version && one != "" && !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	slices.Sort(all)
	return list(all)
}

func list(all []string) string { return strings.Join(all, ", ") }

func dash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}
