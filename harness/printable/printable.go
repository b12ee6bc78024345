// Package printable keeps what others wrote from doing anything to the terminal
// it is shown on: a server's answer, a log, a token's owner may hold escapes that
// move the cursor, set a title, or turn text around.
package printable

import (
	"io"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Text is a text in which whatever a terminal would obey is replaced by U+FFFD,
// but for the ends of lines and tabs.
func Text(text string) string { return strings.Map(printed, text) }

// Line is a text of one line: its ends of lines and tabs are spaces.
func Line(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		return printed(r)
	}, text)
}

// printed is what is shown of a character. Those of the category Cf turn text
// around or hide it (U+202E, U+200B); those of Cc are control characters.
func printed(r rune) rune {
	if r == '\n' || r == '\t' {
		return r
	}
	if r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
		return utf8.RuneError
	}
	return r
}

// Writer writes texts as Text has them. Its methods may be called concurrently.
type Writer struct {
	to io.Writer

	mu sync.Mutex
	// begun is the beginning of a character whose end is not written yet.
	begun []byte
}

// NewWriter returns a writer that writes to another.
func NewWriter(to io.Writer) *Writer { return &Writer{to: to} }

// Write writes a text; the error is that of the writer behind it. A character
// that is cut off at the end waits for the rest of it.
func (w *Writer) Write(text []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := append(w.begun, text...)
	whole := len(all)
	for i := 1; i < utf8.UTFMax && i <= len(all); i++ {
		if at := len(all) - i; utf8.RuneStart(all[at]) {
			if !utf8.FullRune(all[at:]) {
				whole = at
			}
			break
		}
	}
	w.begun = append([]byte(nil), all[whole:]...)
	if _, err := io.WriteString(w.to, Text(string(all[:whole]))); err != nil {
		return 0, err
	}
	return len(text), nil
}

// Unwrap is the writer behind it, for who paints the screen.
func (w *Writer) Unwrap() io.Writer { return w.to }
