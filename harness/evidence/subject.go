package evidence

import "time"

// SubjectKind is what kind of thing a caller sent to prove who it is.
type SubjectKind string

// The kinds of subjects.
const (
	// APIToken is a token of the token page.
	APIToken SubjectKind = "api-token"
	// SignIn is the token of a web page's sign-in.
	SignIn SubjectKind = "sign-in"
	// Forged is a token that names its owner and was signed by somebody else.
	Forged SubjectKind = "forged"
	// Unsigned is a token that names its owner and says it needs no signature.
	Unsigned SubjectKind = "unsigned"
	// Unheld is a token that its owner's secret signed and no row holds.
	Unheld SubjectKind = "unheld"
	// Former is a token that was used before and was deleted.
	Former SubjectKind = "former"
	// ForgedSignIn is a sign-in that names its owner and was signed by somebody
	// else, UnsignedSignIn one that says it needs no signature.
	ForgedSignIn   SubjectKind = "forged-sign-in"
	UnsignedSignIn SubjectKind = "unsigned-sign-in"
)

// Role is what the subject's owner is in StreamPark.
type Role string

// The roles.
const (
	Administrator Role = "administrator"
	// Developer is not an administrator but a developer of the default team.
	Developer Role = "developer"
)

// Twist is how what was sent differs from the subject itself.
type Twist string

// The twists.
const (
	// Whole is not a twist: it was sent as it is.
	Whole Twist = ""
	// Absent: nothing was sent.
	Absent Twist = "absent"
	// Garbage: something else was sent that is not a token.
	Garbage Twist = "garbage"
	// Half: the first half of the token was sent.
	Half Twist = "half"
	// Changed: one character of it was changed.
	Changed Twist = "changed"
	// Bearer: it was sent with "Bearer " in front.
	Bearer Twist = "bearer"
	// BearerInSmall: it was sent with "bearer " in front, Basic: with "Basic ".
	BearerInSmall Twist = "bearer-in-small-letters"
	Basic         Twist = "basic"
	// Quoted: it was sent in quotes, Longer: with one character more.
	Quoted Twist = "quoted"
	Longer Twist = "longer"
	// InOtherHeaders: it was sent in headers of other names, InCookies: in
	// cookies.
	InOtherHeaders Twist = "other-headers"
	InCookies      Twist = "cookies"
	// InQuery: it was sent as a query parameter and not as a header.
	InQuery Twist = "query-parameter"
	// InForm: it was sent as a field of the form.
	InForm Twist = "form-field"
	// Empty: the header was sent with nothing in it.
	Empty Twist = "empty"
	// CookieAlone: a web session's cookie was sent without a token.
	CookieAlone Twist = "cookie-alone"
	// GarbageInSession: garbage was sent with a web session's cookie.
	GarbageInSession Twist = "garbage-in-session"
	// ProxySignIn: the user and password of a proxy were sent in its place.
	ProxySignIn Twist = "proxy-sign-in"
)

// Twists lists the ways in which a token can be sent wrongly.
func Twists() []Twist {
	return []Twist{Absent, Garbage, Half, Changed, Longer, Bearer, BearerInSmall, Basic, Quoted, InOtherHeaders, InCookies, InQuery, InForm, Empty,
		CookieAlone, GarbageInSession, ProxySignIn}
}

// Subject is who called: what was sent and whose it was.
type Subject struct {
	Kind  SubjectKind `json:"kind"`
	Role  Role        `json:"role,omitempty"`
	Twist Twist       `json:"twist,omitempty"`
	// Cookie tells whether the cookie of a web session was sent along.
	Cookie bool `json:"cookie,omitempty"`
}

// Application is whose application a call is about.
type Application string

// The applications.
const (
	// NoApplication: the call is not about an application.
	NoApplication Application = ""
	// OwnApplication belongs to the caller's team.
	OwnApplication Application = "own"
	// ForeignApplication belongs to another team.
	ForeignApplication Application = "other-team"
)

// Origin is the moment an age is counted from.
type Origin string

// The origins.
const (
	// SinceToken: when the API token was made.
	SinceToken Origin = "token"
	// SinceSignIn: when the caller signed in.
	SinceSignIn Origin = "sign-in"
)

// Age is how much time a scenario let pass before a call.
type Age struct {
	Since Origin `json:"since"`
	// AskedSeconds is what the scenario says, Seconds what passed on the
	// server's clock; they differ where a short TTL stands for the shipped one.
	AskedSeconds float64 `json:"asked_seconds"`
	Seconds      float64 `json:"seconds"`
}

// ActionKind is what was done to a token, its owner or the server.
type ActionKind string

// The kinds of actions.
const (
	TimePassed        ActionKind = "time-passed"
	Idled             ActionKind = "idled"
	TokenDisabled     ActionKind = "token-disabled"
	TokenEnabled      ActionKind = "token-enabled"
	TokenDeleted      ActionKind = "token-deleted"
	TokenFetched      ActionKind = "token-fetched"
	TokenMade         ActionKind = "token-made"
	OlderTokenDeleted ActionKind = "older-token-deleted"
	SecondTokenAsked  ActionKind = "second-token-asked"
	RowStatusSet      ActionKind = "row-status-set"
	OwnerLocked       ActionKind = "owner-locked"
	OwnerUnlocked     ActionKind = "owner-unlocked"
	OwnerRenamed      ActionKind = "owner-renamed"
	OwnerDeleted      ActionKind = "owner-deleted"
	NameTaken         ActionKind = "name-taken"
	PasswordChanged   ActionKind = "password-changed"
	PasswordReset     ActionKind = "password-reset"
	SignedOut         ActionKind = "signed-out"
	ServerRestarted   ActionKind = "server-restarted"
	ServerUpgraded    ActionKind = "server-upgraded"
	ServerRecreated   ActionKind = "server-recreated"
	ReplicaRestarted  ActionKind = "replica-restarted"
	CommandCopied     ActionKind = "command-copied"
)

// Action is something that was done.
type Action struct {
	Kind ActionKind `json:"kind"`
	// Age is how much time passed, for TimePassed; IdleSeconds is how long
	// nobody called, for Idled, on the wall clock.
	Age         *Age    `json:"age,omitempty"`
	IdleSeconds float64 `json:"idle_seconds,omitempty"`
	// Status is what a row's status was set to.
	Status int `json:"status,omitempty"`
	// From and To are the releases of an upgrade; Back: it led to an older one.
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
	Back bool   `json:"back,omitempty"`
	// Replica is the one that was restarted, for ReplicaRestarted.
	Replica int `json:"replica,omitempty"`
	// Refused is in which words StreamPark refused a second token.
	Refused string `json:"refused,omitempty"`
	// Command is the curl command that was copied.
	Command string `json:"command,omitempty"`
	// ServerTime is the server's clock after it was started again, and
	// TokenMade when the token of that moment was made.
	ServerTime time.Time `json:"server_time,omitzero"`
	TokenMade  time.Time `json:"token_made,omitzero"`
}

// Server reports whether it was done to the server.
func (a Action) Server() bool {
	return a.Kind == ServerRestarted || a.Kind == ServerUpgraded || a.Kind == ServerRecreated
}
