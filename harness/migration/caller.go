package migration

import (
	"slices"
	"strings"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/script"
	"streampark-regress/harness/token"
)

// sender is what the call proves who it is with: what its token is, if it stands
// there; else that of a sign-in of the same script, or else an API token.
func (d *decision) sender() release.Subject {
	header, sent := d.call.Header("Authorization")
	if sent && header.Known() {
		if t, err := opened(header); err == nil && t.Kind == token.SignIn {
			return release.SignIn
		}
		return release.APIToken
	}
	if d.signIn > 0 && sent {
		return release.SignIn
	}
	return release.APIToken
}

// opened opens a token that stands in a script, if it is sealed with the key
// that many releases share.
func opened(header script.Text) (token.Token, error) {
	text, _ := token.Clean(header.String())
	return token.Open(text)
}

// token decides about the token of a call.
func (d *decision) token() {
	header, sent := d.call.Header("Authorization")
	if !sent {
		if len(d.call.Hidden) == 0 {
			d.add(Finding{Kind: NoToken, Severity: Rejected, Status: 401})
		}
		return
	}
	if prefixed(header) {
		d.add(Finding{Kind: Prefixed, Severity: Rejected, Status: 401})
	}
	if d.subject == release.SignIn {
		d.signedIn()
		return
	}
	d.issues()
	if d.renewed || !d.resigned() || d.madeAfter(header) {
		return
	}
	d.renewed = true
	two := d.To.Tokens.OnePerUser || slices.Contains(d.To.Tokens.Checks, cause.DuplicateRows)
	d.add(Finding{Kind: TokenDies, Severity: Rejected, Status: 401, DeleteFirst: two})
}

// prefixed reports whether "Bearer " stands before a token.
func prefixed(header script.Text) bool {
	return strings.HasPrefix(strings.ToLower(header.Start()), "bearer ")
}

// resigned reports whether the releases sign or seal tokens in another way.
func (d *decision) resigned() bool {
	return d.From.Tokens.SignedWith != d.To.Tokens.SignedWith || d.From.Tokens.SealedWith != d.To.Tokens.SealedWith
}

// madeAfter reports whether a token that stands in the script is one of the
// release after the upgrade, or the call one that only that release takes.
func (d *decision) madeAfter(header script.Text) bool {
	if _, had := d.From.Request(d.address); !had {
		return true
	}
	t, err := opened(header)
	if !header.Known() || err != nil {
		return false
	}
	makers := d.Catalogue.Makers(release.Traits{Seal: release.SealedWithSharedKey, Subject: release.APIToken, Never: t.Never()})
	return slices.Contains(makers, d.To.Version) && !slices.Contains(makers, d.From.Version)
}

// signedIn decides about a sign-in token.
func (d *decision) signedIn() {
	cookie := d.call.Cookie != nil
	switch {
	case d.To.API.SignInNeedsSession && !cookie && len(d.call.Hidden) == 0:
		d.add(Finding{Kind: CookieNeeded, Severity: Rejected, Status: 401})
	case d.From.API.SignInNeedsSession && !d.To.API.SignInNeedsSession && cookie:
		d.add(Finding{Kind: CookieNeedless, Severity: Harmless})
	}
	// A script that signs in does so after the upgrade too.
	if d.signIn == 0 && (d.resigned() || d.To.API.SignInDiesWithServer) {
		d.renewed = true
		d.add(Finding{Kind: SignInDies, Severity: Rejected, Status: 401})
	}
}

// issues finds known issues by which every API token, or those of a role, are
// refused, and were not before. Those about what is sent are told field by field;
// one that has an effect is about something else than the token.
func (d *decision) issues() {
	for _, k := range d.To.KnownIssues {
		_, known := d.From.Issue(k.ID)
		served := []outcome.Outcome{outcome.Started, outcome.Cancelled, outcome.Answered}
		if known || k.After != "" || k.Symptom.Sent != "" || k.Symptom.Subject != release.APIToken || slices.Contains(served, k.Symptom.Outcome) || k.Symptom.Effect != release.EffectNone {
			continue
		}
		f := Finding{Kind: Issue, Severity: Rejected, Status: k.Symptom.Status, Issue: k.ID, Title: k.Title, Role: k.Symptom.Role}
		if f.Role != "" {
			f.Severity = Conditional
		}
		d.add(f)
		if f.Role == "" && k.Symptom.Outcome == outcome.Unauthenticated {
			d.renewed, d.later = true, release.SignIn
		}
	}
}

// signInForm decides about a sign-in.
func (d *decision) signInForm() {
	d.post()
	if d.call.Body == script.JSON || d.call.Body == script.OtherBody {
		d.add(Finding{Kind: NoForm, Severity: Rejected})
		return
	}
	// Measured: on both forms a sign-in without its kind is refused; without the
	// others it is told so by one and answered as a wrong password by the other.
	for _, name := range []string{"username", "password", "loginType"} {
		if _, sent := d.call.Field(name); sent || len(d.call.Hidden) > 0 {
			continue
		}
		d.add(Finding{Kind: FieldMissing, Severity: Rejected, Field: name})
		if d.From.API.SignInForm != d.To.API.SignInForm {
			d.add(Finding{Kind: SignInForm, Severity: Harmless, Field: name})
		}
	}
}

// page decides about the pages about tokens and others that API tokens are not
// for.
func (d *decision) page() {
	copied, had := d.copied(d.From)
	_, has := d.copied(d.To)
	switch {
	case had && !has:
		d.gone(copied)
	case has && !had:
		d.add(Finding{Kind: NotYet, Severity: Harmless})
	case d.address == createPage && d.To.Tokens.OnePerUser && !d.From.Tokens.OnePerUser:
		d.add(Finding{Kind: OneToken, Severity: Rejected})
	case d.address == checkPage && d.From.Tokens.CheckTellsStatus && !d.To.Tokens.CheckTellsStatus,
		d.address == listPage && d.From.Tokens.RowsTellFinalStatus && !d.To.Tokens.RowsTellFinalStatus:
		d.add(Finding{Kind: SaysLess, Severity: Harmless})
	}
}

// copied finds what a release gives at an address of "copy cURL".
func (d *decision) copied(r release.Release) (release.CopyCurl, bool) {
	i := slices.IndexFunc(r.API.CopyCurl, func(c release.CopyCurl) bool { return c.Address == d.address })
	for j, c := range r.API.CopyCurl {
		if c.Address == d.address && d.names(c) {
			i = j
		}
	}
	if i < 0 {
		return release.CopyCurl{}, false
	}
	return r.API.CopyCurl[i], true
}

// names reports whether the call asks for this very command.
func (d *decision) names(c release.CopyCurl) bool {
	for name, value := range c.Form {
		sent, there := d.call.Field(name)
		if !strings.HasPrefix(value, "{") && (!there || sent.Plain() != value) {
			return false
		}
	}
	return true
}

// gone says that "copy cURL" is elsewhere, and how to ask there.
func (d *decision) gone(copied release.CopyCurl) {
	f := Finding{Kind: Gone, Severity: Rejected, Status: 404}
	q, _ := d.From.Request(copied.Gives)
	if now, shipped := d.To.RequestTo(q.Action); shipped {
		if c, given := d.To.CopyCurl(now.Address); given {
			f.Instead = c.Address
			d.asked(copied, c)
		}
	}
	d.target = f.Instead
	d.add(f)
}

// asked replaces the form that one "copy cURL" is asked with by another's.
func (d *decision) asked(old, fresh release.CopyCurl) {
	for name, value := range fresh.Form {
		field := script.Field{Name: name, Value: script.Literal(value), Option: "--data-urlencode"}
		for before, same := range old.Form {
			if sent, there := d.call.Field(before); there && same == value {
				sent.Name = name
				field = sent
			}
		}
		d.replaced = append(d.replaced, field)
	}
	slices.SortFunc(d.replaced, func(a, b script.Field) int { return strings.Compare(a.Name, b.Name) })
}
