package database

import "strings"

// statement is a statement of a script, from its first word to behind its
// semicolon.
type statement struct {
	from, to int
	words    []word
}

// word is a word of a statement, a name in backquotes or a sign. Texts in quotes
// and comments are none.
type word struct {
	text     string
	from, to int
}

// is reports whether the statement begins with these words, which are in small
// letters.
func (s statement) is(words ...string) bool {
	if len(s.words) < len(words) {
		return false
	}
	for i, w := range words {
		if !strings.EqualFold(s.words[i].text, w) {
			return false
		}
	}
	return true
}

// statementsOf reads a script of MySQL's. What it executes although it looks like
// a comment, /*! such */, is read as what it is.
func statementsOf(script string) []statement {
	var all []statement
	current := statement{from: -1}
	for at := 0; at < len(script); {
		end := wordEnd(script, at)
		text := script[at:end]
		if !isBlank(text) {
			if current.from < 0 {
				current.from = at
			}
			current.to = end
			if text == ";" {
				all, current = append(all, current), statement{from: -1}
			} else {
				current.words = append(current.words, word{name(text), at, end})
			}
		}
		at = end
	}
	if current.from >= 0 {
		all = append(all, current)
	}
	return all
}

// isBlank reports whether what wordEnd took is between words: spaces, a comment,
// or the signs around what is executed although it looks like one.
func isBlank(text string) bool {
	return strings.TrimSpace(text) == "" || strings.HasPrefix(text, "/*") || text == "*/" || strings.HasPrefix(text, "--") || strings.HasPrefix(text, "#")
}

// name takes the backquotes from a name.
func name(text string) string {
	if strings.HasPrefix(text, "`") {
		return strings.ReplaceAll(strings.Trim(text, "`"), "``", "`")
	}
	return text
}

// wordEnd is where what begins at a place ends.
func wordEnd(script string, at int) int {
	rest := script[at:]
	upTo := func(mark string) int {
		if i := strings.Index(rest[1:], mark); i >= 0 {
			return at + 1 + i + len(mark)
		}
		return len(script)
	}
	switch {
	case strings.HasPrefix(rest, "/*!"), strings.HasPrefix(rest, "/*M!"):
		open := strings.Index(rest, "!") + 1
		return at + open + len(rest[open:]) - len(strings.TrimLeft(rest[open:], "0123456789"))
	case strings.HasPrefix(rest, "/*"):
		return upTo("*/")
	case strings.HasPrefix(rest, "*/"):
		return at + 2
	case rest[0] == '#', strings.HasPrefix(rest, "--") && (len(rest) == 2 || strings.TrimSpace(rest[2:3]) == ""):
		return upTo("\n")
	case rest[0] == '\'' || rest[0] == '"' || rest[0] == '`':
		return at + quoted(rest)
	case isName(rest[0]):
		i := 1
		for i < len(rest) && isName(rest[i]) {
			i++
		}
		return at + i
	}
	return at + 1
}

// quoted is the length of what stands in quotes at the beginning of a text. A quote
// in it is doubled or, but in names, behind a backslash.
func quoted(text string) int {
	mark := text[0]
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && mark != '`':
			i++
		case text[i] == mark && i+1 < len(text) && text[i+1] == mark:
			i++
		case text[i] == mark:
			return i + 1
		}
	}
	return len(text)
}

func isName(c byte) bool {
	return c == '_' || c == '$' || c >= 0x80 || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
