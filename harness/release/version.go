package release

import (
	"cmp"
	"strconv"
	"strings"
)

// Compare orders two versions by their numbers: it is negative if a comes
// before b, positive if it comes after it, and 0 if neither does. 2.1.10 comes
// after 2.1.9, 2.1 before 2.1.0, and what has something after a hyphen
// (2.1.5-rc1) before what has not (2.1.5), as StreamPark's candidates do.
func Compare(a, b string) int {
	numbersA, suffixA, candidateA := strings.Cut(a, "-")
	numbersB, suffixB, candidateB := strings.Cut(b, "-")
	as, bs := strings.Split(numbersA, "."), strings.Split(numbersB, ".")
	for i := range min(len(as), len(bs)) {
		if order := compareNumbers(as[i], bs[i]); order != 0 {
			return order
		}
	}
	switch {
	case len(as) != len(bs):
		return cmp.Compare(len(as), len(bs))
	case candidateA != candidateB:
		return map[bool]int{true: -1, false: 1}[candidateA]
	}
	return cmp.Compare(suffixA, suffixB)
}

// compareNumbers orders parts of versions. What is not a number, which no version
// of a catalogue has, is ordered as text.
func compareNumbers(a, b string) int {
	x, errX := strconv.ParseUint(a, 10, 64)
	y, errY := strconv.ParseUint(b, 10, 64)
	if errX != nil || errY != nil {
		return cmp.Compare(a, b)
	}
	return cmp.Compare(x, y)
}
