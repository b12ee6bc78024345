package printable_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/printable"
)

func TestNothingIsObeyed(t *testing.T) {
	for text, want := range map[string]string{
		"":                          "",
		"plain, ä, 漢, ● and ┆":      "plain, ä, 漢, ● and ┆",
		"one\n\ttwo\n":              "one\n\ttwo\n",
		"\x1b[2Jgone":               "\uFFFD[2Jgone",
		"\x1b]0;title\x07":          "\uFFFD]0;title\uFFFD",
		"over\rwritten":             "over\uFFFDwritten",
		"back\b\b\b\bspace":         "back\uFFFD\uFFFD\uFFFD\uFFFDspace",
		"\u009b31m eight bits":      "\uFFFD31m eight bits",
		"no\x9bUTF-8":               "no\uFFFDUTF-8",
		"turned \u202Edrow\u202C":   "turned \uFFFDdrow\uFFFD",
		"isolated \u2066x\u2069":    "isolated \uFFFDx\uFFFD",
		"hidden\u200Bspace":         "hidden\uFFFDspace",
		"a line\u2028and paragraph": "a line\uFFFDand paragraph",
		"nul\x00 and del\x7f":       "nul\uFFFD and del\uFFFD",
	} {
		assert.Equal(t, want, printable.Text(text))
		var b bytes.Buffer
		n, err := printable.NewWriter(&b).Write([]byte(text))
		require.NoError(t, err)
		assert.Equal(t, len(text), n)
		assert.Equal(t, want, b.String())
	}
	assert.Equal(t, "one  two ", printable.Line("one\n\ttwo\n"))
}

// A character that comes in two parts is one.
func TestACharacterInParts(t *testing.T) {
	const text = "ä漢●\x1b🙂"
	for size := 1; size <= len(text); size++ {
		var b bytes.Buffer
		w := printable.NewWriter(&b)
		for rest := []byte(text); len(rest) > 0; {
			n := min(size, len(rest))
			_, err := w.Write(rest[:n])
			require.NoError(t, err)
			rest = rest[n:]
		}
		assert.Equal(t, "ä漢●\uFFFD🙂", b.String(), size)
	}
}

// full is where nothing can be written.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestTheWriterBehindIsHeard(t *testing.T) {
	_, err := printable.NewWriter(full{}).Write([]byte("x"))
	assert.EqualError(t, err, "no space left")
	assert.Equal(t, full{}, printable.NewWriter(full{}).Unwrap())
}
