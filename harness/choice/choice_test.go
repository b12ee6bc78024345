package choice_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/choice"
)

func TestChoices(t *testing.T) {
	assert.Empty(t, choice.Of[string](nil))
	assert.Equal(t, "a", choice.Of([]string{"a"}))
	assert.Equal(t, "a or b", choice.Of([]string{"a", "b"}))
	assert.Equal(t, "a", choice.OneOf([]string{"a"}))
	assert.Equal(t, "one of a or b", choice.OneOf([]string{"a", "b"}))
	assert.Equal(t, "1, 2 or 3", choice.Of([]int{1, 2, 3}))
}
