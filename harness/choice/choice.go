// Package choice says in English what there is to choose from.
package choice

import (
	"fmt"
	"strings"
)

// OneOf says what to choose from, as in "one of a, b or c".
func OneOf[T any](words []T) string {
	if len(words) < 2 {
		return Of(words)
	}
	return "one of " + Of(words)
}

// Of lists words as in "a, b or c"; it is empty for none.
func Of[T any](words []T) string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = fmt.Sprint(w)
	}
	if len(all) < 2 {
		return strings.Join(all, "")
	}
	last := len(all) - 1
	return strings.Join(all[:last], ", ") + " or " + all[last]
}
