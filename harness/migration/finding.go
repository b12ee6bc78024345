package migration

import "streampark-regress/harness/release"

// Severity is what a finding costs the caller.
type Severity string

// The severities, the worst first.
const (
	// Lost: the answer is 200 and what was asked for is not done.
	Lost Severity = "lost-silently"
	// Rejected: the call fails, and can be seen to.
	Rejected Severity = "refused"
	// Conditional: it depends on what the script does not say whether the call fails.
	Conditional Severity = "depends"
	// Harmless: it comes to the same.
	Harmless Severity = "harmless"
)

// Kind is what a finding is about.
type Kind string

// The kinds of findings about an address.
const (
	// Moved: the address is closed to API tokens.
	Moved Kind = "address-closed"
	// Closed: the address is closed to API tokens before and after, unless a white
	// list opens it.
	Closed Kind = "address-closed-already"
	// Gone: there is no such address any more.
	Gone Kind = "address-gone"
	// NotYet: there is no such address before the upgrade.
	NotYet Kind = "address-not-there-before"
	// NotPost: the address takes POST alone, on either release.
	NotPost Kind = "not-post"
	// Opened: the address is open to API tokens now.
	Opened Kind = "address-open"
)

// The kinds of findings about fields.
const (
	// FieldIgnored: a field that counted counts no more.
	FieldIgnored Kind = "field-ignored"
	// FieldDead: a field counts on neither release.
	FieldDead Kind = "field-dead"
	// FieldOff: the same, and it says what is the case without it.
	FieldOff Kind = "field-ignored-off"
	// FieldCounts: a field begins to count.
	FieldCounts Kind = "field-begins-to-count"
	// FieldDiffers: of two fields that say one thing another one counts.
	FieldDiffers Kind = "field-differs"
	// FieldOutvoted: a flag that is on does not count, since another name for it is
	// sent too, and that one is off.
	FieldOutvoted Kind = "field-outvoted"
	// ValueFalse: a flag is meant to be on, and what is sent in it counts as false.
	ValueFalse Kind = "value-false"
	// ValueRefused: what is sent in a flag is an error.
	ValueRefused Kind = "value-refused"
	// ValueUnmeasured: what is sent in a flag is true by what is known of how the
	// release reads flags, and nobody has tried it.
	ValueUnmeasured Kind = "value-not-measured"
	// FieldMissing: a field is required that is not sent.
	FieldMissing Kind = "field-missing"
	// NotStored: on one database no savepoint is stored, so that a start without a
	// path goes on from an older one or from none.
	NotStored Kind = "savepoint-not-stored"
	// NoForm: the body is no form, and its fields count on neither release.
	NoForm Kind = "not-a-form"
)

// The kinds of findings about who calls.
const (
	// NoToken: the call carries none.
	NoToken Kind = "no-token"
	// Prefixed: "Bearer " stands before the token, which no release removes.
	Prefixed Kind = "bearer"
	// TokenDies: a token made before the upgrade is not accepted after it.
	TokenDies Kind = "token-dies"
	// SignInDies: a sign-in made before the upgrade is not accepted after it.
	SignInDies Kind = "sign-in-dies"
	// Issue: a known issue meets the call's token.
	Issue Kind = "known-issue"
	// CookieNeeded: a sign-in token counts only with its cookie.
	CookieNeeded Kind = "cookie-needed"
	// CookieNeedless: the cookie is needed no more.
	CookieNeedless Kind = "cookie-not-needed"
	// SignInForm: what is missing in the sign-in is answered in another way.
	SignInForm Kind = "sign-in-form"
	// OneToken: a second token is refused while the user has one.
	OneToken Kind = "one-token"
	// SaysLess: the answer no longer tells a token's status.
	SaysLess Kind = "answer-says-less"
)

// Finding is something that an upgrade changes for a call.
type Finding struct {
	Kind     Kind     `json:"kind"`
	Severity Severity `json:"severity"`
	// Field is the field it is about, Value what is sent in it as far as it is
	// known, and Means what that says.
	Field string          `json:"field,omitempty"`
	Value string          `json:"value,omitempty"`
	Means release.Meaning `json:"means,omitempty"`
	// Unsure: a variable hides the value, and only some are lost.
	Unsure bool `json:"if_set,omitempty"`
	// Unmeasured: nobody has seen the release read this value; it follows from how it
	// reads others.
	Unmeasured bool `json:"not_measured,omitempty"`
	// At are the addresses where a field does not count.
	At []string `json:"at,omitempty"`
	// Sender is who sends a field that counts from others.
	Sender release.Subject `json:"sender,omitempty"`
	// Instead is the field, or the address, to send instead.
	Instead string `json:"instead,omitempty"`
	// Send is the value to send, empty where that of the call serves.
	Send string `json:"send,omitempty"`
	// WordOnly: the field to send takes the word true alone, and a variable hides what
	// is sent.
	WordOnly bool `json:"word_only,omitempty"`
	// Status is the HTTP status of the answer, zero where it does not matter.
	Status int `json:"status,omitempty"`
	// Issue, Title and Role are those of a known issue.
	Issue string       `json:"issue,omitempty"`
	Title string       `json:"title,omitempty"`
	Role  release.Role `json:"role,omitempty"`
	// Database is the only one that the finding is about.
	Database string `json:"database,omitempty"`
	// DeleteFirst: the old token's row has to be deleted before a new one is made.
	DeleteFirst bool `json:"delete_first,omitempty"`
}

// Gap is why something could not be decided.
type Gap string

// The gaps.
const (
	// HiddenAddress: a variable hides whether StreamPark is called.
	HiddenAddress Gap = "address-hidden"
	// HiddenFields: a variable or a file hides what is sent.
	HiddenFields Gap = "fields-hidden"
	// NotCurl: an address of StreamPark's stands outside of any curl command.
	NotCurl Gap = "not-curl"
	// Unreadable: a curl command could not be read.
	Unreadable Gap = "unreadable"
	// NoCalls: nothing in it calls StreamPark.
	NoCalls Gap = "no-calls"
)

// Undecided is something that could not be decided.
type Undecided struct {
	Gap  Gap    `json:"gap"`
	File string `json:"file"`
	// Line is zero where it is about the whole file.
	Line int `json:"line,omitempty"`
	// What is the part of the text that it is about.
	What string `json:"what,omitempty"`
}
