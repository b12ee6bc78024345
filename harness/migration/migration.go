// Package migration decides what an upgrade changes for the calls of a script,
// from the catalogue alone.
package migration

import (
	"net/http"
	"strings"

	"streampark-regress/harness/release"
	"streampark-regress/harness/script"
)

// Check is an upgrade to check scripts against.
type Check struct {
	Catalogue *release.Catalogue
	From, To  release.Release
}

// Report is what was found in scripts.
type Report struct {
	From, To string
	Calls    []Call
	// Undecided is what could not be decided.
	Undecided []Undecided
	// Others counts the curl commands that do not call StreamPark.
	Others int
}

// Call is a call of a script and what becomes of it.
type Call struct {
	File string
	script.Call
	// Address is the address of StreamPark's that is called.
	Address string
	// SignIn is the line of the sign-in whose token the call seems to send; zero
	// for an API token.
	SignIn int
	// Findings are the worst first.
	Findings []Finding
	// Instead is the call to make instead; nil if it can stay.
	Instead *script.Call
}

// Breaks reports whether the call does not do after the upgrade what it is meant
// to.
func (c Call) Breaks() bool { return c.worst() == Lost || c.worst() == Rejected }

// LosesState reports whether it does so without an error.
func (c Call) LosesState() bool { return c.worst() == Lost }

func (c Call) worst() Severity {
	if len(c.Findings) == 0 {
		return Harmless
	}
	return c.Findings[0].Severity
}

// Verdict is what can be said of scripts as a whole.
type Verdict string

// The verdicts.
const (
	// Unchanged: nothing changes for any call.
	Unchanged Verdict = "nothing changes"
	// Breaks: something breaks.
	Breaks Verdict = "something breaks"
	// Unknown: something could not be decided, and what could does not break.
	Unknown Verdict = "undecided"
)

// Verdict is what can be said of all.
func (r Report) Verdict() Verdict {
	for _, c := range r.Calls {
		if c.Breaks() {
			return Breaks
		}
	}
	if len(r.Undecided) > 0 || len(r.Calls) == 0 {
		return Unknown
	}
	return Unchanged
}

// Of checks scripts.
func (c Check) Of(scripts ...script.Script) Report {
	r := Report{From: c.From.Version, To: c.To.Version}
	for _, s := range scripts {
		c.script(&r, s)
	}
	return r
}

func (c Check) script(r *Report, s script.Script) {
	before := len(r.Calls) + len(r.Undecided)
	undecided := func(gap Gap, line int, what string) {
		r.Undecided = append(r.Undecided, Undecided{gap, s.Name, line, what})
	}
	addresses := c.addresses()
	signIn := 0
	for _, call := range s.Calls {
		address, known := find(call.URL, addresses)
		switch known {
		case certain:
			found := c.call(call, address, signIn)
			found.File = s.Name
			r.Calls = append(r.Calls, found)
			if hidden := c.hidden(call, address); hidden != "" {
				undecided(HiddenFields, call.Line, hidden)
			}
			if address == signInPage {
				signIn = call.Line
			}
		case possible:
			undecided(HiddenAddress, call.Line, call.URL.String())
		case impossible:
			r.Others++
		}
	}
	for _, u := range s.Unread {
		undecided(Unreadable, u.Line, u.Why)
	}
	for _, a := range addresses {
		for _, line := range s.Mentions(a) {
			undecided(NotCurl, line, a)
		}
	}
	if len(r.Calls)+len(r.Undecided) == before {
		undecided(NoCalls, 0, "")
	}
}

// hidden is what may hold fields of a call that are not seen.
func (c Check) hidden(call script.Call, address string) string {
	if _, asked := c.request(address); !asked || len(call.Hidden) == 0 {
		return ""
	}
	var words []string
	for _, h := range call.Hidden {
		words = append(words, h.Quoted())
	}
	return strings.Join(words, " ")
}

// request is the request at an address, of whichever of the two releases has it.
func (c Check) request(address string) (release.Request, bool) {
	if q, known := c.To.Request(address); known {
		return q, true
	}
	return c.From.Request(address)
}

// call decides what becomes of a call.
func (c Check) call(call script.Call, address string, signIn int) Call {
	d := decision{Check: c, call: call, address: address, signIn: signIn, target: address}
	d.subject = d.sender()
	d.later = d.subject
	switch q, asked := c.request(address); {
	case asked:
		d.action(q.Action)
	case address == signInPage:
		d.signInForm()
	default:
		d.page()
	}
	made := Call{Call: call, Address: address, Findings: sorted(d.findings), Instead: d.instead()}
	if d.subject == release.SignIn {
		made.SignIn = signIn
	}
	return made
}

// sorted puts the worst first.
func sorted(all []Finding) []Finding {
	var found []Finding
	for _, s := range []Severity{Lost, Rejected, Conditional, Harmless} {
		for _, f := range all {
			if f.Severity == s {
				found = append(found, f)
			}
		}
	}
	return found
}

// decision is about one call.
type decision struct {
	Check
	call    script.Call
	address string
	// signIn is the line of a sign-in before the call, subject what it sends, and
	// later what it has to send after the upgrade.
	signIn         int
	subject, later release.Subject
	// target is the address to call after the upgrade, empty if there is none.
	target   string
	findings []Finding
	// renewed is set where the token has to be made again.
	renewed bool
	// replaced are the fields to send instead.
	replaced []script.Field
}

func (d *decision) add(f Finding) { d.findings = append(d.findings, f) }

// post says so if the call is not what the address takes: it answers POST alone
// (measured on 2.1.4, 2.1.5 and 2.1.7).
func (d *decision) post() {
	if d.call.Method != http.MethodPost && d.call.Method != "" {
		d.add(Finding{Kind: NotPost, Severity: Rejected, Value: d.call.Method})
	}
}
