package choice_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/choice"
)

func TestNearest(t *testing.T) {
	words := []string{"REGRESS_TAGS", "REGRESS_TAG", "REGRESS_TARGET", "REGRESS_RELEASE"}
	for word, want := range map[string]string{
		"REGRESS_TAGS":     "REGRESS_TAGS",
		"REGRESS_RELEASES": "REGRESS_RELEASE",
		"regress_release":  "REGRESS_RELEASE",
		"REGRESS_TRAGET":   "REGRESS_TARGET",
		"REGRESS_TAGES":    "REGRESS_TAGS",
		"GRESS_TAG":        "REGRESS_TAG",
		"":                 "REGRESS_TAG",
	} {
		assert.Equal(t, want, choice.Nearest(word, words), word)
	}
	assert.Empty(t, choice.Nearest("x", nil))
	assert.Equal(t, "b", choice.Nearest("é", []string{"b", "c"}), "the first of those that are as near, and a letter is one")
	assert.Equal(t, "é", choice.Nearest("e", []string{"ab", "é"}))
}
