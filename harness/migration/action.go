package migration

import (
	"net/http"
	"slices"

	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/script"
)

// action decides about a call that starts or cancels an application.
func (d *decision) action(action release.Action) {
	d.post()
	d.token()
	before, had := d.From.Request(d.address)
	after, has := d.To.Request(d.address)
	opened, open := had && d.reaches(before, d.From), has && d.reaches(after, d.To)
	switch {
	case opened && has && !open:
		after, has = d.move(action, Moved)
	case !has:
		after, has = d.move(action, Gone)
	case !had:
		d.add(Finding{Kind: NotYet, Severity: Harmless})
	case !opened && open:
		d.add(Finding{Kind: Opened, Severity: Harmless})
	case !opened:
		d.add(Finding{Kind: Closed, Severity: Harmless})
	}
	if !has {
		return
	}
	if d.call.Body == script.JSON || d.call.Body == script.OtherBody {
		d.add(Finding{Kind: NoForm, Severity: Rejected})
		return
	}
	f := fields{decision: d, action: action, before: before, after: after, chosen: map[release.Meaning]script.Field{}}
	f.compare()
}

// reaches reports whether the call gets to a request that the release has: those
// that are not open are closed to API tokens alone.
func (d *decision) reaches(q release.Request, r release.Release) bool {
	return d.subject != release.APIToken || slices.Contains(r.API.Open, q.Address)
}

// move says that the address does not serve after the upgrade, why, and returns
// the request that does.
func (d *decision) move(action release.Action, why Kind) (release.Request, bool) {
	status := http.StatusNotFound
	if why == Moved {
		// Measured: "Openapi unsupported" and "current api unsupported!" are 500.
		status = http.StatusInternalServerError
	}
	q, shipped := d.To.RequestTo(action)
	d.target = q.Address
	d.add(Finding{Kind: why, Severity: Rejected, Status: status, Instead: q.Address})
	return q, shipped
}

// fields compares what the fields of a call say before and after.
type fields struct {
	*decision
	action        release.Action
	before, after release.Request
	// chosen are the fields whose values are meant, where another one counts.
	chosen map[release.Meaning]script.Field
}

// says is what the call says about something to a request.
func (f fields) says(q release.Request, means release.Meaning, subject release.Subject) (said, bool) {
	field, is := q.Counts(means, subject, func(known release.Field) bool {
		_, there := f.call.Field(known.Name)
		return there
	})
	sent, _ := f.call.Field(field.Name)
	return said{field, sent}, is
}

func (f fields) compare() {
	f.refused()
	for _, means := range release.Meanings() {
		if means.Of(f.action) {
			f.meaning(means)
		}
	}
	for _, required := range f.after.Fields {
		if _, sent := f.says(f.after, required.Means, f.later); required.Required && !sent && len(f.call.Hidden) == 0 {
			f.add(Finding{Kind: FieldMissing, Severity: Rejected, Field: required.Name, Means: required.Means})
		}
	}
	f.stored()
	f.replace()
}

// stored finds a start that counts on the latest savepoint, where a known issue of
// the release keeps it from being stored on some database. A call that says nothing
// yet to the release is meant, too: once its flag is renamed it counts on the same.
func (f fields) stored() {
	path, has := f.after.Field(release.RestorePath, f.later)
	if !has || !f.asks(release.Restore) || len(f.call.Hidden) > 0 {
		return
	}
	before, _ := f.says(f.before, release.RestorePath, f.subject)
	after, _ := f.says(f.after, release.RestorePath, f.later)
	for _, k := range f.To.KnownIssues {
		if k.Unkept() && !before.on() && !after.on() {
			f.add(Finding{Kind: NotStored, Severity: Conditional, Field: path.Name, Means: release.RestorePath, Issue: k.ID, Title: k.Title, Database: k.Database})
		}
	}
}

func (f fields) meaning(means release.Meaning) {
	before, was := f.says(f.before, means, f.subject)
	after, is := f.says(f.after, means, f.later)
	instead, _ := f.after.Field(means, f.later)
	counted, counts := was && meant(means, before.sent), is && after.on()
	about := func(kind Kind, severity Severity, s said) Finding {
		found := Finding{Kind: kind, Severity: severity, Field: s.sent.Name, Value: s.sent.Plain(), Means: means, Unsure: !s.known() && means.IsFlag()}
		if instead.Name != s.sent.Name {
			found.Instead, found.Send = instead.Name, f.instead(instead, s.sent)
			found.WordOnly = found.Unsure && instead.Takes == release.TakesWord
		}
		if severity == Lost {
			found.Issue, found.Title = f.issue(s.sent.Name)
		}
		return found
	}
	switch {
	case means == release.RestorePath && !f.asks(release.Restore), means == release.Target && !f.asks(release.Trigger):
		// Without the flag the path says nothing.
	case is && means.IsFlag() && f.values(means, before, after):
	case counted && !counts:
		found := about(FieldIgnored, Lost, before)
		if means == release.Team || means == release.Application {
			found.Severity, found.Instead = Harmless, ""
		}
		found.At = f.deaf(before.sent.Name)
		if _, read := f.after.Reads(before.sent.Name, release.APIToken); read {
			found.Sender = f.later
		}
		f.add(found)
	case counted && differ(means, before, after):
		found := about(FieldDiffers, Lost, before)
		found.Instead, found.Send = after.sent.Name, ""
		f.add(found)
	case counts && !counted && f.before.Address != "":
		f.add(about(FieldCounts, Harmless, after))
	case !counts && f.dead(means, about):
	case was && !is && means.IsFlag():
		f.add(about(FieldOff, Harmless, before))
	}
}

// issue is the known issue of whoever sends a field in vain.
func (f fields) issue(name string) (id, title string) {
	done := map[release.Action]outcome.Outcome{release.Start: outcome.Started, release.Cancel: outcome.Cancelled}
	for _, k := range f.To.KnownIssues {
		if k.Symptom.Sent == name && k.Symptom.Outcome == done[f.action] {
			return k.ID, k.Title
		}
	}
	return "", ""
}

// asks reports whether a flag is meant to be on before or after.
func (f fields) asks(flag release.Meaning) bool {
	before, was := f.says(f.before, flag, f.subject)
	after, is := f.says(f.after, flag, f.later)
	return was && wanted(before.sent) || is && wanted(after.sent)
}

// differ reports whether two fields of one meaning that are on say different things.
func differ(means release.Meaning, before, after said) bool {
	if means.IsFlag() && before.known() && after.known() {
		return false
	}
	return before.sent.Plain() != after.sent.Plain()
}

// deaf are the addresses of the release where a field does not count: that to
// call, and the old one, which a white list may open.
func (f fields) deaf(name string) []string {
	var at []string
	for _, address := range slices.Compact([]string{f.after.Address, f.address}) {
		if q, known := f.To.Request(address); known {
			if _, read := q.Reads(name, f.later); !read {
				at = append(at, address)
			}
		}
	}
	return at
}

// dead finds a field that is meant to say something and counts on neither
// release: another release has it. It returns whether it has found one.
func (f fields) dead(means release.Meaning, about func(Kind, Severity, said) Finding) bool {
	for _, sent := range f.call.Fields {
		if meant(means, sent) && slices.Contains(f.names(means), sent.Name) {
			f.add(about(FieldDead, Lost, said{sent: sent}))
			return true
		}
	}
	return false
}

// names are those that any release has for something, whoever sends it; those of
// this upgrade first.
func (f fields) names(means release.Meaning) []string {
	var all []string
	add := func(q release.Request) {
		for _, known := range q.Fields {
			if known.Means == means && q.Action == f.action && !slices.Contains(all, known.Name) {
				all = append(all, known.Name)
			}
		}
	}
	add(f.after)
	for _, r := range append([]release.Release{f.To, f.From}, f.Catalogue.Releases...) {
		for _, q := range r.API.Requests {
			add(q)
		}
	}
	return all
}
