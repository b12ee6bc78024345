package shipped

import (
	"regexp"
	"strings"

	"streampark-regress/harness/release"
)

// scripts reads what the shell scripts take from the environment and give to the
// JVM.
func (f Facts) scripts(home Files) {
	for _, name := range home.matching("bin/*.sh") {
		text := string(home[name])
		for _, variable := range variables(text) {
			f.add(release.ChangedVariable, variable, "")
		}
		for _, option := range options(text) {
			option, value, _ := strings.Cut(option, "=")
			f.add(release.ChangedOption, option, value)
		}
	}
}

var (
	comment    = regexp.MustCompile(`(?m)(?:^|\s)#.*$`)
	use        = regexp.MustCompile(`\$\{?([A-Z][A-Z0-9_]+)`)
	assignment = regexp.MustCompile(`(?m)(?:^|[;&|]|\bthen|\bdo|\belse|\bexport|\blocal|\breadonly|\{)\s*([A-Z][A-Z0-9_]+)=(.*)$`)
	option     = regexp.MustCompile(`(?:^|[\s"'=(])(-X[A-Za-z:+][^\s"'\\)]*|-D[A-Za-z][^\s"'\\)]*|-server\b|--add-opens[ =][^\s"'\\)]+)`)
)

// variables are those that a script uses before it has set them: what the shell
// itself sets is left out.
func variables(script string) []string {
	script = comment.ReplaceAllString(script, "")
	set := map[string]int{}
	for _, at := range assignment.FindAllStringSubmatchIndex(script, -1) {
		name := script[at[2]:at[3]]
		// What stands on the right is used before the left is set.
		if _, has := set[name]; !has {
			set[name] = at[5]
		}
	}
	var all []string
	seen := map[string]bool{"BASH_SOURCE": true, "PWD": true, "IFS": true, "RANDOM": true, "UID": true}
	for _, at := range use.FindAllStringSubmatchIndex(script, -1) {
		name := script[at[2]:at[3]]
		if end, has := set[name]; seen[name] || has && at[0] >= end {
			continue
		}
		seen[name] = true
		all = append(all, name)
	}
	return all
}

// options are those of the JVM that a script spells out.
func options(script string) []string {
	var all []string
	for _, found := range option.FindAllStringSubmatch(comment.ReplaceAllString(script, ""), -1) {
		all = append(all, found[1])
	}
	return all
}
