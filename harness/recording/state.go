package recording

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"streampark-regress/harness/database"
	"streampark-regress/harness/effect"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/streampark"
)

// What the application of the state flows has.
const (
	latestSavepoint = "file:///regress/savepoints/latest"
	olderSavepoint  = "file:///regress/savepoints/older"
	runningJob      = "0123456789abcdef0123456789abcdef"
)

// stateFlow begins the name of every flow about what becomes of a job's state.
const stateFlow = "state: "

func isState(flows []string) bool {
	return slices.ContainsFunc(flows, func(flow string) bool { return strings.HasPrefix(flow, stateFlow) })
}

// stateFlows are starts and cancels with state, of the two kinds of callers and at
// each address: what is answered, what is submitted and where the application's
// state goes.
func stateFlows(ctx context.Context, r *recorder) {
	r.wipe(ctx)
	r.flinklessFlow(ctx)
	r.change(func(db *database.Database) error { return db.AddFlink(ctx, r.deployment.Flink()) })
	r.change(func(db *database.Database) error { return db.PrepareApplication(ctx, database.DemoApplicationID) })
	if !r.stateOf(ctx, "an API token", r.newToken(ctx, "{{api-token}}").with, all) {
		r.stateOf(ctx, "a sign-in", r.signInAsAdmin(ctx), all)
		return
	}
	r.stateOf(ctx, "a sign-in", r.signInAsAdmin(ctx), named)
}

// extent is how much of what may be said about state a caller says.
type extent int

const (
	all extent = iota
	// named leaves out odd values: on 2.1.5 a sign-in was answered by the same
	// rules (docs/measured.md).
	named
)

// stateOf is what becomes of the calls of one caller. It reports whether any start
// was accepted.
func (r *recorder) stateOf(ctx context.Context, name string, with streampark.Credentials, e extent) bool {
	starts, cancels := startsWithState(), cancelsWithState()
	if e == named {
		starts, cancels = names("start"), names("cancel")
	}
	taken := false
	for i, path := range streampark.StartPaths() {
		if r.stateFlow(ctx, "start at "+path+" with "+name, startAt(path).Without("savePointed").As(with), starts) {
			taken = true
		}
		path = streampark.CancelPaths()[i]
		r.stateFlow(ctx, "cancel at "+path+" with "+name, streampark.CancelCall(path, database.DemoApplicationID).As(with), cancels)
	}
	return taken
}

// flinklessFlow is about an application as it is shipped, which has no Flink to
// run on.
func (r *recorder) flinklessFlow(ctx context.Context) {
	f, with := stateFlow+"no Flink", r.signInAsAdmin(ctx)
	for i, path := range streampark.StartPaths() {
		plain := func(name string) variation {
			return variation{name: name, of: func(c streampark.Call) streampark.Call { return c }}
		}
		r.stateExchange(ctx, f, startAt(path).As(with), plain("start at "+path))
		cancel := streampark.CancelPaths()[i]
		r.stateExchange(ctx, f, streampark.CancelCall(cancel, database.DemoApplicationID).As(with), plain("cancel at "+cancel))
	}
}

// stateFlow makes a call with all variations; the first is the call as it is. One
// that is not accepted shows that the caller or the address is not served at all,
// and the others would be answered the same. It reports whether the first was.
func (r *recorder) stateFlow(ctx context.Context, name string, c streampark.Call, variations []variation) bool {
	for i, v := range variations {
		if !r.stateExchange(ctx, stateFlow+name, c, v) && i == 0 {
			return false
		}
	}
	return true
}

// stateExchange notes a call with what it did. It reports whether it was accepted.
func (r *recorder) stateExchange(ctx context.Context, flow string, c streampark.Call, v variation) bool {
	const app = database.DemoApplicationID
	cancels := slices.Contains(streampark.CancelPaths(), c.Path)
	r.change(func(db *database.Database) error { return db.ForgetSavepoints(ctx, app) })
	if v.savepoints == oneOlder {
		r.change(func(db *database.Database) error { return db.AddSavepoint(ctx, app, olderSavepoint) })
	}
	if v.savepoints != none {
		r.change(func(db *database.Database) error { return db.AddSavepoint(ctx, app, latestSavepoint) })
	}
	// Whatever state the last call has left it in.
	r.change(func(db *database.Database) error { return db.PretendRunning(ctx, app, runningJob) })
	if v.job == noID {
		r.change(func(db *database.Database) error { return db.ForgetJob(ctx, app) })
	}
	if !cancels || v.job == ended {
		r.change(func(db *database.Database) error { return db.PretendEnded(ctx, app) })
	}
	if r.err != nil {
		return false
	}
	var before effect.Moment
	if before, r.err = effect.Before(ctx, r.deployment, app); r.err != nil {
		return false
	}
	answer := r.note(ctx, flow, v.name, v.of(c))
	if r.err != nil {
		return false
	}
	read, taken := outcome.Read, effect.Refused
	if cancels {
		read = outcome.ReadCancel
	}
	if read(answer.Answer).Outcome.Accepted() {
		taken = effect.Accepted
	}
	did, err := before.After(ctx, taken)
	if err != nil {
		r.err = err
		return false
	}
	entries := r.out.Flows[flow]
	last := &entries[len(entries)-1]
	last.Submitted, last.State = did.Submitted, new(strconv.Itoa(did.State))
	return taken == effect.Accepted
}
