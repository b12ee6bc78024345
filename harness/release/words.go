package release

import (
	"fmt"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/choice"
)

// This file holds the vocabularies of the catalogue. Only their words are read.

// Expiry is when the API tokens of a release expire.
type Expiry string

// The expiries.
const (
	// ExpiresNever: the token carries Java's Long.MAX_VALUE.
	ExpiresNever Expiry = "never"
	// ExpiresAfterSessionTTL: the token carries the time it was made plus the
	// session TTL.
	ExpiresAfterSessionTTL Expiry = "session-ttl"
	// ExpiresAsChosen: whoever makes the token says when it expires, and in the
	// year 9999 where nobody says.
	ExpiresAsChosen Expiry = "chosen"
)

// Secret is what a release signs tokens with.
type Secret string

// The secrets.
const (
	SignedWithSalt     Secret = "salt"
	SignedWithPassword Secret = "password"
	SignedWithKeyFile  Secret = KeyFile
	// SignedWithProcess: a random key that a server makes at its start and forgets
	// at its end.
	SignedWithProcess Secret = "process"
	// SignedWithNothingKept: a random key that is forgotten as soon as the token is
	// made, so that no server ever finds the signature right.
	SignedWithNothingKept Secret = "nothing-kept"
)

// Seal is what a release seals tokens with.
type Seal string

// The seals.
const (
	// SealedWithSharedKey: a key that is the same in every installation of
	// many releases.
	SealedWithSharedKey Seal = "shared-key"
	SealedWithKeyFile   Seal = KeyFile
)

// KeyFile is a key of the server's own, in a file: a Secret and a Seal.
const KeyFile = "key-file"

// Form is what a release reads a sign-in as.
type Form string

// The forms.
const (
	// FormParameters: user name, password and kind are required, one by one.
	FormParameters Form = "parameters"
	// FormObject: an object, of which only the kind is looked at.
	FormObject Form = "object"
)

// Subject is what is sent to prove who the caller is.
type Subject string

// The subjects.
const (
	APIToken Subject = "api-token"
	SignIn   Subject = "sign-in"
)

// Role is what a caller is in StreamPark; empty for anybody.
type Role string

// The roles.
const (
	Administrator Role = "administrator"
	// Developer is not an administrator but a developer of the default team.
	Developer Role = "developer"
)

// Effect is what became of the application that was to be started.
type Effect string

// The effects.
const (
	// EffectNone: its state did not change.
	EffectNone Effect = "none"
	// EffectStarted: its state says that it is being started.
	EffectStarted Effect = "started"
	// EffectCancelled: its state says that its job is being cancelled.
	EffectCancelled Effect = "cancelled"
)

// State is what became of the state of a job that was started or cancelled;
// empty if it does not matter.
type State string

// The states that known issues end in.
const (
	// StateFresh: the job started without any state.
	StateFresh State = "fresh"
	// StateNoSavepoint: the job was cancelled without a savepoint.
	StateNoSavepoint State = "no-savepoint"
)

// Kept is whether StreamPark keeps a savepoint that was written; empty if it does
// not matter.
type Kept string

// KeptNot is a savepoint that is not the application's latest for StreamPark.
const KeptNot Kept = "not"

// Condition is what has to have happened before a known issue shows.
type Condition string

// The conditions.
const (
	// AfterSessionTTL: the session TTL has passed since the token was made or
	// the sign-in.
	AfterSessionTTL Condition = "session-ttl"
	// AfterSecondToken: a second token was asked for, or made, for the owner.
	AfterSecondToken Condition = "second-token"
	// AfterRevocation: the token was disabled or deleted, or its owner was locked
	// or deleted.
	AfterRevocation Condition = "revocation"
	// AfterNewPassword: its owner has another password than when it was made.
	AfterNewPassword Condition = "new-password"
)

// Row is what became of the token's row; empty if it does not matter.
type Row string

// RowUnchanged is a row that is byte for byte what it was when the token was
// made.
const RowUnchanged Row = "unchanged"

// Expiries lists the expiries.
func Expiries() []Expiry { return []Expiry{ExpiresNever, ExpiresAfterSessionTTL, ExpiresAsChosen} }

// Secrets lists the secrets.
func Secrets() []Secret {
	return []Secret{SignedWithSalt, SignedWithPassword, SignedWithKeyFile, SignedWithProcess, SignedWithNothingKept}
}

// Seals lists the seals.
func Seals() []Seal { return []Seal{SealedWithSharedKey, SealedWithKeyFile} }

// Forms lists the forms.
func Forms() []Form { return []Form{FormParameters, FormObject} }

// Subjects lists the subjects.
func Subjects() []Subject { return []Subject{APIToken, SignIn} }

// Roles lists the roles.
func Roles() []Role { return []Role{Administrator, Developer} }

// Effects lists the effects.
func Effects() []Effect { return []Effect{EffectNone, EffectStarted, EffectCancelled} }

// States lists what can become of a job's state in a known issue.
func States() []State { return []State{StateFresh, StateNoSavepoint} }

// Keepings lists what can become of a savepoint in a known issue.
func Keepings() []Kept { return []Kept{KeptNot} }

// Conditions lists the conditions.
func Conditions() []Condition {
	return []Condition{AfterSessionTTL, AfterSecondToken, AfterRevocation, AfterNewPassword}
}

// Rows lists what can become of a row.
func Rows() []Row { return []Row{RowUnchanged} }

// Checks lists the causes for which a release can reject an API token that it
// has opened.
func Checks() []cause.Cause {
	return []cause.Cause{cause.UserMissing, cause.UserLocked, cause.Signature, cause.Expired, cause.DuplicateRows,
		cause.Deleted, cause.Replaced, cause.Disabled, cause.Cipher}
}

// UnmarshalText reads an expiry in a catalogue.
func (e *Expiry) UnmarshalText(text []byte) error { return read(e, "expiry", text, Expiries()) }

// UnmarshalText reads a secret in a catalogue.
func (s *Secret) UnmarshalText(text []byte) error { return read(s, "secret", text, Secrets()) }

// UnmarshalText reads a seal in a catalogue.
func (s *Seal) UnmarshalText(text []byte) error { return read(s, "seal", text, Seals()) }

// UnmarshalText reads a form in a catalogue.
func (f *Form) UnmarshalText(text []byte) error { return read(f, "form of a sign-in", text, Forms()) }

// UnmarshalText reads a subject in a catalogue.
func (s *Subject) UnmarshalText(text []byte) error { return read(s, "subject", text, Subjects()) }

// UnmarshalText reads a role in a catalogue.
func (r *Role) UnmarshalText(text []byte) error { return read(r, "role", text, Roles()) }

// UnmarshalText reads an effect in a catalogue.
func (e *Effect) UnmarshalText(text []byte) error { return read(e, "effect", text, Effects()) }

// UnmarshalText reads what became of a job's state in a catalogue.
func (s *State) UnmarshalText(text []byte) error {
	return read(s, "state of a job", text, States())
}

// UnmarshalText reads what became of a savepoint in a catalogue.
func (k *Kept) UnmarshalText(text []byte) error { return read(k, "keeping", text, Keepings()) }

// UnmarshalText reads a condition in a catalogue.
func (c *Condition) UnmarshalText(text []byte) error {
	return read(c, "condition", text, Conditions())
}

// UnmarshalText reads what became of a row in a catalogue.
func (r *Row) UnmarshalText(text []byte) error { return read(r, "state of the row", text, Rows()) }

func read[W ~string](into *W, vocabulary string, text []byte, words []W) error {
	for _, w := range words {
		if string(w) == string(text) {
			*into = w
			return nil
		}
	}
	return fmt.Errorf("unknown %s %q: choose %s", vocabulary, text, choice.OneOf(words))
}
