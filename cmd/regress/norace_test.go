//go:build !race

package main

// raceSlows is how many times as long the program takes for anything.
const raceSlows = 1
