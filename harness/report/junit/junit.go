// Package junit writes a run as junit.xml, as far as CI systems agree on it.
package junit

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/verdict"
)

type (
	suites struct {
		XMLName  xml.Name `xml:"testsuites"`
		Name     string   `xml:"name,attr"`
		Tests    int      `xml:"tests,attr"`
		Failures int      `xml:"failures,attr"`
		Errors   int      `xml:"errors,attr"`
		Time     string   `xml:"time,attr"`
		Suites   []suite  `xml:"testsuite"`
	}
	suite struct {
		Name       string     `xml:"name,attr"`
		Tests      int        `xml:"tests,attr"`
		Failures   int        `xml:"failures,attr"`
		Errors     int        `xml:"errors,attr"`
		Skipped    int        `xml:"skipped,attr"`
		Time       string     `xml:"time,attr"`
		Timestamp  string     `xml:"timestamp,attr"`
		Properties []property `xml:"properties>property"`
		Cases      []testCase `xml:"testcase"`
	}
	property struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	testCase struct {
		Name    string   `xml:"name,attr"`
		Class   string   `xml:"classname,attr"`
		Time    string   `xml:"time,attr"`
		Skipped *problem `xml:"skipped"`
		Error   *problem `xml:"error"`
		Failure *problem `xml:"failure"`
		Out     string   `xml:"system-out,omitempty"`
	}
	problem struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
		Text    string `xml:",chardata"`
	}
)

// Write writes junit.xml: one suite per release. A scenario that met a known
// issue as expected is skipped, with the issue as the message, for it did not pass;
// a property of its suite says so too (the common schema has none for a test case).
// One that could not be carried out is an error; one the plan left out is skipped.
// The name of the whole says the headline.
func Write(out io.Writer, r result.Result) error {
	all := suites{Name: "streampark-regress: " + words.Headline(r), Time: seconds(r.Seconds)}
	for _, release := range r.Releases() {
		s := suiteOf(r, release.Place())
		all.Suites = append(all.Suites, s)
		all.Tests += s.Tests
		all.Failures += s.Failures
		all.Errors += s.Errors
	}
	all.whole(r)
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

// whole makes what keeps the run from being whole cases of their own: no reader
// of the file may take it for a run that went well. What was not run is skipped,
// and what could not be carried out is an error.
func (all *suites) whole(r result.Result) {
	made := suite{Name: "the run", Time: seconds(0), Timestamp: timestamp(r), Properties: []property{{"verdict", words.Headline(r)}}}
	if broken := words.Broken(r); len(broken) > 0 {
		made.Errors++
		made.Cases = append(made.Cases, testCase{Name: "the run can be carried out", Class: "run", Time: seconds(0),
			Error: &problem{Message: broken[0], Type: string(verdict.Inconclusive), Text: strings.Join(broken, "\n")}})
	}
	if partial := words.Partial(r); partial != "" {
		made.Skipped++
		made.Cases = append(made.Cases, testCase{Name: "the whole plan is run", Class: "run", Time: seconds(0), Skipped: &problem{Message: "PARTIAL: " + partial}})
	}
	if made.Tests = len(made.Cases); made.Tests > 0 {
		all.Tests += made.Tests
		all.Errors += made.Errors
		all.Suites = append(all.Suites, made)
	}
}

func suiteOf(r result.Result, place string) suite {
	made := suite{Name: "StreamPark " + place, Timestamp: timestamp(r)}
	var sum float64
	for _, s := range r.Scenarios {
		if s.Place() != place {
			continue
		}
		if made.Tests == 0 {
			made.Properties = []property{{"target", s.Target}, {"release", s.Release}, {"clock", r.Run.Clock}}
			for _, by := range words.Made(r) {
				made.Properties = append(made.Properties, property{"made", by})
			}
			if s.Database != "" {
				made.Properties = append(made.Properties, property{"database", string(s.Database)})
			}
		}
		made.add(s, r.Run.KnownIssues)
		sum += s.Seconds
	}
	made.Time = seconds(sum)
	return made
}

func (s *suite) add(of result.Scenario, titles map[string]string) {
	c := testCase{Name: of.Name, Class: "StreamPark " + of.Place() + "." + strings.ReplaceAll(of.File, ".", "_"), Time: seconds(of.Seconds), Out: story(of)}
	s.Tests++
	why := words.Why(of)
	switch of.Ended() {
	case verdict.AsExpected:
		for _, id := range of.KnownIssues {
			s.Properties = append(s.Properties, property{"known-issue " + id, fmt.Sprintf("%s (%s:%d)", of.Name, of.File, of.Line)})
			c.Out = fmt.Sprintf("met exactly %s\n", words.KnownIssue(id)) + c.Out
		}
		if known := words.Known(of, titles); known != "" {
			s.Skipped++
			c.Skipped = &problem{Message: known}
		}
	case verdict.Unexpected:
		s.Failures++
		c.Failure = &problem{Message: why, Type: string(verdict.Unexpected), Text: why}
	case verdict.NotRun:
		s.Skipped++
		c.Skipped = &problem{Message: why}
	case verdict.Inconclusive:
		s.Errors++
		c.Error = &problem{Message: why, Type: string(verdict.Inconclusive), Text: why}
	}
	s.Cases = append(s.Cases, c)
}

// story tells a scenario's steps and calls as text.
func story(s result.Scenario) string {
	var b strings.Builder
	for _, step := range s.Steps {
		status, mark := step.Status, ""
		if status == evidence.StepKnown {
			status, mark = "known", " ("+words.Step(s, step)+")"
		}
		fmt.Fprintf(&b, "%-7s %s %s%s\n", status, step.Keyword, step.Text, mark)
	}
	for _, a := range s.Attempts {
		because := ""
		if a.Cause != "" {
			because = ", cause " + words.Cause(a).String()
		}
		fmt.Fprintf(&b, "call    %s: %s %s -> %s, %s%s\n", words.Call(a), a.Method, a.Path, a.Outcome, words.Summary(a), because)
	}
	return b.String()
}

func seconds(s float64) string { return fmt.Sprintf("%.3f", s) }

func timestamp(r result.Result) string { return r.Started.UTC().Format("2006-01-02T15:04:05") }
