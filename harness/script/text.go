package script

import (
	"slices"
	"strings"
)

// Text is a word as the shell would hand it on, as far as the script says it.
type Text []Part

// Part is a piece of a word. A hidden one is what only a run would show, such
// as ${TOKEN} or $(date): it stands as it is written.
type Part struct {
	Text   string
	Hidden bool
}

// Literal is a text that hides nothing.
func Literal(text string) Text { return Text{{Text: text}} }

// String is the text with what is hidden as it is written.
func (t Text) String() string {
	var b strings.Builder
	for _, p := range t {
		b.WriteString(p.Text)
	}
	return b.String()
}

// Known reports whether nothing of the text is hidden.
func (t Text) Known() bool {
	for _, p := range t {
		if p.Hidden {
			return false
		}
	}
	return true
}

// Start is what is known of the beginning, End what is known of the end; both
// are the whole text where nothing is hidden.
func (t Text) Start() string {
	for i, p := range t {
		if p.Hidden {
			return t[:i].String()
		}
	}
	return t.String()
}

// End is what is known of the end.
func (t Text) End() string {
	for i, p := range slices.Backward(t) {
		if p.Hidden {
			return t[i+1:].String()
		}
	}
	return t.String()
}

// Cut cuts the text at the first separator that is not hidden.
func (t Text) Cut(separator string) (before, after Text, found bool) {
	for i, p := range t {
		if p.Hidden {
			continue
		}
		if left, right, cut := strings.Cut(p.Text, separator); cut {
			return t[:i:i].add(Part{Text: left}), Text{}.add(Part{Text: right}).add(t[i+1:]...), true
		}
	}
	return t, nil, false
}

// split cuts the text at every separator that is not hidden.
func (t Text) split(separator string) []Text {
	var all []Text
	for {
		piece, rest, found := t.Cut(separator)
		all = append(all, piece)
		if !found {
			return all
		}
		t = rest
	}
}

// each changes what is not hidden.
func (t Text) each(change func(string) string) Text {
	var all Text
	for _, p := range t {
		if !p.Hidden {
			p.Text = change(p.Text)
		}
		all = all.add(p)
	}
	return all
}

// add puts parts behind the text; empty ones vanish, and what is known is joined.
func (t Text) add(parts ...Part) Text {
	for _, p := range parts {
		last := len(t) - 1
		switch {
		case p.Text == "":
		case last >= 0 && !t[last].Hidden && !p.Hidden:
			t = append(t[:last:last], Part{Text: t[last].Text + p.Text})
		default:
			t = append(slices.Clip(t), p)
		}
	}
	return t
}

// Quoted is the text as a word of a shell command: in double quotes where
// something is hidden, so that the shell fills it in.
func (t Text) Quoted() string {
	whole := t.String()
	switch {
	case t.Known() && whole != "" && !strings.ContainsFunc(whole, special):
		return whole
	case t.Known():
		return "'" + strings.ReplaceAll(whole, "'", `'\''`) + "'"
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, p := range t {
		if p.Hidden {
			b.WriteString(p.Text)
			continue
		}
		b.WriteString(strings.NewReplacer(`\`, `\\`, `"`, `\"`, "`", "\\`", "$", `\$`).Replace(p.Text))
	}
	b.WriteByte('"')
	return b.String()
}

// special reports whether a character may mean something to a shell.
func special(r rune) bool {
	isLetter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	isDigit := r >= '0' && r <= '9'
	return !isLetter && !isDigit && !strings.ContainsRune("%+,./:=@_-", r)
}
