package diagnosis_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/reporttest"
	"streampark-regress/harness/token"
)

// There is something to do about every cause on every release, and on a release
// on which no API token works it is never to make one.
func TestThereIsAdviceOnEveryCauseAndRelease(t *testing.T) {
	c, err := builtIn()
	assert.NoError(t, err)
	for _, r := range c.Releases {
		for _, why := range cause.All() {
			for _, kind := range []token.Kind{0, token.SignIn, token.API} {
				advice := diagnosis.Advise(diagnosis.Diagnosis{Cause: why, Kind: kind}, r)
				assert.NotEmpty(t, advice, "%s on %s", why, r.Version)
				assert.NotRegexp(t, `(?i)\b(mend(ed)?|anew)\b`, advice)
				assert.NotRegexp(t, `[{}%]`, advice, "%s on %s", why, r.Version)
				if _, hopeless := r.Issue("4322"); hopeless {
					assert.NotRegexp(t, `(?i)make (a|a new|an API|a new one)\b.*token`, advice, "%s on %s", why, r.Version)
				}
			}
		}
	}
	assert.Empty(t, diagnosis.Advise(diagnosis.Diagnosis{}, c.Releases[0]), "nothing is wrong")
}

func TestAdvice(t *testing.T) {
	for name, tt := range map[string]struct {
		version string
		change  change
		want    string
	}{
		"3933": {"2.1.4", after(1e15), "this is issue 3933: on 2.1.4 an API token lives as long as server.session.ttl says (2h as shipped). " +
			"A token that lived for 24 hours tells of an old conf/application.yml beside conf/config.yaml: it is read in place of that, and its setting is ignored; take it away first. " +
			"To get going again: delete the token on the token page, then make a new one (a second one beside it does not work). " +
			"To keep it from happening: set server.session.ttl to a long time (3650d) before making the token, or upgrade to 2.1.5 (see `regress upgrade`: callers have to change)"},
		"3933 is back": {"2.1.5", all(sendingClaims(shortLived), held), "on 2.1.5 an API token should never expire (issue 3933, fixed in 2.1.5): report it upstream. " +
			"To get going again: delete the token on the token page, then make a new one (a second one beside it does not work)"},
		"sign-in expired": {"2.1.5", all(signedIn, after(1e15)), "sign in again: a sign-in token lives as long as server.session.ttl says"},
		"hash changed": {"2.1.5", hashNew, "the owner's password was changed, or the token was made by another release or another installation: " +
			"delete the token on the token page, then make a new one (a second one beside it does not work)"},
		"sign-in, hash changed": {"2.1.5", all(signedIn, hashNew), "the owner's password was changed, or the token was made by another release or another installation: sign in again"},
		"deleted":               {"2.1.4", rowGone, "use the token that the token page shows now, or make a new one if it shows none"},
		"deleted on 2.1.7": {"2.1.7", rowGone, "sign in for each call and send the sign-in token, because on 2.1.7 no API token works " +
			"(issue 4322, not fixed in any release of the catalogue)"},
		"4322": {"2.1.7", nothing, "on 2.1.7 no API token works, not even a new one (issue 4322, not fixed in any release of the catalogue): " +
			"run a release without the issue, or sign in for each call and send the sign-in token"},
		"a foreign seal": {"2.1.4", all(sealedBy(lostKey()), answered("undecoded"), func(_ *testing.T, e *diagnosis.Evidence) { e.Key = lostKey() }),
			"the token was made by another release or another installation: delete the token on the token page, then make a new one (a second one beside it does not work)"},
		"made on 2.1.4": {"2.1.5", all(sendingClaims(shortLived), blind), "2.1.5 takes no token that an earlier release has made, so that none survives the upgrade: delete the token on the token page, then make a new one (a second one beside it does not work). " +
			"Have its callers call /openapi/app/start, and see `regress upgrade` and `regress check-caller` for what else is different. " +
			"If it was made on this server and by 2.1.5, it should never expire, which is issue 3933: report it upstream"},
		"made on 2.1.5":           {"2.1.4", all(sendingClaims(everlasting), blind), "2.1.4 takes no tokens of later releases: delete the token on the token page, then make a new one (a second one beside it does not work). Have its callers call /flink/app/start"},
		"a sign-in made on 2.1.4": {"2.1.5", all(sendingClaims(undated), blind), "sign in again: a sign-in does not survive an upgrade"},

		"no session":   {"2.1.4", all(signedIn, answered("sessionless")), "this is a sign-in token of the web page: make an API token on the token page and use that"},
		"before start": {"2.1.7", all(signedIn, restarted(1e12)), "this is a sign-in token of the web page: sign in for each call and send the sign-in token, because on 2.1.7 no API token works (issue 4322, not fixed in any release of the catalogue)"},

		"blind":            {"2.1.4", blind, "run it again with --database-url to see more"},
		"blind and closed": {"2.1.7", all(blind, keyUnknown), "run it again with --database-url and --key-file to see more"},
		"cut or lost":      {"2.1.7", all(rowGone, keyUnknown, answered("undecoded")), "run it again with --key-file to see more"},
		"start unseen":     {"2.1.5", all(signedIn, blind, startUnseen), "run it again with --database-url and --started to see more"},
		"the wrong key":    {"2.1.7", sealedBy(lostKey()), "the server could open this and the given key file cannot: give the key file of the server that answers with --key-file"},
		"all was seen":     {"2.1.4", nothing, "nothing that is known of 2.1.4 explains this answer: attach the output to a report upstream"},
	} {
		t.Run(name, func(t *testing.T) {
			e := rejected(t, tt.version)
			tt.change(t, &e)
			assert.Equal(t, tt.want, diagnosis.Advise(diagnosis.Explain(e), e.Release))
		})
	}
}

// The golden file is meant to be read by people: it holds all the advice there
// is, for a release of each design and for two that do not exist: one whose issue
// 3933 nobody has fixed, and one with a key file and without an issue.
func TestAllTheAdvice(t *testing.T) {
	unfixed, helped := find(t, "2.1.4"), find(t, "2.1.7")
	unfixed.Version, unfixed.KnownIssues = "2.1.4-unfixed", slices.Clone(unfixed.KnownIssues)
	for i := range unfixed.KnownIssues {
		unfixed.KnownIssues[i].FixedIn = ""
	}
	helped.Version, helped.KnownIssues = "2.1.7-helped", nil
	var all strings.Builder
	for _, r := range []release.Release{find(t, "2.1.4"), unfixed, find(t, "2.1.5"), find(t, "2.1.7"), helped} {
		for _, why := range cause.All() {
			for _, of := range []struct {
				name   string
				kind   token.Kind
				detail evidence.Detail
			}{{"API token", token.API, ""}, {"sign-in token", token.SignIn, ""}, {"unopened", 0, ""},
				{"of another type", 0, evidence.OtherType}, {"key file lost", 0, evidence.KeyFileLost}, {"never the same", 0, evidence.SealNeverSame}} {
				d := diagnosis.Diagnosis{Cause: why, Kind: of.kind, Findings: []evidence.Finding{{Cause: why, State: evidence.Holds, Detail: of.detail}}}
				if why == cause.Unknown {
					d.Findings = nil
				}
				if of.detail == "" || why == cause.Malformed || why == cause.Cipher {
					fmt.Fprintf(&all, "%s | %s | %s | %s\n", r.Version, why, of.name, diagnosis.Advise(d, r))
				}
			}
		}
	}
	reporttest.Text(t, "advice", all.String())
}

// A release that seals with a key file and has no issue with it can be helped.
func TestAdviceOnALostKeyFile(t *testing.T) {
	r := find(t, "2.1.7")
	r.Version, r.KnownIssues = "2.1.8", nil
	lost := diagnosis.Diagnosis{Cause: cause.Cipher, Findings: []evidence.Finding{{Cause: cause.Cipher, State: evidence.Holds, Detail: evidence.KeyFileLost}}}
	assert.Contains(t, diagnosis.Advise(lost, r), "give the server back the key file")
	lost.Findings[0].Detail = evidence.SealNeverSame
	assert.Contains(t, diagnosis.Advise(lost, r), "report it upstream")
}

// A finding that it is certainly unknown is none of diagnosis's own; an edited log
// may hold one.
func TestAdviceOfACertainlyUnknownCauseEnds(t *testing.T) {
	d := diagnosis.Diagnosis{Cause: cause.Unknown, Findings: []evidence.Finding{{Cause: cause.Unknown, State: evidence.Holds}}}
	assert.NotContains(t, diagnosis.Advise(d, release.Release{}), "in any case")
}
