package recording

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"streampark-regress/harness/choice"
	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/release"
)

// Script says what to record and on which deployment.
type Script struct {
	// Suite is one of Suites, or Variant.
	Suite string
	// Release is the release to start, UpgradeTo the one it becomes, if any.
	Release, UpgradeTo string
	Settings           []release.Setting
	// Database is the one to record on, empty for that of the deployments.
	Database  database.Product
	TTL, Note string
	flows     func(context.Context, *recorder)
}

// Variant is the suite of a recording about one token's life with another session
// TTL, or with another white list: its moments are those of the recording.
const Variant = "variant"

// Suites are the names For takes.
func Suites() []string {
	return []string{"release", "members", "started", "upgrade", "explored", "state", "state-white-list", "regimes", "database"}
}

// For returns the script of a suite for a release; an upgrade needs the
// release it goes to.
func For(suite, from, to string) (Script, error) {
	s := Script{Suite: suite, Release: from, TTL: "2h"}
	if to != "" && suite != "upgrade" {
		return s, fmt.Errorf("the suite %s upgrades to nothing: only the suite upgrade goes to %s", suite, to)
	}
	switch suite {
	case "release":
		s.flows = releaseFlows
	case "members":
		s.flows = memberFlows
	case "started":
		s.flows = startedFlows
	case "explored":
		s.flows = exploredFlows
	case "regimes":
		s.flows, s.Note = regimeFlows, officialJava
	case "database":
		s.flows, s.Note = databaseFlows, officialJava
	case "state":
		s.flows, s.Note = stateFlows, officialJava
	case "state-white-list":
		s.flows = stateFlows
		s.Note = whiteList + ": " + oldAddresses + "; " + officialJava
		s.Settings = []release.Setting{{Key: whiteList, Value: oldAddresses}}
	case "upgrade":
		if to == "" {
			return s, fmt.Errorf("the suite upgrade needs the release to upgrade to")
		}
		s.UpgradeTo, s.flows = to, upgradeFlows
	default:
		return s, fmt.Errorf("unknown suite %q: choose %s", suite, choice.OneOf(Suites()))
	}
	return s, nil
}

// officialJava is part of a recording's note.
const officialJava = "OpenJDK 8, as in the official images"

// whiteList is the setting that opens addresses to API tokens, and oldAddresses
// are those that 2.1.5 has closed.
const (
	whiteList    = "streampark.openapi.white-list"
	oldAddresses = "/flink/app/start,/flink/app/cancel"
)

// whiteListNote is how a recording's note tells a white list.
var whiteListNote = regexp.MustCompile(`streampark\.openapi\.white-list: (\S+?)(;|$)`)

// Of returns the script that records what a recording holds.
func Of(r *Recording) (Script, error) {
	var s Script
	var err error
	switch from, to, upgrade := isUpgrade(r.Release); {
	case upgrade:
		s, err = For("upgrade", from, to)
	case r.Flows["sign-in"] != nil:
		s, err = For("release", r.Release, "")
	case r.Flows["members"] != nil:
		s, err = For("members", r.Release, "")
	case r.Flows["owner renamed"] != nil:
		s, err = For("explored", r.Release, "")
	case r.Flows[runningRegime] != nil:
		s, err = For("regimes", r.Release, "")
	case r.Flows[databaseRows] != nil:
		s, err = For("database", r.Release, "")
	case r.Flows["started"] != nil:
		s, err = For("started", r.Release, "")
	case isState(r.Order):
		s, err = For("state", r.Release, "")
	case r.Flows[Variant] != nil:
		s = Script{Suite: Variant, Release: r.Release, flows: variantFlows(moments(r.Flows[Variant]))}
	default:
		err = fmt.Errorf("it holds no flow that can be recorded: %s", strings.Join(r.Order, ", "))
	}
	s.TTL, s.Note, s.Database = r.TTL, r.Note, r.product()
	if r.TTL != "2h" {
		s.Settings = append(s.Settings, release.Setting{Key: "server.session.ttl", Value: r.TTL})
	}
	if m := whiteListNote.FindStringSubmatch(r.Note); m != nil {
		s.Settings = append(s.Settings, release.Setting{Key: whiteList, Value: m[1]})
	}
	return s, err
}

// moments reads the times of a variant off its steps.
func moments(entries []Entry) []moment {
	step := regexp.MustCompile(`^API token, (.+), /flink/app/start$`)
	var times []moment
	for _, e := range entries {
		if m := step.FindStringSubmatch(e.Step); m != nil && e.VirtualSeconds != nil {
			times = append(times, moment{m[1], *e.VirtualSeconds})
		}
	}
	return times
}

// standsFor ends the note of a recording of a release that is shipped with another
// session TTL than 2h: its clock was moved as far as shows the same of that TTL.
const standsFor = "a session TTL of %s, as shipped: the ages stand for those of 2h"

// Record starts a deployment, drives it through the script and returns what
// it answered.
func Record(ctx context.Context, p deployment.Provider, c *release.Catalogue, s Script, name string, report deployment.Report) (*Recording, error) {
	from, err := c.Find(s.Release)
	if err != nil {
		return nil, err
	}
	spec := deployment.Spec{Release: from, Settings: s.Settings, Database: s.Database}
	ttl, err := spec.TTL()
	if err != nil {
		return nil, err
	}
	d, err := p.Start(ctx, name, spec, report)
	if err != nil {
		return nil, err
	}
	out := &Recording{Release: s.Release, Database: s.databaseOf(d), TTL: s.TTL, Note: s.Note, Flows: map[string][]Entry{}}
	r := &recorder{deployment: d, out: out, placeholders: map[string]string{}, since: time.Now()}
	if s.UpgradeTo != "" {
		out.Release += " to " + s.UpgradeTo
		to, err := c.Find(s.UpgradeTo)
		if err != nil {
			return nil, err
		}
		r.upgrade = func(ctx context.Context) (deployment.Deployment, error) {
			_, err := d.Upgrade(ctx, to, report)
			return d, err
		}
	}
	if out.Target = d.Target(); out.OfModel() {
		out.Notice = fmt.Sprintf("MODEL: what the built-in model of %s answers, not StreamPark", out.Release)
	}
	report("recording")
	s.flows(ctx, r)
	if told := fmt.Sprintf(standsFor, ttl.Actual); r.virtual > 0 && ttl.Actual != ttl.Shipped && !strings.HasSuffix(out.Note, told) {
		out.Note = strings.TrimPrefix(out.Note+"; "+told, "; ")
	}
	closed := d.Close(context.WithoutCancel(ctx))
	if r.err != nil {
		return out, fmt.Errorf("record %s: %w", out.Release, r.err)
	}
	return out, closed
}
