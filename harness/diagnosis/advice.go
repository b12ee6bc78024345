package diagnosis

import (
	"fmt"
	"slices"
	"strings"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/token"
)

// Advise says what to do about a diagnosis on the release that answered.
func Advise(d Diagnosis, r release.Release) string {
	if entry := Of(d.Cause); entry.Advice != nil {
		return entry.Advice(d, r)
	}
	return ""
}

// always is advice that is the same on every release.
func always(text string) func(Diagnosis, release.Release) string {
	return func(Diagnosis, release.Release) string { return text }
}

// issue is the known issue of a release that shows as a cause.
func issue(c cause.Cause, among []release.KnownIssue) (release.KnownIssue, bool) {
	i := slices.IndexFunc(among, func(k release.KnownIssue) bool { return k.Symptom.Cause == c })
	if i < 0 {
		return release.KnownIssue{}, false
	}
	return among[i], true
}

// fix says in which release an issue is fixed.
func fix(k release.KnownIssue) string {
	if k.FixedIn == "" {
		return "issue " + k.ID + ", not fixed in any release of the catalogue"
	}
	return "issue " + k.ID + ", fixed in " + k.FixedIn
}

// renew says how to come by a token that works, on a release where one can.
func renew(r release.Release) string {
	if k, hopeless := issue(cause.Cipher, r.KnownIssues); hopeless {
		return fmt.Sprintf("sign in for each call and send the sign-in token, because on %s no API token works (%s)", r.Version, fix(k))
	}
	if r.Tokens.ByRow() {
		return "make a new token on the token page"
	}
	return "delete the token on the token page, then make a new one (a second one beside it does not work)"
}

func adviseExpired(d Diagnosis, r release.Release) string {
	again := "sign in again: a sign-in token lives as long as " + r.Config.SessionTTL.Key + " says"
	const chosen = "an API token lives as long as was chosen when it was made: make another"
	switch {
	case r.Tokens.Untyped && d.Kind == token.API:
		return chosen
	case r.Tokens.Untyped:
		return again + "; " + chosen
	case d.Kind != token.API:
		return again
	}
	if k, known := issue(cause.Expired, r.KnownIssues); known {
		upgrade := ""
		if k.FixedIn != "" {
			upgrade = ", or upgrade to " + k.FixedIn + " (see `regress upgrade`: callers have to change)"
		}
		return fmt.Sprintf("this is issue %s: on %s an API token lives as long as %s says%s. To get going again: %s. To keep it from happening: set %s to a long time (3650d) before making the token%s",
			k.ID, r.Version, r.Config.SessionTTL.Key, outranked(r), renew(r), r.Config.SessionTTL.Key, upgrade)
	}
	why := "on " + r.Version + " an API token should never expire"
	if k, fixed := issue(cause.Expired, r.FixedIssues()); fixed {
		why += " (" + fix(k) + ")"
	}
	return why + ": report it upstream. To get going again: " + renew(r)
}

// outranked says what becomes of the session TTL where a file of an earlier release
// is still there.
func outranked(r release.Release) string {
	if r.Files.OutrankedBy == "" {
		return ""
	}
	return fmt.Sprintf(" (%s as shipped). A token that lived for %d hours tells of an old %s beside %s: it is read in place of that, and its setting is ignored; take it away first",
		r.Config.SessionTTL.Shipped, int(release.DefaultTTL.Hours()), r.Files.OutrankedBy, r.Files.Config)
}

func adviseSignature(d Diagnosis, r release.Release) string {
	why := "the owner's password was changed, or the token was made by another release or another installation: "
	if d.Decisive().Detail == evidence.OtherRelease {
		return adviseOtherRelease(d, r)
	}
	if r.Tokens.ByRow() {
		return "a sign-in ends when its server does: sign in again, or send an API token"
	}
	if d.Kind == token.SignIn {
		return why + "sign in again"
	}
	return why + renew(r)
}

func adviseShown(_ Diagnosis, r release.Release) string {
	if _, hopeless := issue(cause.Cipher, r.KnownIssues); hopeless {
		return renew(r)
	}
	return "use the token that the token page shows now, or make a new one if it shows none"
}

func adviseUserMissing(d Diagnosis, r release.Release) string {
	why := "the owner was deleted or renamed: "
	if d.Kind == token.SignIn {
		return why + "sign in again, as a user that exists"
	}
	if _, hopeless := issue(cause.Cipher, r.KnownIssues); hopeless {
		return why + renew(r)
	}
	return why + "make a token for a user that exists"
}

func adviseMalformed(d Diagnosis, r release.Release) string {
	if d.Decisive().Detail == evidence.OtherType {
		return "the token does not say what it is for, so it was made by 2.1.3 or earlier: " + renew(r)
	}
	return "send the token whole and as it is; `regress inspect` says whether it can be opened"
}

func adviseAPIToken(_ Diagnosis, r release.Release) string {
	why := "this is a sign-in token of the web page: "
	if _, hopeless := issue(cause.Cipher, r.KnownIssues); hopeless {
		return why + renew(r)
	}
	return why + "make an API token on the token page and use that"
}

func adviseCipher(d Diagnosis, r release.Release) string {
	if k, hopeless := issue(cause.Cipher, r.KnownIssues); hopeless {
		return fmt.Sprintf("on %s no API token works, not even a new one (%s): run a release without the issue, or sign in for each call and send the sign-in token", r.Version, fix(k))
	}
	detail := d.Decisive().Detail
	if detail == evidence.KeyFileLost {
		return "give the server back the key file that the token was sealed with, or " + renew(r)
	}
	if detail == evidence.SealNeverSame {
		return "no API token works, not even a new one: report it upstream, and sign in for each call"
	}
	return "the token was made by another release or another installation: " + renew(r)
}

// adviseUnknown names the options with which more would be seen. What holds in
// any case has its own advice.
func adviseUnknown(d Diagnosis, r release.Release) string {
	certain, holds := d.Certain()
	if !holds || certain.Cause == cause.Unknown { // the latter only in a log that was edited
		return adviseMore(d, r)
	}
	of := d
	of.Cause = certain.Cause
	return adviseMore(d, r) + "; in any case, " + Advise(of, r)
}

func adviseMore(d Diagnosis, r release.Release) string {
	options := []struct {
		name  string
		shows []evidence.Detail
	}{
		{"--database-url", []evidence.Detail{evidence.DatabaseUnseen}},
		{"--key-file", []evidence.Detail{evidence.KeyFileNeeded, evidence.CutOrForeign, evidence.InsideToken}},
		{"--started", []evidence.Detail{evidence.StartUnknown}},
	}
	var more []string
	for _, o := range options {
		if slices.ContainsFunc(d.Findings, func(f evidence.Finding) bool { return slices.Contains(o.shows, f.Detail) }) {
			more = append(more, o.name)
		}
	}
	switch {
	case len(more) > 0:
		return "run it again with " + strings.Join(more, " and ") + " to see more"
	case d.Decisive().Detail == evidence.NotThisKey:
		return "the server could open this and the given key file cannot: give the key file of the server that answers with --key-file"
	}
	return "nothing that is known of " + r.Version + " explains this answer: attach the output to a report upstream"
}
