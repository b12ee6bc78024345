package bug

import (
	"fmt"
	"strings"

	"streampark-regress/harness/judge"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/verdict"
)

// standing says whether a release showed the issue, and on what that was found.
func standing(b *strings.Builder, r result.Result, s result.Standing, issue release.KnownIssue) {
	said := string(s.Showing)
	fmt.Fprintf(b, "**%s on %s**: %s.\n\n", strings.ToUpper(said[:1])+said[1:], words.On(s), words.Grounds(s))
	if s.Showing == judge.Reproduced {
		if issue.Expected != "" {
			fmt.Fprintf(b, "- Expected: %s\n", issue.Expected)
		}
		actual(b, meeting(r, s, issue.ID), issue.ID)
		b.WriteString("\n")
	}
	if n := unexpected(r, s.Place()); n > 0 {
		fmt.Fprintf(b, "%s did not go as expected; see below.\n\n", words.Count(n, "scenario"))
	}
}

// unexpected counts the scenarios of a release that went otherwise than
// expected.
func unexpected(r result.Result, place string) int {
	n := 0
	for _, s := range r.Scenarios {
		if s.Place() == place && s.Ended() == verdict.Unexpected {
			n++
		}
	}
	return n
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
