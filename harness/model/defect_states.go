package model

import (
	"slices"
	"strings"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
)

// states are defects of what becomes of a job's state: every call is answered as
// it should be.
func states() []Defect {
	keyless := func(r release.Release) bool { return !r.UsesKeyFile() }
	aliased := func(r release.Release) bool {
		return keyless(r) && slices.ContainsFunc(r.API.Requests, func(q release.Request) bool {
			return slices.ContainsFunc(q.Fields, func(f release.Field) bool { return f.AliasOf != "" })
		})
	}
	ignores := func(which func(release.Field) bool) func(*Design) {
		return func(d *Design) { d.breakage.ignores = which }
	}
	copies := func(change func(release.CopyCurl, string) string) func(*Design) {
		return func(d *Design) { d.breakage.copies = change }
	}
	reads := func(change func([]release.Field)) func(*Design) {
		return func(d *Design) {
			d.Requests = slices.Clone(d.Requests)
			for i, q := range d.Requests {
				d.Requests[i].Fields = slices.Clone(q.Fields)
				change(d.Requests[i].Fields)
			}
		}
	}
	of := func(meanings ...release.Meaning) func(release.Field) bool {
		return func(f release.Field) bool { return slices.Contains(meanings, f.Means) }
	}
	submits := func(change func(submitted) submitted) func(*Design) {
		return func(d *Design) { d.breakage.submits = change }
	}
	says := func(key, value string) func(*Design) {
		return submits(func(b submitted) submitted {
			lines := slices.Clone(b.lines)
			for i := 0; i < len(lines); i += 2 {
				if lines[i] == key {
					lines[i+1] = value
				}
			}
			return submitted{b.title, lines}
		})
	}
	return []Defect{
		{"field-of-start-renamed", "the field that asks for a restore is not read any more", evidence.SuspectState, keyless, ignores(of(release.Restore))},
		{"field-of-cancel-renamed", "the field that asks for a savepoint is not read any more", evidence.SuspectState, keyless, ignores(of(release.Trigger))},
		{"path-of-start-renamed", "the field with the savepoint's path is not read any more", evidence.SuspectState, keyless, ignores(of(release.RestorePath))},
		{"path-of-cancel-renamed", "the field with the savepoint's folder is not read any more", evidence.SuspectState, keyless, ignores(of(release.Target))},
		{"alias-dropped", "the names for callers with API tokens are not translated any more", evidence.SuspectState, aliased,
			ignores(func(f release.Field) bool { return f.AliasOf != "" })},
		{"alias-takes-more", "a flag by the name for callers with API tokens is true for 1, yes and on too", evidence.SuspectState, aliased,
			reads(func(fields []release.Field) {
				for i, f := range fields {
					if f.Takes == release.TakesWord {
						fields[i].Takes = release.TakesBoolean
					}
				}
			})},
		{"alias-outvoted", "a field counts before its name for callers with API tokens where both are sent", evidence.SuspectState, aliased,
			reads(func(fields []release.Field) {
				slices.SortStableFunc(fields, func(a, b release.Field) int { return len(a.AliasOf) - len(b.AliasOf) })
			})},
		{"field-takes-the-word-alone", "a flag is true for the word alone, and no more for 1, yes and on", evidence.SuspectState, keyless,
			reads(func(fields []release.Field) {
				for i, f := range fields {
					if f.Takes == release.TakesBoolean {
						fields[i].Takes = release.TakesWord
					}
				}
			})},
		{"copied-flag-unread", "the flag in the copied curl command is one that the release does not read", evidence.SuspectState, keyless,
			copies(func(c release.CopyCurl, text string) string {
				return strings.Replace(text, c.Flag+"=", "anotherFlag=", 1)
			})},
		{"copied-without-token", "the copied curl command has no token in it", evidence.NoSuspect, keyless,
			copies(func(_ release.CopyCurl, text string) string {
				return strings.Replace(text, "-H 'Authorization: ", "-H 'X-Token: ", 1)
			})},
		{"copied-with-a-host", "a page without a base gets a copied curl command with somebody's host", evidence.NoSuspect, keyless,
			copies(func(c release.CopyCurl, text string) string {
				return strings.Replace(text, "'"+c.Gives, "'http://localhost"+c.Gives, 1)
			})},
		{"submits-nothing", "a start or a cancel is answered well and submits nothing to Flink", evidence.NoSuspect, keyless,
			submits(func(submitted) submitted { return submitted{} })},
		{"submits-another", "a start submits another application", evidence.NoSuspect, keyless, says("appName", "another")},
		{"restores-unasked", "a start goes on from a savepoint that nobody asked for", evidence.SuspectState, keyless, says("savePoint", "file:///elsewhere/old")},
		{"savepoint-unasked", "a cancel takes a savepoint that nobody asked for", evidence.SuspectState, keyless, says("withSavePoint", "true")},
	}
}
