// Package small has mutants. A comment behind a line says what becomes of those in
// it; where there is no comment there are none.
package small

import (
	"strings"
	"time"
)

// What has to be a constant stays.
const (
	week  = 7 * day
	day   = 24 * time.Hour
	large = week > day
)

// Letters is as long as it has to be.
var Letters [1 + 2]string

// Tested at the boundary and on both sides of it.
func Above(a, b int) bool {
	return a > b // CONDITIONALS_NEGATION killed, CONDITIONALS_BOUNDARY killed
}

// Tested on both sides alone.
func Below(a, b int) bool {
	return a <= b // CONDITIONALS_NEGATION killed, CONDITIONALS_BOUNDARY lived
}

// Tested by nothing.
func Equal(a, b string) bool {
	return a == b // CONDITIONALS_NEGATION lived
}

// Tested where the operands are not the same.
func Both(a, b bool) bool {
	return a && b // INVERT_LOGICAL killed
}

// Tested where they are the same: there an && says what an || does.
func Either(a, b bool) bool {
	return a || b // INVERT_LOGICAL lived
}

// Checked panics where the right operand is evaluated without need.
func Checked(p *int) bool {
	return p == nil || // CONDITIONALS_NEGATION killed, INVERT_LOGICAL killed
		*p == 0 // CONDITIONALS_NEGATION killed
}

// Flag is not bool itself, so an && of it stays.
type Flag bool

func Flags(a, b Flag) Flag { return a && b }

func Grade(points int) string {
	switch {
	case points >= 9: // CONDITIONALS_NEGATION killed, CONDITIONALS_BOUNDARY killed
		return "good"
	case points >= 5: // CONDITIONALS_NEGATION killed, CONDITIONALS_BOUNDARY lived
		return "fair"
	}
	return "bad" + "!"
}

// The tests of these cannot tell the operators from those that replace them,
// though from others.
func Sum(a, b int) int {
	return a + b // ARITHMETIC_BASE lived
}

func Difference(a, b float64) float64 {
	return a - b // ARITHMETIC_BASE lived
}

func Product(a int, b time.Duration) time.Duration {
	return time.Duration(a) * b // ARITHMETIC_BASE lived
}

func Quotient(a, b uint8) uint8 {
	return a / b // ARITHMETIC_BASE lived
}

func Rest(a, b int) int {
	return a % b // ARITHMETIC_BASE lived
}

func Opposite(a int) int {
	return -a // INVERT_NEGATIVES lived
}

func Mean(a, b int) int {
	return (a + b) / 2 // ARITHMETIC_BASE killed, ARITHMETIC_BASE killed
}

func Not(a bool) bool {
	return !a // REMOVE_NOT killed
}

func Answers() (int, bool, error) {
	return 1, true, nil // INVERT_RETURNED killed
}

func Unasked() bool {
	return false // INVERT_RETURNED lived
}

func Count(words []string, letter rune) (n int) {
	for _, w := range words {
		if w == "" { // CONDITIONALS_NEGATION killed
			continue // INVERT_LOOPCTRL killed
		}
		if w == "." { // CONDITIONALS_NEGATION killed
			break // INVERT_LOOPCTRL killed
		}
		if strings.ContainsRune(w, letter) {
			n++ // INCREMENT_DECREMENT killed
		}
	}
	return n
}

// First waits for what is not 0: a break there would not build.
func First(numbers <-chan int) int {
	for {
		n := <-numbers
		if n == 0 { // CONDITIONALS_NEGATION killed
			continue
		}
		return n
	}
}

func Repeat(text string, times int) (out string) {
	for range times {
		out += text // REMOVE_SELF_ASSIGNMENTS killed
	}
	return out
}

// Sums takes two steps at once in the head of a loop; backwards it has no end.
func Sums(to int) (sum int) {
	for i := 0; i != to; i += 2 { // CONDITIONALS_NEGATION killed, INVERT_ASSIGNMENTS timed out, REMOVE_SELF_ASSIGNMENTS timed out
		sum -= i // INVERT_ASSIGNMENTS killed, REMOVE_SELF_ASSIGNMENTS killed
	}
	return sum
}

// Late takes too long for the first time that its mutant is tried.
func Late() bool {
	return false // INVERT_RETURNED killed
}
