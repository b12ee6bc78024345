package evidence

import (
	"slices"
	"strings"
)

// KnownAs is what a scenario counts as that meets a known issue exactly.
type KnownAs string

// KnownFails is for a scenario that counts as unexpected.
const KnownFails KnownAs = "fail"

// knownFlag is the flag of a run that says so.
const knownFlag = "--known-issues"

// Counting are the events of a log in which a known issue counts as it is said now,
// whatever the run said, and so does the command that runs the same again.
func Counting(events []Event, as KnownAs) []Event {
	again := slices.Clone(events)
	for i, e := range again {
		if e.Run == nil {
			continue
		}
		run := *e.Run
		if at := slices.Index(run.Flags, knownFlag); at >= 0 && at+1 < len(run.Flags) {
			run.Command = strings.Replace(run.Command, " "+knownFlag+" "+run.Flags[at+1], "", 1)
			run.Flags = slices.Delete(slices.Clone(run.Flags), at, at+2)
		}
		if as == KnownFails && run.Command != "" {
			run.Flags = append(slices.Clone(run.Flags), knownFlag, string(as))
			run.Command += " " + knownFlag + " " + string(as)
		}
		if run.Phase == Begun {
			run.KnownAs = as
		}
		again[i].Run = &run
	}
	return again
}
