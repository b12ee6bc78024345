package shipped

import (
	"regexp"
	"slices"
	"strings"
)

var (
	create = regexp.MustCompile(`(?is)^create table (?:if not exists )?(\S+?)\s*\((.*)\)[^)]*$`)
	drop   = regexp.MustCompile(`(?i)^drop table (?:if exists )?(\S+)`)
	alter  = regexp.MustCompile(`(?i)^alter table (?:if exists )?(?:only )?(\S+) (.*)$`)
	rename = regexp.MustCompile(`(?i)^rename table (\S+) to (\S+)$`)
	// The clauses of alter table.
	added   = regexp.MustCompile(`(?i)^add (?:column )?(?:if not exists )?([^\s(]+) (.+)$`)
	dropped = regexp.MustCompile(`(?i)^drop (?:column )?(?:if exists )?(\S+)$`)
	changed = regexp.MustCompile(`(?i)^change (?:column )?(\S+) (\S+) (.+)$`)
	modify  = regexp.MustCompile(`(?i)^modify (?:column )?(\S+) (.+)$`)
	renamed = regexp.MustCompile(`(?i)^rename (?:column )(\S+) to (\S+)$`)
	moved   = regexp.MustCompile(`(?i)^rename (?:to |as )?(\S+)$`)
	typed   = regexp.MustCompile(`(?i)^alter (?:column )?(\S+) (?:set data )?type (.+)$`)
	given   = regexp.MustCompile(`(?i)^alter (?:column )?(\S+) (set default .+|drop default|set not null|drop not null)$`)
	// rest is what stands behind the type of a column.
	rest = regexp.MustCompile(`^(.*?)((?: not null| default .*| null| auto_increment| generated .*)*)$`)
	// preset is the default of a column.
	preset = regexp.MustCompile(` default (?:'[^']*'|[^\s(]+(?:\([^)]*\))?)`)
)

// run does to tables what the statements of a script say of them; what they say of
// rows, keys and sequences is left out.
func (t Tables) run(script string) {
	for _, s := range statements(script) {
		if m := create.FindStringSubmatch(s); m != nil {
			t.create(plain(m[1]), m[2])
		} else if m := drop.FindStringSubmatch(s); m != nil {
			delete(t, plain(m[1]))
		} else if m := rename.FindStringSubmatch(s); m != nil {
			t.move(plain(m[1]), plain(m[2]))
		} else if m := alter.FindStringSubmatch(s); m != nil {
			for _, clause := range split(m[2], ',') {
				t.alter(plain(m[1]), strings.TrimSpace(clause))
			}
		}
	}
}

// notColumns begin what stands among the columns of a table and is none.
func notColumns() []string {
	return []string{"primary", "unique", "key", "index", "constraint", "foreign", "fulltext", "check"}
}

func (t Tables) create(table, body string) {
	columns := map[string]string{}
	for _, part := range split(body, ',') {
		name, text, _ := strings.Cut(strings.TrimSpace(part), " ")
		if name == "" || slices.Contains(notColumns(), strings.ToLower(name)) {
			continue
		}
		columns[plain(name)] = says(text)
	}
	t[table] = columns
}

func (t Tables) move(from, to string) {
	if columns, has := t[from]; has {
		delete(t, from)
		t[to] = columns
	}
}

func (t Tables) alter(table, clause string) {
	columns, has := t[table]
	if !has {
		columns = map[string]string{}
		t[table] = columns
	}
	if m := changed.FindStringSubmatch(clause); m != nil {
		delete(columns, plain(m[1]))
		columns[plain(m[2])] = says(m[3])
	} else if m := modify.FindStringSubmatch(clause); m != nil {
		columns[plain(m[1])] = says(m[2])
	} else if m := renamed.FindStringSubmatch(clause); m != nil {
		columns[plain(m[2])] = columns[plain(m[1])]
		delete(columns, plain(m[1]))
	} else if m := typed.FindStringSubmatch(clause); m != nil {
		parts := rest.FindStringSubmatch(columns[plain(m[1])])
		columns[plain(m[1])] = says(m[2]) + parts[2]
	} else if m := given.FindStringSubmatch(clause); m != nil {
		columns[plain(m[1])] = give(columns[plain(m[1])], strings.ToLower(m[2]))
	} else if m := dropped.FindStringSubmatch(clause); m != nil {
		delete(columns, plain(m[1]))
	} else if m := moved.FindStringSubmatch(clause); m != nil {
		t.move(table, plain(m[1]))
	} else if m := added.FindStringSubmatch(clause); m != nil && !slices.Contains(notColumns(), plain(m[1])) {
		columns[plain(m[1])] = says(m[2])
	}
}

// give is a column with another default, or with or without its not null.
func give(column, what string) string {
	switch what {
	case "set not null":
		return strings.TrimSuffix(column, " not null") + " not null"
	case "drop not null":
		return strings.Replace(column, " not null", "", 1)
	}
	column = preset.ReplaceAllString(column, "")
	if value, sets := strings.CutPrefix(what, "set default "); sets && value != "null" {
		column += says(" default " + value)
	}
	return column
}
