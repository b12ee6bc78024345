package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"streampark-regress/harness/bisection"
	"streampark-regress/harness/choice"
	"streampark-regress/harness/judge"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/verdict"
	"streampark-regress/suite/session"
)

// bisectExit is the flag that ends a run as git bisect run wants it.
const bisectExit = "bisect-exit"

// What git bisect run takes from the exit code: 0 is the old state and 1 the new
// one, 125 leaves a commit out, and from 128 on it stops (git-bisect(1)).
const (
	exitOld  = 0
	exitNew  = 1
	exitSkip = 125
	exitStop = 128
)

// addIssueTo declares the flags of a run about an issue.
func (o *options) addIssueTo(f *pflag.FlagSet) {
	f.StringVar(&o.issue, "issue", "", "just the scenarios about this issue, given by its number or the address of its page")
	f.StringVar(&o.bisectExit, bisectExit, "", "with --issue: exit codes for git bisect run, to find where the issue came (break) or, as =fix, where it went")
	f.Lookup(bisectExit).NoOptDefVal = string(bisection.Break)
	onCommandLineOnly(f, "issue", bisectExit)
}

// aboutIssue chooses the scenarios about the issue of the run, if there is one. The
// error is the user's.
func (o *options) aboutIssue() (session.About, error) {
	both := []string{string(bisection.Break), string(bisection.Fix)}
	switch {
	case o.bisectExit != "" && !slices.Contains(both, o.bisectExit):
		return session.About{}, fmt.Errorf("--%s %q: choose %s", bisectExit, o.bisectExit, choice.OneOf(both))
	case o.bisectExit != "" && o.issue == "":
		return session.About{}, fmt.Errorf("--%s answers whether an issue shows: say which with --issue", bisectExit)
	case o.bisectExit != "" && max(len(o.releases), len(o.images)) != 1 && !o.atSite():
		return session.About{}, fmt.Errorf("--%s is about one release or image: name it with --release or --image", bisectExit)
	case o.issue == "":
		return session.About{}, nil
	}
	id, err := issueID(o.issue)
	if err != nil {
		return session.About{}, err
	}
	catalogue, err := o.readCatalogue()
	if err != nil {
		return session.About{}, err
	}
	about := session.Find(catalogue, id)
	if o.tags != "" {
		about.Tags += " and (" + o.tags + ")"
	}
	o.tags = about.Tags
	return about, o.reproducible(about.Issue.ID)
}

// answer prints what came of a run and turns it into the exit code, for git bisect
// where it asks.
func (o *options) answer(s streams, about session.About, ended session.Ended, failed error) error {
	concluded := conclude(s, o.look, ended, failed)
	if o.bisectExit == "" {
		return concluded
	}
	return o.bisected(s, about, ended, failed)
}

// bisected says whether the issue showed, and ends with what git bisect wants.
func (o *options) bisected(s streams, about session.About, ended session.Ended, failed error) error {
	if failed != nil {
		return inconclusive(nil)
	}
	standings := ended.Result.Standings(about.Issue)
	for _, standing := range standings {
		fmt.Fprintln(s.out, words.Bisected(ended.Result, standing, about.Issue.ID))
	}
	showing := result.Bisected(standings)
	switch {
	case showing == judge.Undecided:
		return inconclusive(nil)
	case (showing == judge.Reproduced) == (o.bisectExit == string(bisection.Break)):
		return &exit{code: exitNew}
	}
	return nil
}

// ofGitBisect reports whether the exit code is for git bisect, also where the rest
// of the command line cannot be read: to git any other code would be an answer.
func ofGitBisect(args []string) bool {
	return slices.ContainsFunc(args, func(word string) bool {
		return word == "--"+bisectExit || strings.HasPrefix(word, "--"+bisectExit+"=")
	})
}

// forGitBisect is an exit code as git bisect understands it.
func forGitBisect(ctx context.Context, code int) int {
	switch {
	case errors.Is(ctx.Err(), context.Canceled), code >= verdict.ExitUsage:
		return exitStop
	case code == exitOld, code == exitNew:
		return code
	}
	return exitSkip
}
