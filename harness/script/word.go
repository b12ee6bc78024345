package script

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// word is a word as the shell hands it on.
func (p *piece) word(w *syntax.Word) Text {
	var t Text
	for _, part := range w.Parts {
		t = t.add(p.part(part)...)
	}
	return t
}

func (p *piece) part(part syntax.WordPart) Text {
	switch part := part.(type) {
	case *syntax.Lit:
		return Literal(unescape(part.Value, ""))
	case *syntax.SglQuoted:
		if part.Dollar && strings.Contains(part.Value, `\`) {
			return Text{{Text: p.source(part), Hidden: true}}
		}
		return Literal(part.Value)
	case *syntax.DblQuoted:
		var t Text
		for _, inner := range part.Parts {
			if literal, ok := inner.(*syntax.Lit); ok {
				t = t.add(Part{Text: unescape(literal.Value, "$`\"\\\n")})
				continue
			}
			t = t.add(p.part(inner)...)
		}
		return t
	}
	return Text{{Text: p.source(part), Hidden: true}}
}

// unescape removes backslashes: before the characters that are given, or before
// all. One before the end of a line goes with it.
func unescape(text, before string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) && (before == "" || strings.IndexByte(before, text[i+1]) >= 0) {
			i++
			if text[i] == '\n' {
				continue
			}
		}
		b.WriteByte(text[i])
	}
	return b.String()
}
