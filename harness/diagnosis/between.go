package diagnosis

import (
	"maps"
	"slices"
	"time"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/token"
)

// This file is about what stands between a caller and a server: replicas that do
// not know what another of them knows, and proxies.

// Topology is what is known of the servers behind an address, besides the one that
// answered.
type Topology struct {
	// Replica is the one that answered, from 1; zero for a server alone.
	Replica int
	// Home is the one that made what was sent, or has accepted it, and has not been
	// started again since; zero where none is known.
	Home int
	// Keys are the key files of the replicas, by their number.
	Keys map[int]token.Key
	// Alternates is set where the same call was accepted and rejected, in turn.
	Alternates bool
	// Challenge is the header WWW-Authenticate of the answer, which no release sends.
	Challenge string
}

// waitsForDatabase is how long 2.1.4 and 2.1.5 wait for a connection to their
// database before they answer 401 (60 s as shipped, docs/measured.md). No other 401
// takes more than a few seconds.
const waitsForDatabase = 59 * time.Second

// between looks for what the answer alone tells of a proxy, or of a server that has
// lost its database. No cause means that a
// server of StreamPark may have answered to what was sent.
func between(e Evidence) evidence.Finding {
	if e.Took >= waitsForDatabase && Of(cause.DatabaseLost).Fits(e) {
		f := holds(cause.DatabaseLost, evidence.DatabaseWaited)
		f.Text = e.Took.Round(time.Second).String()
		return f
	}
	if e.Topology.Challenge != "" && e.Rejection == outcome.Unfamiliar {
		f := holds(cause.Proxy, evidence.Challenged)
		f.Text = beginning(e.Topology.Challenge)
		return f
	}
	// Whatever a release can open it answers to in another form (recordings, "header
	// forms" and "lifecycle").
	if o := e.open(); e.Rejection == outcome.Undecoded && o.seal == sealOf(e.Release) && (e.Release.Tokens.Untyped || o.Kind == token.API || o.Kind == token.SignIn) {
		return holds(cause.Proxy, evidence.HeaderLost)
	}
	return evidence.Finding{}
}

// elsewhere looks whether what one replica rejects is known to another: the cause is
// then that the call came to this one.
func elsewhere(e Evidence, d Diagnosis) Diagnosis {
	if e.Topology.Alternates {
		others := slices.DeleteFunc(d.Findings, func(f evidence.Finding) bool { return f.Cause == cause.Unknown })
		d.Cause, d.Findings = cause.OtherReplica, append([]evidence.Finding{holds(cause.OtherReplica, evidence.AnswersAlternate)}, others...)
		return d
	}
	home := e.home()
	if e.Topology.Replica == 0 || home == 0 || home == e.Topology.Replica {
		return d
	}
	details := map[cause.Cause]evidence.Detail{cause.WithoutSession: evidence.SessionElsewhere, cause.BeforeStart: evidence.StartedLater}
	if d.Decisive().Detail == evidence.KeyFileLost {
		details[cause.Cipher] = evidence.KeyElsewhere
	}
	if e.Release.Tokens.SignedWith == release.SignedWithProcess {
		details[cause.Signature] = evidence.SignedElsewhere
	}
	detail, is := details[d.Cause]
	if !is {
		return d
	}
	f := holds(cause.OtherReplica, detail)
	f.Replica, f.Home = e.Topology.Replica, home
	d.Cause, d.Findings = cause.OtherReplica, append([]evidence.Finding{f}, d.Findings...)
	return d
}

// home is the replica that knows what was sent, zero for none. One whose key file
// opens it does.
func (e Evidence) home() int {
	for _, number := range slices.Sorted(maps.Keys(e.Topology.Keys)) {
		if _, err := token.OpenWithKey(e.header(), e.Topology.Keys[number]); err == nil {
			return number
		}
	}
	return e.Topology.Home
}
