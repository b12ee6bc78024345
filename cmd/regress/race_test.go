//go:build race

package main

// raceSlows is how many times as long the program takes for anything: under the race
// detector, with the tests of another package beside it, 37 s were seen for 30.
const raceSlows = 2
