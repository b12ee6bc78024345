package bug

import (
	"fmt"
	"slices"
	"strings"

	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/verdict"
)

// reproduced says whether a release showed the issue. It showed it where a
// check met exactly the symptom; it is only said not to where everything that
// was tried was checked, and went as a release without the issue should.
func reproduced(b *strings.Builder, r result.Result, release result.Release, issue Issue) {
	subject := "StreamPark " + release.Version
	if slices.Contains(r.Models(), release.Version) {
		subject = "the MODEL of " + release.Version
	}
	met := meeting(r, release.Version, issue.ID)
	unexpected, inconclusive, left := release.Counts[verdict.Unexpected], release.Counts[verdict.Inconclusive], release.Counts[verdict.NotRun]
	ran := release.Scenarios - left
	switch masks := masking(release); {
	case len(met) > 0:
		fmt.Fprintf(b, "**Reproduced on %s**, in %d of %s.\n\n", subject, len(met), words.Count(ran, "scenario"))
		if issue.Expected != "" {
			fmt.Fprintf(b, "- Expected: %s\n", issue.Expected)
		}
		actual(b, met[0], issue.ID)
		b.WriteString("\n")
		if unexpected > 0 {
			fmt.Fprintf(b, "%s did not go as expected; see below.\n\n", words.Count(unexpected, "scenario"))
		}
	case unexpected > 0:
		fmt.Fprintf(b, "**Something else on %s**: %d of %s did not go as expected, and none showed exactly this issue.\n\n", subject, unexpected, words.Count(ran, "scenario"))
	case inconclusive > 0 || ran == 0:
		fmt.Fprintf(b, "**Not decided on %s**: %d of %s could not be carried out.\n\n", subject, inconclusive+left, words.Count(release.Scenarios, "scenario"))
	case len(masks) > 0:
		fmt.Fprintf(b, "**Not decided on %s**: not everything could be checked because of %s.\n\n", subject, words.KnownIssue(strings.Join(masks, ", ")))
	default:
		fmt.Fprintf(b, "**Not reproduced on %s**: %s about it went as expected.\n\n", subject, words.Count(ran, "scenario"))
	}
}

// masking lists the known issues that stood in the way of checks.
func masking(release result.Release) []string {
	var all []string
	for id := range release.Masked {
		all = append(all, id)
	}
	slices.Sort(all)
	return all
}

// actual tells the call that met the issue.
func actual(b *strings.Builder, s result.Scenario, issue string) {
	c, met := symptom(s, issue)
	if !met {
		return
	}
	said := words.Check(c, s.Attempt(c.Attempt))
	fmt.Fprintf(b, "- Actual: %s: %s", said.Label, said.Found)
	if said.Cause.Text != "" {
		fmt.Fprintf(b, ", %s", said.Cause)
	}
	b.WriteString("\n")
}
