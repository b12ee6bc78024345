package diagnosis

import (
	"crypto/x509"
	"time"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/stranger"
	"streampark-regress/harness/token"
)

// Subject is what to examine.
type Subject struct {
	// URL is the address, also without https:// or http://: see Addresses.
	URL string
	// Roots are the authorities of which its certificate may be, nil for those of the
	// machine.
	Roots *x509.CertPool
	// Timeout bounds each call; zero for a minute.
	Timeout time.Duration
	// Header is the Authorization header as the caller sends it, nil for none.
	Header *string
	// Session is the JSESSIONID cookie the caller sends, if any.
	Session string
	// Database is the deployment's database, nil if it is not to be had.
	Database Database
	// Release is the release if the caller knows it; empty to find out.
	Release string
	// Started is the server's clock when it was started, zero if not known.
	Started time.Time
	// Key is the key file of a server of 2.1.7, nil if it is not to be had.
	Key token.Key
}

// Examination is what was found.
type Examination struct {
	// URL is the address that was taken, and Tried those that were not.
	URL   string
	Tried []Try
	// At is the server's clock at the examination, zero where nobody answered.
	At time.Time
	// Unreached is why there was no answer, nil where there was one to every call.
	Unreached *Unreached
	// Token is what the text that was sent says by itself.
	Token Told
	// Releases are those of the catalogue that answer like this server; none where
	// nothing answers like any.
	Releases []release.Release
	// Model is set when the built-in model answers, not StreamPark.
	Model bool
	// OnH2: the console of StreamPark's own H2 answers, which is there only where
	// the server keeps its rows in it.
	OnH2 bool
	// Skew is how far the server's clock runs ahead of ours.
	Skew time.Duration
	// Calls are the start addresses that were called and their answers.
	Calls []Call
	// Accepted: the server accepted the token; Diagnosis is empty then.
	Accepted  bool
	Diagnosis Diagnosis
	// Advice is what to do about the cause on that release.
	Advice string
	// Gaps are what could not be looked at.
	Gaps []Gap
}

// NotSeen reports whether no answer was StreamPark's: the token was neither
// accepted nor rejected.
func (x Examination) NotSeen() bool { return !x.Accepted && x.Diagnosis.Cause == cause.None }

// Call is a start that was tried.
type Call struct {
	Path    string
	Status  int
	Reading outcome.Reading
	// Seen is what tells an answer of StreamPark's from anybody else's.
	Seen Seen
	// Stranger is who else may have given the answer, where it says nothing about the
	// token.
	Stranger stranger.Kind
}

// Gap is something that could not be looked at.
type Gap string

// The gaps.
const (
	// NoDatabase: rows, owner and, up to 2.1.6, the signature.
	NoDatabase Gap = "database"
	// NoKeyFile: what a token of 2.1.7 says.
	NoKeyFile Gap = "key-file"
	// NoSender: who answered. A bare 401 may be a gateway's own, and of a release
	// with a key file nothing else can be had without a token that works.
	NoSender Gap = "sender"
	// NoHeader: whether the header Authorization arrives. A token of nobody, which
	// the release can open, got the 401 of a call without any: something in front
	// takes the header away, or answers in its place.
	NoHeader Gap = "header"
)
