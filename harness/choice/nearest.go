package choice

import "strings"

// Nearest is the word of a list that is most like another, whatever its capitals:
// the first of those for which the fewest letters have to be added, removed or
// changed. It is empty for an empty list.
func Nearest(word string, of []string) string {
	nearest, least := "", -1
	for _, candidate := range of {
		if d := distance(word, candidate); least < 0 || d < least {
			nearest, least = candidate, d
		}
	}
	return nearest
}

// distance is Levenshtein's.
func distance(one, other string) int {
	a, b := []rune(strings.ToLower(one)), []rune(strings.ToLower(other))
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			changed := diagonal
			if a[i] != b[j] {
				changed++
			}
			diagonal = row[j+1]
			row[j+1] = min(changed, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
