package database

import (
	"fmt"
	"slices"
	"strings"
)

// Retarget makes a script of MySQL's that uses a database by its name use another.
// StreamPark's own scripts do: run as they are they would drop the tables of the
// database streampark, whichever is selected (script/schema/mysql-schema.sql of
// v2.1.4: `create database if not exists`, `use streampark`, `drop table if
// exists`). The statement that makes the database is taken out. The error is for a
// script that would still touch another database: it must not be run.
func Retarget(f File, from, to string) (File, error) {
	var b strings.Builder
	at := 0
	put := func(s statement, instead string) {
		b.WriteString(f.Text[at:s.from])
		b.WriteString(instead)
		at = s.to
	}
	for _, s := range statementsOf(f.Text) {
		named, names := s.database()
		switch {
		case names && s.is("create") && named == from:
			put(s, "")
		case names && s.is("use") && named == from:
			put(s, "use "+mysql{}.quote(to)+";")
		case names && s.is("use") && named == to:
		case names:
			return f, refusal(f, s, named, to)
		}
		for _, elsewhere := range s.qualifiers() {
			if elsewhere != to {
				return f, refusal(f, s, elsewhere, to)
			}
		}
	}
	return File{f.Name, b.String() + f.Text[at:]}, nil
}

// refusal is the error for a statement about another database.
func refusal(f File, s statement, named, to string) error {
	first := strings.Join(strings.Fields(f.Text[s.from:s.to]), " ")
	const most = 60
	if len(first) > most {
		first = first[:most] + " ..."
	}
	return fmt.Errorf("%s, line %d: it is about the database %s and not about %s alone, so it is not run: %s",
		f.Name, 1+strings.Count(f.Text[:s.from], "\n"), named, to, first)
}

// database is the database that a statement is about as a whole: one that it
// selects, makes, changes or drops.
func (s statement) database() (string, bool) {
	if s.is("use") && len(s.words) > 1 {
		return s.words[1].text, true
	}
	for _, deed := range []string{"create", "drop", "alter"} {
		for _, what := range []string{"database", "schema"} {
			if !s.is(deed, what) {
				continue
			}
			for _, w := range s.words[2:] {
				if !slices.Contains([]string{"if", "not", "exists"}, strings.ToLower(w.text)) {
					return w.text, true
				}
			}
			return "", true
		}
	}
	return "", false
}

// before lists the words in front of the name of a table.
func before() []string {
	return []string{"table", "into", "update", "from", "join", "exists", "view", "references", "truncate", "trigger", "procedure", "function", "ignore"}
}

// qualifiers are the databases in front of the tables that a statement names, as
// in: drop table if exists streampark.t_user.
func (s statement) qualifiers() []string {
	index := s.is("create") || s.is("drop")
	var found []string
	for i, w := range s.words {
		names := slices.Contains(before(), strings.ToLower(w.text)) || w.text == "," && s.is("drop") || index && strings.EqualFold(w.text, "on")
		if names && i+2 < len(s.words) && s.words[i+2].text == "." {
			found = append(found, s.words[i+1].text)
		}
	}
	return found
}
