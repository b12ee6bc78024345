package release_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/document"
	"streampark-regress/harness/release"
)

var update = flag.Bool("update", false, "write the golden files again")

// small is the catalogue of testdata, with one text in it replaced by another.
func small(t *testing.T, was, is string) string {
	t.Helper()
	text, err := os.ReadFile("testdata/catalogue.yaml")
	require.NoError(t, err)
	if was == "" {
		return string(text) + is
	}
	require.Equal(t, 1, strings.Count(string(text), was), "%q stands there once", was)
	return strings.Replace(string(text), was, is, 1)
}

// wrong are the ways in which the catalogue of testdata is made wrong. Where
// schema is set, the JSON Schema finds it too; the rest takes the program.
func wrong() []mistake {
	const symptom17 = "{subject: api-token, outcome: unauthenticated, status: 401, cause: expired, row: unchanged, effect: none}"
	symptom := func(s string) (string, string) { return symptom17, s }
	entry := func(name, text string) mistake { return mistake{name: name, is: "\n" + text} }
	of := func(name string, change func(string) (string, string), s string) mistake {
		was, is := change(s)
		return mistake{name, was, is, true}
	}
	return []mistake{
		{"broken-yaml", "images: [one:1.0.0]", "images: [one:1.0.0", false},
		{"two-keys", "    port: 8000", "    port: 8000\n    port: 9000", false},
		{"unknown-key", "    port: 8000", "    prot: 8000", true},
		{"unknown-key-below", "check_tells_status:", "check_tell_status:", true},
		{"fixed-issues-said", "    users:\n", "    fixed_issues: []\n    users:\n", true},
		{"port-of-letters", "port: 8000", "port: many", true},
		{"port-of-nothing", "port: 8000", "port: 0", true},
		{"key-without-value", "port: 8000", "port:", true},
		{"number-for-text", `id: "17"`, "id: 17", true},
		{"version-of-two-numbers", "version: 1.1.0", "version: 1.1", true},
		{"no-version", "  - version: 1.1.0\n    like: 1.0.0", "  - like: 1.0.0", true},
		{"version-of-letters", "version: 1.2.0", "version: newest", true},
		{"version-twice", "version: 1.2.0", "version: 1.0.0", false},
		{"home-missing", "    home: /opt/one\n", "", true},
		{"home-relative", "home: /opt/one", "home: opt/one", true},
		{"key-file-relative", "{key: /root/key}", "{key: root/key}", true},
		{"no-images", "images: [one:1.0.0]", "images: []", true},
		{"image-with-a-space", "images: [one:1.0.0]", "images: [one 1.0.0]", true},
		{"start-relative", "start: /start", "start: start", true},
		{"start-not-open", "open: [/start, /cancel]", "open: [/cancel]", false},
		{"open-relative", "open: [/start, /cancel]", "open: [/start, cancel]", true},
		{"request-relative", "address: /cancel", "address: cancel", true},
		{"request-twice", "address: /cancel\n          action: cancel", "address: /start\n          action: cancel", false},
		{"request-of-another-action", "action: cancel", "action: stop", true},
		{"request-without-action", "          action: cancel\n", "", true},
		{"request-with-an-unknown-key", "          action: cancel\n", "          action: cancel\n          feilds: []\n", true},
		{"request-without-application", "{name: id, means: application, required: true}\n            - {name: keep", "{name: id, means: application}\n            - {name: keep", false},
		{"start-that-is-no-request", "address: /start\n", "address: /begin\n", false},
		{"field-of-another-meaning", "{name: keep, means: trigger, takes: boolean}", "{name: keep, means: keep, takes: boolean}", true},
		{"field-without-meaning", "{name: keep, means: trigger, takes: boolean}", "{name: keep, takes: boolean}", true},
		{"field-with-a-space", "{name: keep, means: trigger, takes: boolean}", "{name: keep it, means: trigger, takes: boolean}", true},
		{"field-of-the-other-action", "{name: keep, means: trigger, takes: boolean}", "{name: keep, means: restore, takes: boolean}", false},
		{"field-twice", "{name: keep, means: trigger, takes: boolean}", "{name: id, means: trigger, takes: boolean}", false},
		{"field-with-an-unknown-key", "{name: keep, means: trigger, takes: boolean}", "{name: keep, means: trigger, takes: boolean, alias: it}", true},
		{"flag-read-in-no-way", "{name: keep, means: trigger, takes: boolean}", "{name: keep, means: trigger}", true},
		{"flag-read-in-an-unknown-way", "{name: keep, means: trigger, takes: boolean}", "{name: keep, means: trigger, takes: number}", true},
		{"way-to-read-what-is-no-flag", "{name: id, means: application, required: true}\n            - {name: keep", "{name: id, means: application, required: true, takes: word}\n            - {name: keep", true},
		{"alias-after-its-field", "            - {name: fromState, means: restore, alias_of: state, where: api-token, takes: word}\n            - {name: state, means: restore, takes: boolean}\n", "            - {name: state, means: restore, takes: boolean}\n            - {name: fromState, means: restore, alias_of: state, where: api-token, takes: word}\n", false},
		{"value-measured-twice", "      copy_curl:\n", "      measured_values: [yes, \"yes\"]\n      copy_curl:\n", true},
		{"alias-of-nothing", "alias_of: state, where: api-token", "alias_of: sate, where: api-token", false},
		{"alias-of-another-meaning", "alias_of: state, where: api-token", "alias_of: id, where: api-token", false},
		{"alias-that-counts-nowhere", "alias_of: state, where: api-token", "alias_of: state", true},
		{"alias-that-counts-for-nobody", "alias_of: state, where: api-token", "alias_of: state, where: openapi", true},
		{"no-alias-that-counts-somewhere", "alias_of: state, where: api-token", "where: api-token", true},
		{"copied-of-no-request", "gives: /start", "gives: /begin", false},
		{"copied-without-flag", ", flag: fromState", "", true},
		{"copied-with-another-flag", "flag: fromState", "flag: id", false},
		{"copied-with-nothing", `form: {of: "{application}"}`, "form: {}", true},
		{"other-page-relative", "{path: /list, open: false}", "{path: list, open: false}", true},
		{"ttl-of-another-unit", "shipped: 2h", "shipped: 2w", true},
		{"ttl-without-a-unit", "shipped: 2h", `shipped: "7200"`, false},
		{"ttl-too-long", "shipped: 2h", "shipped: 99999d", false},
		{"fingerprint-without-status", "fingerprint: 400 missing", "fingerprint: missing", true},
		{"unknown-check", "checks: [signature, expired,", "checks: [signature, experied,", true},
		{"check-that-is-none", "checks: [signature, expired,", "checks: [signature, no-token,", true},
		{"check-twice", "checks: [signature, expired,", "checks: [signature, expired, signature,", true},
		{"no-checks", "checks: [signature, expired, duplicate-rows, deleted]", "checks: []", true},
		{"unknown-expiry", "api_expiry: session-ttl", "api_expiry: session_ttl", true},
		{"unknown-secret", "signed_with: salt", "signed_with: pepper", true},
		{"unknown-seal", "sealed_with: shared-key", "sealed_with: wax", true},
		{"unknown-form", "sign_in_form: parameters", "sign_in_form: paper", true},
		{"unknown-role", "start_open_to: developer", "start_open_to: everybody", true},
		{"text-for-yes-or-no", "one_per_user: false", "one_per_user: no", true},
		{"fact-missing", "      one_per_user: false\n", "", true},
		{"key-file-not-said", "    files: {key: /root/key}\n", "", false},
		{"storage-in-no-database", "      mysql: {settings", "      mysqll: {settings", false},
		{"storage-without-settings", `settings: [{key: address, value: "{jdbc}"}], `, "", false},
		{"storage-without-first-id", "first_token_id: 100, ", "", true},
		{"driver-nobody-names", ", driver: {artifact: \"org.one:driver:1.0\", sha256: \"0123456789012345678901234567890123456789012345678901234567890123\", class: org/one/Driver.class}", "", false},
		{"driver-without-version", "org.one:driver:1.0", "org.one:driver", true},
		{"driver-of-half-a-sum", "0123456789012345678901234567890123456789012345678901234567890123", "0123456789", true},
		{"database-without-title", "title: MySQL, ", "", true},
		{"like-itself", "like: 1.1.0", "like: 1.2.0", false},
		{"like-nothing", "like: 1.1.0", "like: 0.9.0", false},
		{"like-a-later-one", "like: 1.0.0", "like: 1.2.0", false},
		entry("like-what-is-fixed", "  - version: 1.3.0\n    like: 1.0.0\n"),
		{"fixed-in-no-release", "fixed_in: 1.1.0", "fixed_in: 1.0.7", false},
		{"fixed-in-itself", "fixed_in: 1.1.0", "fixed_in: 1.0.0", false},
		{"issue-of-no-database", "fixed_in: 1.1.0", "fixed_in: 1.1.0\n        database: sqlite", false},
		{"issue-twice", "id: stays-in", `id: "17"`, false},
		{"issue-without-title", "        title: tokens die\n", "", true},
		{"issue-without-symptom", "        symptom: " + symptom17 + "\n", "", true},
		{"issue-with-an-odd-name", "id: stays-in", "id: Stays in", true},
		of("symptom-without-subject", symptom, "{outcome: unauthenticated, status: 401, cause: expired, effect: none}"),
		of("symptom-without-status", symptom, "{subject: api-token, outcome: unauthenticated, cause: expired, effect: none}"),
		of("symptom-without-effect", symptom, "{subject: api-token, outcome: unauthenticated, status: 401, cause: expired}"),
		of("symptom-without-outcome", symptom, `{subject: api-token, outcome: "", status: 401, cause: expired, effect: none}`),
		of("symptom-of-unknown-words", symptom, "{subject: token, role: guest, outcome: 401, status: 401, cause: old, row: changed, effect: some}"),
		of("symptom-without-cause", symptom, "{subject: api-token, outcome: unauthenticated, status: 401, effect: none}"),
		of("symptom-with-a-cause-too-many", symptom, "{subject: api-token, outcome: started, status: 200, cause: expired, effect: started}"),
		of("symptom-of-another-status", symptom, "{subject: api-token, outcome: unauthenticated, status: 403, cause: expired, effect: none}"),
		of("symptom-of-no-status", symptom, "{subject: api-token, outcome: error, status: 42, effect: none}"),
		{"workaround-twice", "    workarounds:\n", "    workarounds:\n      - {id: wait, what: wait long, good: true, because: it helps}\n", false},
		{"workaround-without-reason", ", because: it does not help", "", true},
		{"no-database", "\ndatabases:\n", "\ndatabases: []\nothers:\n", true},
		{"image-of-the-database-missing", `image: "postgres:15", `, "", true},
		{"another-schema", "schema: 2\n", "schema: 1\n", true},
		{"a-list-of-lists", "    command: [bash, start.sh]", "    command: [[bash], start.sh]", true},
		{"much-at-once", "    port: 8000\n    command: [bash, start.sh]\n", "    prot: 8000\n    command: start.sh\n", true},
	}
}

// mistake is one way to make the catalogue wrong.
type mistake struct {
	name, was, is string
	schema        bool
}

func TestWhatIsWrongIsSaidWithItsPlace(t *testing.T) {
	for _, m := range wrong() {
		t.Run(m.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "mine.yaml")
			require.NoError(t, os.WriteFile(file, []byte(small(t, m.was, m.is)), 0o644))
			_, err := release.Load(file)
			require.Error(t, err)
			var place *document.Error
			require.ErrorAs(t, err, &place)
			assert.Equal(t, file, place.File)
			got := strings.ReplaceAll(err.Error(), file, "mine.yaml") + "\n"
			golden := filepath.Join("testdata", "wrong", m.name+".golden")
			if *update {
				require.NoError(t, os.WriteFile(golden, []byte(got), 0o644))
			}
			want, read := os.ReadFile(golden)
			require.NoError(t, read)
			assert.Equal(t, string(want), got)
		})
	}
}

func TestEveryGoldenFileIsUsed(t *testing.T) {
	files, err := filepath.Glob("testdata/wrong/*")
	require.NoError(t, err)
	assert.Len(t, files, len(wrong()))
}

func TestWhatIsNoCatalogue(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"nothing":             {"", "releases.yaml:1:1: there is nothing in it"},
		"a list":              {"- a\n", "releases.yaml:1:1: this is a list: write a mapping"},
		"no releases":         {"schema: 2\n", "releases.yaml:1:1: releases is missing"},
		"a text for releases": {"schema: 2\nreleases: none\n", `releases.yaml:2:11: releases: "none" is text: write a list`},
		"text for a release":  {"schema: 2\nreleases: [2.1.5]\n", `releases.yaml:2:12: releases: "2.1.5" is text: write a mapping`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := release.Parse([]byte(tt.text))
			assert.ErrorContains(t, err, tt.want)
		})
	}
	_, err := release.Load("testdata/none.yaml")
	assert.ErrorIs(t, err, os.ErrNotExist)
}
