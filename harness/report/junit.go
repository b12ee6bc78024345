package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/verdict"
)

// JUnit's elements, as far as CI systems agree on them.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Time     string       `xml:"time,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name       string          `xml:"name,attr"`
		Tests      int             `xml:"tests,attr"`
		Failures   int             `xml:"failures,attr"`
		Errors     int             `xml:"errors,attr"`
		Skipped    int             `xml:"skipped,attr"`
		Time       string          `xml:"time,attr"`
		Timestamp  string          `xml:"timestamp,attr"`
		Properties []junitProperty `xml:"properties>property"`
		Cases      []junitCase     `xml:"testcase"`
	}
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitCase struct {
		Name    string        `xml:"name,attr"`
		Class   string        `xml:"classname,attr"`
		Time    string        `xml:"time,attr"`
		Skipped *junitProblem `xml:"skipped"`
		Error   *junitProblem `xml:"error"`
		Failure *junitProblem `xml:"failure"`
		Out     string        `xml:"system-out,omitempty"`
	}
	junitProblem struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
		Text    string `xml:",chardata"`
	}
)

// JUnit writes junit.xml: one suite per release. A scenario that met a known
// issue as expected passed, and a property of its suite says so (the common
// schema has none for a test case); one that could not be carried out is an
// error; one the plan left out is skipped.
func JUnit(out io.Writer, r Result) error {
	all := junitSuites{Name: "streampark-regress", Time: seconds(r.Seconds)}
	at := map[string]int{}
	for _, s := range r.Scenarios {
		i, known := at[s.Release]
		if !known {
			i = len(all.Suites)
			at[s.Release] = i
			all.Suites = append(all.Suites, junitSuite{Name: "StreamPark " + s.Release, Timestamp: r.Started.UTC().Format("2006-01-02T15:04:05"),
				Properties: []junitProperty{{"target", s.Target}, {"release", s.Release}, {"clock", r.Run.Clock}}})
		}
		suite := &all.Suites[i]
		suite.add(s)
	}
	for i := range all.Suites {
		s := &all.Suites[i]
		var sum float64
		for _, c := range r.Scenarios {
			if "StreamPark "+c.Release == s.Name {
				sum += c.Seconds
			}
		}
		s.Time = seconds(sum)
		all.Tests += s.Tests
		all.Failures += s.Failures
		all.Errors += s.Errors
	}
	if _, err := io.WriteString(out, xml.Header); err != nil {
		return fmt.Errorf("write junit.xml: %w", err)
	}
	enc := xml.NewEncoder(out)
	enc.Indent("", "  ")
	if err := enc.Encode(all); err != nil {
		return fmt.Errorf("write junit.xml: %w", err)
	}
	return nil
}

func (suite *junitSuite) add(s Scenario) {
	c := junitCase{Name: s.Name, Class: "StreamPark " + s.Release + "." + strings.ReplaceAll(s.File, ".", "_"), Time: seconds(s.Seconds), Out: story(s)}
	suite.Tests++
	switch s.Verdict {
	case verdict.AsExpected:
		for _, id := range s.KnownIssues {
			suite.Properties = append(suite.Properties, junitProperty{"known-issue " + id, fmt.Sprintf("%s (%s:%d)", s.Name, s.File, s.Line)})
			c.Out = fmt.Sprintf("passed by meeting exactly known issue %s\n", id) + c.Out
		}
	case verdict.Unexpected:
		suite.Failures++
		c.Failure = &junitProblem{Message: s.Reason, Type: string(s.Verdict), Text: s.Reason}
	case verdict.NotRun:
		suite.Skipped++
		c.Skipped = &junitProblem{Message: s.Reason}
	default:
		suite.Errors++
		c.Error = &junitProblem{Message: s.Reason, Type: string(verdict.Inconclusive), Text: s.Reason}
	}
	suite.Cases = append(suite.Cases, c)
}

// story tells a scenario's steps and calls as text.
func story(s Scenario) string {
	var b strings.Builder
	for _, step := range s.Steps {
		fmt.Fprintf(&b, "%-7s %s %s\n", step.Status, step.Keyword, step.Text)
	}
	for _, a := range s.Attempts {
		fmt.Fprintf(&b, "call    %s: %s %s -> %s (%s)%s\n", a.Label, a.Method, a.Path, a.Outcome, a.Summary, because(a))
	}
	return b.String()
}

func because(a evidence.Attempt) string {
	if a.Cause == "" {
		return ""
	}
	return ", cause " + a.Cause + ": " + a.Because
}

func seconds(s float64) string { return fmt.Sprintf("%.3f", s) }
