package result

import (
	"fmt"
	"slices"
	"strings"

	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/script"
)

// Again is the command that runs the same again, on the same databases.
func (r Result) Again() string { return r.Run.Command + r.on(r.Scenarios) }

// mostNamed is how many scenarios a command names one by one: more make a line
// that nobody can read.
const mostNamed = 20

// AgainWith is the command that runs scenarios of the run again, on their releases
// and databases. Of many it takes all that failed there.
func (r Result) AgainWith(scenarios ...Scenario) string {
	var releases, places []string
	for _, s := range scenarios {
		releases = add(releases, s.Release)
		places = add(places, fmt.Sprintf("%s:%d", s.File, s.Line))
	}
	command := r.commandFor(scenarios) + r.on(scenarios) + " --release " + strings.Join(releases, ",")
	if len(places) > mostNamed {
		return command + " --rerun-failed=" + r.Run.ID
	}
	for _, at := range places {
		command += " --scenario " + script.Literal(at).Quoted()
	}
	return command
}

// commandFor is the command of the run with the flags that scenarios need.
func (r Result) commandFor(scenarios []Scenario) string {
	if len(r.Run.Flags) == 0 { // the log was written before they stood in it
		return r.Run.Command
	}
	words := []string{r.Run.Program}
	for _, word := range r.FlagsFor(scenarios) {
		words = append(words, script.Literal(word).Quoted())
	}
	return strings.Join(words, " ")
}

// FlagsFor are the flags of the run without those about what some scenarios do not
// start: a run refuses those. Each is followed by its value, or has it with it.
func (r Result) FlagsFor(scenarios []Scenario) []string {
	var started, databases []string
	for _, s := range scenarios {
		started = append(append(started, s.Release), s.Becomes...)
		databases = append(databases, string(s.Database))
	}
	build := slices.ContainsFunc(r.Run.Builds, func(b evidence.Build) bool { return slices.Contains(started, b.Name) })
	driver := slices.Contains(databases, string(database.MySQL)) || slices.Contains(databases, string(database.MariaDB))
	var kept []string
	for i := 0; i+1 < len(r.Run.Flags); i += 2 {
		flag, value := r.Run.Flags[i], r.Run.Flags[i+1]
		if strings.Contains(flag, "=") { // it has its value with it
			kept = append(kept, flag)
			i--
			continue
		}
		of, _, named := strings.Cut(value, "=")
		obeyed := true
		switch flag {
		case "--image", "--model-defect":
			obeyed = slices.Contains(started, of)
		case "--like", "--expect-known":
			obeyed = named && slices.Contains(started, of) || !named && build
		case "--database-image":
			obeyed = !named || slices.Contains(databases, of)
		case "--mysql-connector":
			obeyed = driver
		}
		if obeyed {
			kept = append(kept, flag, value)
		}
	}
	return kept
}

// on is the flag for the databases of scenarios, empty where nothing is said of
// them, or where a server that runs already has its own.
func (r Result) on(scenarios []Scenario) string {
	if r.Run.Target == deployment.URL {
		return ""
	}
	var databases []string
	for _, s := range scenarios {
		if s.Database != "" {
			databases = add(databases, string(s.Database))
		}
	}
	if len(databases) == 0 {
		return ""
	}
	return " --database " + strings.Join(databases, ",")
}

func add(all []string, one string) []string {
	if slices.Contains(all, one) {
		return all
	}
	return append(all, one)
}
