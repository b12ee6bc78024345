package release

import (
	"cmp"

	"streampark-regress/harness/cause"
)

// Tokens tells how a release makes and checks API tokens.
type Tokens struct {
	// SignedWith is the signing secret: a column of t_user, a key file, or a key
	// of the process.
	SignedWith Secret `yaml:"signed_with" rule:"required"`
	// APISignedWith is that of API tokens, where it is another than that of
	// sign-ins; empty for the same.
	APISignedWith Secret `yaml:"api_signed_with"`
	SealedWith    Seal   `yaml:"sealed_with" rule:"required"`
	APIExpiry     Expiry `yaml:"api_expiry" rule:"required"`
	// Untyped: a token does not say what it was made for, so that a sign-in and
	// an API token are checked alike.
	Untyped bool `yaml:"untyped"`
	// Checks lists the causes for which an API token is rejected, in the
	// order in which the release looks for them.
	Checks []cause.Cause `yaml:"checks" rule:"required,nonempty,unique"`
	// ChecksByRow lists those for which a token is rejected that the server that
	// runs did not sign, where that is no cause by itself: the owner's row with
	// this very text decides then, and the expiry is not looked at. Checks are
	// those of a token that it did sign, of which no row is looked at. Empty for a
	// release that looks at every token alike.
	ChecksByRow []cause.Cause `yaml:"checks_by_row" rule:"nonempty,unique"`
	// RejectedAreLogged: the log tells what was sent whenever it is rejected.
	RejectedAreLogged bool `yaml:"rejected_are_logged"`
	// OnePerUser: a second token is refused while the user has one.
	OnePerUser bool `yaml:"one_per_user" rule:"required"`
	// CheckTellsStatus: /token/check says whether the user's token is enabled.
	CheckTellsStatus bool `yaml:"check_tells_status" rule:"required"`
	// RowsTellFinalStatus: a token's row on the token page has a finalStatus,
	// that of its row and of its owner's.
	RowsTellFinalStatus bool `yaml:"rows_tell_final_status" rule:"required"`
	// MadeUnmodified: a new token's answer does not say when it was modified.
	MadeUnmodified bool `yaml:"made_unmodified"`
}

// APISecret is what API tokens are signed with.
func (t Tokens) APISecret() Secret { return cmp.Or(t.APISignedWith, t.SignedWith) }

// ByRow reports whether a token gets in by its row alone that the server that
// runs did not sign.
func (t Tokens) ByRow() bool { return len(t.ChecksByRow) > 0 }

// UsesKeyFile reports whether the release signs or seals tokens with a key
// file.
func (r Release) UsesKeyFile() bool {
	return r.Tokens.SignedWith == SignedWithKeyFile || r.Tokens.SealedWith == SealedWithKeyFile
}
