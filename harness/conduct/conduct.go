// Package conduct observes what two releases do once they run, side by side: what
// their servers log at start, what they answer to every exchange that was ever
// recorded, and what an upgrade makes of the database. It expects nothing; what
// differs is for the catalogue to declare.
package conduct

import (
	"fmt"
	"slices"
	"strings"

	"streampark-regress/harness/database"
	"streampark-regress/harness/recording"
	"streampark-regress/harness/release"
	"streampark-regress/harness/shipped"
)

// Side is what one release did.
type Side struct {
	// Target is where its servers came from.
	Target string
	// Layout is what the tables of a fresh installation are made of.
	Layout database.Layout
	// exchanges are what was asked and what came of it, in the order in which it
	// was asked.
	exchanges []exchange
	// log are the lines of its starts, with the number of starts that logged them.
	log    map[string]int
	starts int
}

// Found is what was observed of two releases.
type Found struct {
	Before, After Side
	// Upgraded is what the tables are made of after the later release's scripts
	// were run on the earlier one's database, and Ran are those scripts.
	Upgraded database.Layout
	Ran      []string
	// Database is the product on which it was.
	Database database.Product
	// Missed says what could not be replayed, and why: of that nothing is known.
	Missed []string
	// OneSided counts the exchanges that only one of the two was asked for: a script
	// goes no further where the first call of many alike is refused.
	OneSided int
	// unsteady are the exchanges that differed once, and once did not.
	unsteady []string
}

// Exchanges counts the exchanges that are compared.
func (f Found) Exchanges() int { return len(f.pairs()) }

// Changes says what differs: drifts, then answers and effects in the order in which
// they were asked for, then lines of the log that are new.
func (f Found) Changes() []shipped.Change {
	all := f.drift()
	all = append(all, differing(f.pairs())...)
	return append(all, f.logged()...)
}

// drift says in what a database that was upgraded is made otherwise than a fresh
// one.
func (f Found) drift() []shipped.Change {
	named := func(l database.Layout) map[string]string {
		all := map[string]string{}
		for name, says := range l {
			all[string(f.Database.OrUsual())+" "+name] = says
		}
		return all
	}
	return shipped.Differences(release.Drifted, named(f.After.Layout), named(f.Upgraded))
}

// logged are the lines of a start that the earlier release never logged.
func (f Found) logged() []shipped.Change {
	is := map[string]string{}
	for line, starts := range f.After.log {
		if f.Before.log[line] == 0 {
			is[line] = fmt.Sprintf("in %d of %d starts", starts, f.After.starts)
		}
	}
	return shipped.Differences(release.ChangedLog, nil, is)
}

// pair is an exchange that both were asked for.
type pair struct{ was, is exchange }

func (f Found) pairs() []pair {
	is := map[string]exchange{}
	for _, x := range f.After.exchanges {
		is[x.at] = x
	}
	var all []pair
	for _, was := range f.Before.exchanges {
		if x, both := is[was.at]; both && !slices.Contains(f.unsteady, was.at) {
			all = append(all, pair{was, x})
		}
	}
	return all
}

// oneSided counts the exchanges of only one of the two.
func (f Found) oneSided() int {
	return len(f.Before.exchanges) + len(f.After.exchanges) - 2*len(f.pairs()) // before any is found to be unsteady
}

// keep keeps what a recording holds.
func (s *Side) keep(script recording.Script, r *recording.Recording) {
	seen := map[string]int{}
	for _, flow := range r.Order {
		for _, e := range r.Flows[flow] {
			at := where(script, flow) + " / " + e.Step
			if seen[at]++; seen[at] > 1 {
				at += fmt.Sprintf(" (%d)", seen[at])
			}
			s.exchanges = append(s.exchanges, exchangeOf(at, flow, e))
		}
	}
}

// where is a flow of a script in words, without saying the suite's name twice.
func where(script recording.Script, flow string) string {
	if flow == script.Suite {
		return label(script)
	}
	return label(script) + ": " + strings.TrimPrefix(flow, script.Suite+": ")
}
