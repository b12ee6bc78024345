package upgrade

import (
	"context"
	"fmt"

	"streampark-regress/harness/caller"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/judge"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
)

// inOrder does one thing after the other, up to the first that fails.
func inOrder(all ...func() error) error {
	for _, do := range all {
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

// before makes an administrator's and a developer's token, one that is disabled,
// and a sign-in, and uses each; and an administrator who does not sign in.
func (f *finder) before(ctx context.Context) error {
	f.admin, f.developer, f.retired, f.newcomer = f.caller(1), f.caller(2), f.caller(3), f.caller(4)
	return inOrder(
		func() error { return f.admin.MakeToken(ctx, evidence.Administrator) },
		func() error { return f.admin.MakeApplication(ctx) },
		func() error { return f.admin.MakeSavepoint(ctx) },
		func() error { return f.developer.MakeToken(ctx, evidence.Developer) },
		func() error { return f.developer.MakeApplication(ctx) },
		func() error { return f.retired.MakeToken(ctx, evidence.Administrator) },
		func() error { return f.retired.MakeApplication(ctx) },
		func() error { return f.retired.Disable(ctx) },
		func() error { return f.newcomer.MakeNewcomer(ctx) },
		func() error { return f.admin.KeepSignIn(ctx) },
		func() error { return f.probe(TokenBefore, f.admin, func() error { return f.admin.Start(ctx) }) },
		func() error {
			return f.probe(DeveloperBefore, f.developer, func() error { return f.developer.Start(ctx) })
		},
		func() error { return f.probe(DisabledBefore, f.retired, func() error { return f.retired.Start(ctx) }) },
		func() error {
			return f.probe(SignInBefore, f.admin, func() error { return f.admin.StartSignedIn(ctx, caller.WithCookie) })
		},
		func() error { return f.state(ctx, f.from, RestoreBefore, SaveBefore) },
		func() error { return f.usual() },
		func() error { return f.developer.Settle(ctx) },
	)
}

// usual makes sure that the release to begin with behaves as it is known to:
// from one that does not, nothing can be concluded.
func (f *finder) usual() error {
	for _, s := range f.found.Steps {
		a := *s.Attempt
		_, known := judge.Shown(a, judge.Of(f.from))
		want := outcome.Started
		switch s.Look { //nolint:exhaustive // the other looks are starts
		case DisabledBefore:
			want = outcome.Unauthenticated
		case SaveBefore:
			want = outcome.Cancelled
		}
		asked := s.Look == RestoreBefore || s.Look == SaveBefore
		switch {
		case a.Outcome != want && !known:
			return fmt.Errorf("%s: expected %s, found %s %d, so that a change could not be told from what was wrong before", s.Look, want, a.Outcome, a.Status)
		case asked && !known && !keeps(a):
			return fmt.Errorf("%s: the state of the job was lost, so that a change could not be told from what was wrong before", s.Look)
		case contradicts(a):
			return fmt.Errorf("%s: the applications did not do what the answer, %s, says", s.Look, a.Outcome)
		}
	}
	return nil
}

// after uses what was made before, tries to make a second token, and starts
// again with a new one.
func (f *finder) after(ctx context.Context) error {
	old := f.from.API.Start
	return inOrder(
		func() error { return f.probe(OldToken, f.admin, func() error { return f.admin.Call(ctx, old) }) },
		func() error { row, err := f.admin.Row(ctx); return f.note(OldRow, row, err) },
		func() error { row, err := f.developer.Left(ctx); return f.note(DeveloperRow, row, err) },
		func() error {
			return f.probe(DisabledAfter, f.retired, func() error { return f.retired.Call(ctx, old) })
		},
		func() error { row, err := f.retired.Left(ctx); return f.note(DisabledRow, row, err) },
		func() error {
			return f.probe(SignInAfter, f.admin, func() error { return f.admin.StartSignedIn(ctx, caller.WithCookie) })
		},
		func() error { second, err := f.admin.SecondToken(ctx); return f.note(SecondToken, second, err) },
		func() error { return f.admin.Renew(ctx) },
		func() error { return f.probe(OldAddress, f.admin, func() error { return f.admin.Call(ctx, old) }) },
		func() error { return f.probe(NewAddress, f.admin, func() error { return f.admin.Start(ctx) }) },
		func() error { return f.state(ctx, f.from, RestoreOldNames, SaveOldNames) },
		func() error { return f.state(ctx, f.to, RestoreNewNames, SaveNewNames) },
		func() error { return f.developer.Renew(ctx) },
		func() error {
			return f.probe(DeveloperAfter, f.developer, func() error { return f.developer.Start(ctx) })
		},
		func() error {
			admission, err := f.newcomer.Admission(ctx, caller.RightPassword)
			return f.note(NewcomerAfter, admission, err)
		},
	)
}

// state starts the administrator's application from its savepoint and cancels it
// with one, with the fields of a release.
func (f *finder) state(ctx context.Context, fields release.Release, restore, save Look) error {
	restoring, err := caller.WrittenFor(f.admin, release.Start, fields.Version, caller.NoPath)
	if err != nil {
		return err
	}
	saving, err := caller.WrittenFor(f.admin, release.Cancel, fields.Version, caller.NoPath)
	if err != nil {
		return err
	}
	return inOrder(
		func() error {
			return f.probe(restore, f.admin, func() error { return f.admin.StartAt(ctx, "", restoring) })
		},
		func() error { return f.probe(save, f.admin, func() error { return f.admin.CancelAt(ctx, "", saving) }) },
	)
}

// keeps reports whether the state of the job outlived a call.
func keeps(a evidence.Attempt) bool { return a.Submission != nil && a.Submission.State.Keeps() }

// back goes back to the first release and uses a token made there again.
func (f *finder) back(ctx context.Context) error {
	return inOrder(
		func() error { return f.admin.Upgrade(ctx, f.from.Version) },
		func() error { return f.probe(Back, f.admin, func() error { return f.admin.Start(ctx) }) },
		func() error { return f.admin.Renew(ctx) },
		func() error { return f.probe(BackRenewed, f.admin, func() error { return f.admin.Start(ctx) }) },
	)
}
