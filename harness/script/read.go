package script

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// deepest is how deep a script within a script is looked into.
const deepest = 3

// Read reads the curl commands of a text. A shell script is read as a whole; of
// a text that is none, each shell command that begins with curl.
func Read(name, text string) Script {
	r := reader{script: &Script{Name: name}}
	r.read(strings.ReplaceAll(text, "\r\n", "\n"), 1, 0)
	slices.SortStableFunc(r.script.Calls, func(a, b Call) int { return cmp.Compare(a.Line, b.Line) })
	return *r.script
}

type reader struct{ script *Script }

// read reads a text that begins at a line of the script.
func (r reader) read(text string, line, depth int) {
	p := piece{reader: r, text: text, left: []byte(text), line: line, depth: depth}
	file, err := parser().Parse(strings.NewReader(text), "")
	if err == nil {
		p.walk(file)
	} else {
		p.search()
	}
	r.script.rest = append(r.script.rest, passage{string(p.left), line})
}

func parser() *syntax.Parser {
	return syntax.NewParser(syntax.Variant(syntax.LangBash), syntax.KeepComments(true))
}

// piece is a text that is read at once.
type piece struct {
	reader

	text string
	// left is the text with spaces in place of what was read.
	left []byte
	// line and offset are where in the script, and in the text, what is being
	// parsed begins.
	line, offset int
	depth        int
}

func (p *piece) walk(node syntax.Node) {
	syntax.Walk(node, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Comment:
			p.blank(n)
		case *syntax.Stmt:
			if call, ok := n.Cmd.(*syntax.CallExpr); ok {
				p.command(n, call)
			}
		}
		return true
	})
}

// search reads each command that begins with curl, in a text that is no shell
// script as a whole.
func (p *piece) search() {
	begins := regexp.MustCompile(`(?m)(?:^|[\s;&|("'` + "`" + `/])(curl)[ \t\\]`)
	comment := regexp.MustCompile(`(?m)^[ \t]*#.*$`)
	for _, at := range comment.FindAllStringIndex(p.text, -1) {
		p.wipe(at[0], at[1])
	}
	base := p.line
	for next := 0; ; {
		at := begins.FindSubmatchIndex(p.left[next:])
		if at == nil {
			return
		}
		start := next + at[2]
		p.offset, p.line = start, base+strings.Count(p.text[:start], "\n")
		next = start + len("curl")
		stmt, err := first(p.text[start:])
		if end := p.closing(start); err != nil && end > 0 {
			stmt, err = first(p.text[start:end])
		}
		if err != nil || stmt == nil {
			p.script.Unread = append(p.script.Unread, Unread{p.line, reason(err)})
			continue
		}
		next = min(start+int(stmt.End().Offset()), len(p.text)) //nolint:gosec // an offset into this text
		p.walk(stmt)
	}
}

// longestCommand is how much of a text one command is looked for in, in bytes.
const longestCommand = 1 << 16

// first parses the first command of a text. What follows it may be anything. The
// loop has no break: the parser goes on after one where a here-document does not
// end (v3.14.1).
func first(text string) (*syntax.Stmt, error) {
	var found *syntax.Stmt
	var failed error
	for stmt, err := range parser().StmtsSeq(strings.NewReader(text[:min(len(text), longestCommand)])) {
		if found == nil && failed == nil {
			found, failed = stmt, err
		}
	}
	return found, failed
}

// closing is where the quotes end in which a text stands, as prose has them
// around a command; 0 if it does not stand in any.
func (p *piece) closing(start int) int {
	if start == 0 || !strings.ContainsRune("`'\"", rune(p.text[start-1])) {
		return 0
	}
	if length := strings.IndexByte(p.text[start:], p.text[start-1]); length > 0 {
		return start + length
	}
	return 0
}

// reason is why the parser gave up, without the place in the piece it was given.
func reason(err error) string {
	if wrong, ok := errors.AsType[syntax.ParseError](err); ok {
		return wrong.Text
	}
	return fmt.Sprint(err)
}

// command reads a simple command: one that calls curl, or one that has such a
// command in its words.
func (p *piece) command(stmt *syntax.Stmt, call *syntax.CallExpr) {
	var words []Text
	for _, w := range call.Args {
		words = append(words, p.word(w))
	}
	at := slices.IndexFunc(words, isCurl)
	if at < 0 || at > 0 && !words[at].Known() {
		for i, w := range words {
			p.within(w, call.Args[i])
		}
		if len(words) > 0 && prints(words[0]) {
			p.blank(call)
		}
		for _, redirect := range stmt.Redirs {
			if _, body := p.input(redirect); body != nil {
				p.within(Literal(p.source(body)), body)
			}
		}
		return
	}
	var stdin Text
	for _, redirect := range stmt.Redirs {
		if input, body := p.input(redirect); body != nil {
			stdin = input
		}
	}
	line := p.lineOf(call.Args[at])
	calls := calls(words[at:], stdin)
	for i := range calls {
		calls[i].Line = line
	}
	p.script.Calls = append(p.script.Calls, calls...)
	if len(calls) > 0 {
		p.blank(stmt)
	}
}

// isCurl reports whether a word names the program curl.
func isCurl(t Text) bool {
	if t.Known() {
		name := path.Base(t.String())
		return name == "curl" || name == "curl.exe"
	}
	return regexp.MustCompile(`(?i)^\$\{?\w*curl\w*\}?$`).MatchString(t.String())
}

// prints reports whether a word names a command that only prints its words.
func prints(t Text) bool {
	return slices.Contains([]string{"echo", "printf", "logger", ":"}, t.String())
}

// input is the text of a here-document or here-string.
func (p *piece) input(redirect *syntax.Redirect) (Text, *syntax.Word) {
	switch {
	case redirect.Hdoc != nil:
		return p.word(redirect.Hdoc), redirect.Hdoc
	case redirect.Op == syntax.WordHdoc:
		return p.word(redirect.Word), redirect.Word
	}
	return nil, nil
}

// within reads the script in a word, as bash -c and ssh take it.
func (p *piece) within(word Text, at *syntax.Word) {
	var known, text strings.Builder
	for _, part := range word {
		switch {
		case !part.Hidden:
			known.WriteString(part.Text)
			text.WriteString(part.Text)
		case strings.HasPrefix(part.Text, "${") || !strings.ContainsAny(part.Text, "(`"):
			text.WriteString(part.Text)
		default: // a command that is read by itself
			text.WriteString("$_")
		}
	}
	if p.depth >= deepest || !strings.Contains(known.String(), "curl ") {
		return
	}
	p.read(text.String(), p.lineOf(at), p.depth+1)
	p.blank(at)
}

func (p *piece) lineOf(n syntax.Node) int { return p.line + int(n.Pos().Line()) - 1 } //nolint:gosec // a line of this text

// blank takes a node out of what is left.
func (p *piece) blank(n syntax.Node) {
	p.wipe(p.offset+int(n.Pos().Offset()), p.offset+int(n.End().Offset())) //nolint:gosec // offsets into this text
}

func (p *piece) wipe(from, to int) {
	for i := from; i < min(to, len(p.left)); i++ {
		if p.left[i] != '\n' {
			p.left[i] = ' '
		}
	}
}

// source is how a node is written.
func (p *piece) source(n syntax.Node) string {
	from, to := p.offset+int(n.Pos().Offset()), p.offset+int(n.End().Offset()) //nolint:gosec // offsets into this text
	return p.text[min(from, len(p.text)):min(to, len(p.text))]
}
