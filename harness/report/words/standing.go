package words

import (
	"fmt"
	"strings"

	"streampark-regress/harness/judge"
	"streampark-regress/harness/report/result"
)

// On names what a release's answers came from: the release and its image, or
// the model of it.
func On(s result.Standing) string {
	switch {
	case s.OfModel():
		return "the MODEL of " + s.Place()
	case len(s.Images) > 0:
		return fmt.Sprintf("StreamPark %s (%s)", s.Place(), strings.Join(s.Images, ", "))
	}
	return "StreamPark " + s.Place()
}

// Standing says whether a release showed an issue and on what that was found,
// in one line. Where parts of the plan were not run, it begins with PARTIAL.
func Standing(r result.Result, s result.Standing, issue string) string {
	return fmt.Sprintf("%s on %s: issue %s, %s%s", join(", ", partial(r), strings.ToUpper(string(s.Showing))), On(s), issue, Grounds(s), because(r, s))
}

// Bisected is Standing for somebody who bisects (result.Bisected).
func Bisected(r result.Result, s result.Standing, issue string) string {
	if s.Showing != judge.Undecided || !s.Refuted() {
		return Standing(r, s, issue)
	}
	return fmt.Sprintf("not there on %s: issue %s, the calls in which it would show went as they should, in %d of %s; elsewhere other issues stood in the way",
		On(s), issue, len(s.Clean), Count(len(s.Run), "scenario"))
}

// because is why the first of those could not be carried out that would have decided
// it; empty where all could.
func because(r result.Result, s result.Standing) string {
	if s.Showing != judge.Undecided || len(s.Other) > 0 || len(s.Undone) == 0 {
		return ""
	}
	for _, scenario := range r.Scenarios {
		if scenario.Job == s.Undone[0] {
			if why, _, _ := strings.Cut(Why(scenario), "\n"); why != "" {
				return ": " + why
			}
		}
	}
	return ""
}

// Grounds says on what grounds a release is said to have shown an issue, not to
// have shown it, or neither.
func Grounds(s result.Standing) string {
	of := Count(len(s.Run), "scenario")
	switch {
	case s.Showing == judge.Reproduced:
		return fmt.Sprintf("in %d of %s", len(s.Shown), of)
	case s.Showing == judge.NotReproduced:
		return fmt.Sprintf("the calls in which it would show went as they should, in %d of %s", len(s.Clean), of)
	case len(s.Run) == 0:
		return "no scenario about it was run"
	case len(s.Other) > 0:
		return fmt.Sprintf("the calls in which it would show came to something else, in %d of %s", len(s.Other), of)
	case len(s.Undone) > 0:
		return fmt.Sprintf("%d of %s could not be carried out", len(s.Undone), of)
	case len(s.Masks) > 0:
		return "not everything could be checked because of " + KnownIssue(strings.Join(s.Masks, ", "))
	}
	return fmt.Sprintf("no call was made in which it would show, in %s", of)
}
