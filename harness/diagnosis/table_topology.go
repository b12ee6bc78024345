package diagnosis

import (
	"streampark-regress/harness/cause"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/token"
)

// aboutTopologies are the causes that lie between a caller and a server, and at last
// the one that is none.
func aboutTopologies() []Entry {
	measured := func(releases ...string) []Source {
		var all []Source
		for _, r := range releases {
			all = append(all, Source{Release: r, File: "docs/measured.md"})
		}
		return all
	}
	return []Entry{
		{
			Cause:   cause.OtherReplica,
			Phrases: []string{"another replica has its web session", "the replica that answered is younger than it", "it is sealed with another replica's key file", "another replica signed it"},
			Rule:    "one replica made it or has accepted it since it was started, or its key file opens it, and another answered, for a cause that lies in a server and not in the database",
			Forms: []Form{{ByRow, outcome.Decoded, nil}, {BySession, outcome.Sessionless, nil}, {ByToken, outcome.Decoded, nil}, {ByKeyFile, outcome.Decoded, nil},
				{ByKeyFile, outcome.Undecoded, nil}},
			Advice:   adviseOtherReplica,
			Measured: measured("2.1.3", "2.1.4", "2.1.5", "2.1.7"),
		},
		{
			Cause:    cause.Proxy,
			Phrases:  []string{"the token was lost on its way", "a proxy asks for a sign-in of its own"},
			Rule:     "the answer asks for a sign-in, which StreamPark never does; or the token can be opened with the release's own key, and the answer is the one to a call without a token",
			Forms:    append(alike(outcome.Undecoded, Designs()...), alike(outcome.Unfamiliar, Designs()...)...),
			Advice:   adviseProxy,
			Measured: measured("2.1.4", "2.1.5", "2.1.7"),
		},
		{
			Cause:    cause.DatabaseLost,
			Phrases:  []string{"the server has lost its database"},
			Rule:     "the answer took as long as StreamPark waits for a connection to its database (60 s), where it looks for the token before anything else",
			Forms:    alike(outcome.Decoded, Designs()...),
			Advice:   adviseDatabaseLost,
			Measured: measured("2.1.4", "2.1.5"),
		},
		{
			Cause:  cause.Unknown,
			Rule:   "no other cause holds, what would tell was not seen, or the answer is of another form",
			Advice: adviseUnknown,
		},
	}
}

// adviseOtherReplica says how replicas come to know the same.
func adviseOtherReplica(d Diagnosis, r release.Release) string {
	if d.Kind == token.API {
		text := "every server looks an API token up in its database, so those behind the address differ: let them share one database and be of one release"
		if DesignOf(r) == ByKeyFile {
			text += ", with the same key file, " + r.Files.Key
		}
		return text + ". To find the one that rejects it, examine each by its own address"
	}
	switch DesignOf(r) {
	case BySession:
		return "send a caller to the replica that signed it in, each time (a sticky session, by the cookie JSESSIONID), or call with an API token, which every replica looks up in the database"
	case ByKeyFile:
		return "give every replica the same key file, " + r.Files.Key + ", before it is started for the first time, or send a caller to one replica each time"
	case ByRow:
		return "sign in again at the replica that answers, or call with an API token, which every replica looks up in the database where it has not signed it"
	case ByToken:
	}
	return "sign in again after the last replica was started, or call with an API token, which every replica looks up in the database"
}

// adviseProxy says what to look for in front of StreamPark.
func adviseProxy(d Diagnosis, _ release.Release) string {
	beside := ""
	if d.Decisive().Detail == evidence.Challenged {
		beside = ", and a sign-in of the proxy's own (basic auth) has no room beside it"
	}
	return "look at what stands in front of StreamPark: StreamPark reads its token from the header Authorization, so that a proxy has to pass it on as it is" + beside + ". Call StreamPark itself to make sure"
}

// adviseDatabaseLost says that the token is not to blame.
func adviseDatabaseLost(Diagnosis, release.Release) string {
	return "leave the token alone: see whether the server reaches its database (its log says \"HikariPool-1 - Connection is not available\"), and call again once it does"
}
