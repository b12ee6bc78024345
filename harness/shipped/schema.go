package shipped

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"streampark-regress/harness/release"
)

// Tables are the columns of tables, and what is said of each.
type Tables map[string]map[string]string

// dialects are the databases that have scripts, by the names of those.
func dialects() map[string]string { return map[string]string{"mysql": "mysql", "pgsql": "postgres"} }

// schema reads the tables of a fresh installation, and the upgrade scripts.
func (f Facts) schema(home Files) {
	for name, product := range dialects() {
		if text, has := home["script/schema/"+name+"-schema.sql"]; has {
			f.fresh(product, string(text))
		}
		f.Upgrades[product] = map[string]string{}
		for _, script := range home.matching("script/upgrade/" + name + "/*.sql") {
			f.Upgrades[product][strings.TrimSuffix(path.Base(script), ".sql")] = string(home[script])
		}
	}
}

// fresh reads the tables of a fresh installation.
func (f Facts) fresh(product, script string) {
	t := Tables{}
	t.run(script)
	f.Tables[product] = t
	for table, columns := range t {
		for column, says := range columns {
			f.add(release.ChangedColumn, product+" "+table+"."+column, says)
		}
	}
}

// drift says in what a database that was upgraded by the later installation's
// scripts differs from one that is fresh there. The scripts are read and not run:
// there is no database.
func drift(before, after Facts) []Change {
	var all []Change
	for _, product := range slices.Sorted(maps.Keys(after.Upgrades)) {
		was, has := before.Tables[product]
		fresh, has2 := after.Tables[product]
		if !has || !has2 {
			continue
		}
		upgraded := was.clone()
		scripts := after.Upgrades[product]
		for _, version := range slices.SortedFunc(maps.Keys(scripts), release.Compare) {
			if release.Compare(version, before.Version) > 0 && release.Compare(version, after.Version) <= 0 {
				upgraded.run(scripts[version])
			}
		}
		all = append(all, Differences(release.Drifted, fresh.columns(product), upgraded.columns(product))...)
	}
	return all
}

func (t Tables) clone() Tables {
	c := Tables{}
	for table, columns := range t {
		c[table] = maps.Clone(columns)
	}
	return c
}

func (t Tables) columns(product string) map[string]string {
	all := map[string]string{}
	for table, columns := range t {
		for column, says := range columns {
			all[product+" "+table+"."+column] = says
		}
	}
	return all
}

var (
	remarks = regexp.MustCompile(`(?s)/\*.*?\*/|--[^\n]*`)
	spaces  = regexp.MustCompile(`\s+`)
	// aside is what is said of a column and makes no difference to who uses it.
	aside = regexp.MustCompile(`\s*\bcollate\s+\S+|\s*\bcharacter set \S+|\s*\bcomment\s+'(?:[^']|'')*'|\s+after \S+|\s+first$|\s*\bdefault null\b|::[a-z ]+(\(\d+\))?`)
)

// statements are those of a script, in small letters and one line each.
func statements(script string) []string {
	var all []string
	for _, s := range split(remarks.ReplaceAllString(script, ""), ';') {
		if s = strings.TrimSpace(spaces.ReplaceAllString(s, " ")); s != "" {
			all = append(all, s)
		}
	}
	return all
}

// split splits at a character that stands outside of quotes and brackets.
func split(text string, at byte) []string {
	var all []string
	depth, quoted, from := 0, false, 0
	for i := range len(text) {
		switch c := text[i]; {
		case c == '\'':
			quoted = !quoted
		case quoted:
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == at && depth == 0:
			all, from = append(all, text[from:i]), i+1
		}
	}
	return append(all, text[from:])
}

// plain is a name without its quotes and its schema.
func plain(name string) string {
	name = strings.ToLower(strings.NewReplacer("`", "", `"`, "").Replace(name))
	return strings.TrimPrefix(name, "public.")
}

// says is what is said of a column, as far as it makes a difference.
func says(text string) string {
	text = strings.ReplaceAll(aside.ReplaceAllString(strings.ToLower(strings.TrimSpace(text)), ""), `"`, "")
	if column, nullable := strings.CutSuffix(text, " null"); nullable && !strings.HasSuffix(text, "not null") {
		text = column // so is every column of which nothing is said
	}
	return strings.TrimSpace(text)
}
