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
	return fmt.Sprintf("%s on %s: issue %s, %s", join(", ", partial(r), strings.ToUpper(string(s.Showing))), On(s), issue, Grounds(s))
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
