package release

// This file holds the vocabulary of what a call was about, and of what it told.

// Whose says to whom an application belongs; empty for anybody.
type Whose string

// OfAnotherTeam is an application of a team that the caller is not in.
const OfAnotherTeam Whose = "other-team"

// Told is a secret that is told where it should not be.
type Told string

// The secrets that known issues tell.
const (
	ToldToken Told = "token"
	// ToldSalt and ToldHash are those of a user's password.
	ToldSalt Told = "salt"
	ToldHash Told = "password-hash"
)

// AllWhose lists to whom an application of a known issue can belong.
func AllWhose() []Whose { return []Whose{OfAnotherTeam} }

// ToldSecrets lists the secrets that a known issue can tell.
func ToldSecrets() []Told { return []Told{ToldToken, ToldSalt, ToldHash} }

// UnmarshalText reads to whom an application belongs in a catalogue.
func (w *Whose) UnmarshalText(text []byte) error {
	return read(w, "owner of an application", text, AllWhose())
}

// UnmarshalText reads a secret that is told in a catalogue.
func (t *Told) UnmarshalText(text []byte) error { return read(t, "secret", text, ToldSecrets()) }
