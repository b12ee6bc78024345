package upgrade

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
)

// advise turns what was found into a list for the people who call the API. It
// says nothing that was not measured in this very run.
func (f *finder) advise(from release.Release) {
	add := func(breaks, change string, evidence ...string) {
		var parts []string
		for _, name := range evidence {
			s := f.steps[name]
			parts = append(parts, s.What+": "+s.String())
		}
		f.found.Advice = append(f.found.Advice, Advice{breaks, change, strings.Join(parts, "; ")})
	}
	is := func(name string, o outcome.Outcome) bool { return f.steps[name].Outcome == string(o) }
	to := f.d.Release()
	// Where no token works, what else tokens need is no advice.
	blocked := !is("new address", outcome.Started)
	if blocked {
		change := "do not upgrade before this is understood"
		for _, k := range to.KnownIssues {
			if s := f.steps["new address"]; string(k.Symptom.Outcome) == s.Outcome && string(k.Symptom.Cause) == s.Cause {
				change = fmt.Sprintf("do not upgrade while anything uses API tokens: this is issue %s, %s", k.ID, k.Title)
			}
		}
		add("every caller with an API token: one made anew does not start an application either", change, "old token", "new address")
	}
	if is("old token", outcome.Unauthenticated) && !blocked {
		change := "make each token anew on the token page"
		evidence := []string{"old token", "row"}
		if strings.Contains(f.steps["second token"].Outcome, "already has a token") {
			change = "delete each old token on the token page, then make it anew: while the old row is there a new one is refused"
			evidence = append(evidence, "second token")
		}
		add("every API token made on "+from.Version, change, evidence...)
	}
	if is("old address", outcome.Closed) || is("old address", outcome.NotFound) {
		add("every caller of "+from.API.Start, fmt.Sprintf("call %s instead, or have an administrator set streampark.openapi.white-list: %s", to.API.Start, from.API.Start),
			"old address", "new address")
	}
	if is("developer before", outcome.Started) && !is("developer", outcome.Started) && !blocked {
		add("API tokens of users who are no administrators", "use an administrator's token for the scheduler", "developer before", "developer")
	}
	if is("sign-in before", outcome.Started) && is("sign-in", outcome.Unauthenticated) {
		add("everybody who is signed in, and scripts that keep a sign-in token", "sign in again", "sign-in")
	}
}

// Print writes what was found, step by step, and the list for callers.
func (f Found) Print(out io.Writer) error {
	var b strings.Builder
	if strings.Contains(f.Target, "model") {
		b.WriteString("MODEL: these answers are the built-in model's, not StreamPark's.\n\n")
	}
	fmt.Fprintf(&b, "Upgrade %s on %s; scripts run: %s\n\n", strings.Join(f.Path, " -> "), f.Target, listed(f.Scripts))
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "RELEASE\tWHAT\tFOUND\tANSWER")
	for _, s := range f.Steps {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", s.Release, s.What, s, s.Summary)
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write the findings: %w", err)
	}
	if len(f.Advice) == 0 {
		b.WriteString("\nNothing breaks for the people who call the API.\n")
	} else {
		b.WriteString("\nFor the people who call the API, in this order:\n")
	}
	for i, a := range f.Advice {
		fmt.Fprintf(&b, "%d. breaks:   %s\n   change:   %s\n   measured: %s\n", i+1, a.Breaks, a.Change, a.Evidence)
	}
	if _, err := io.WriteString(out, b.String()); err != nil {
		return fmt.Errorf("write the findings: %w", err)
	}
	return nil
}

func listed(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
