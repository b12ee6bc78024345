package words

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
)

// Detail says what was seen of a possible cause. Each detail has its sentence
// in one of the two tables below, and a test makes sure of it.
func Detail(f evidence.Finding) Phrase {
	if say, known := filled()[f.Detail]; known {
		return say(f)
	}
	return Phrase{Text: cmp.Or(fixed()[f.Detail], string(f.Detail))}
}

// filled are the sentences that carry values.
func filled() map[evidence.Detail]func(evidence.Finding) Phrase {
	return map[evidence.Detail]func(evidence.Finding) Phrase{
		evidence.ExpiryPassed: func(f evidence.Finding) Phrase {
			return Phrase{"exp passed " + clock.Format(f.ServerTime.Sub(f.Expiry)) + " ago", stamps(f)}
		},
		evidence.ExpiryAhead:    func(f evidence.Finding) Phrase { return Phrase{"exp has not passed", stamps(f)} },
		evidence.SignatureFits:  func(f evidence.Finding) Phrase { return Phrase{Text: "it is signed with " + secret(f.Secret)} },
		evidence.SignatureOther: signatureOther,
		evidence.OtherRelease:   otherRelease,
		evidence.LikeKeyFile: func(f evidence.Finding) Phrase {
			return Phrase{Text: "it has the form of a token of 2.1.7, which seals with a key file of its own server, and " + this(f) + " knows one key only, that of all releases up to 2.1.6"}
		},
		evidence.UserThere: func(f evidence.Finding) Phrase { return Phrase{Text: fmt.Sprintf("user %s is in t_user", f.User)} },
		evidence.UserAbsent: func(f evidence.Finding) Phrase {
			return Phrase{Text: fmt.Sprintf("there is no user %s in t_user", f.User)}
		},
		evidence.RowsCounted: func(f evidence.Finding) Phrase {
			return Phrase{Text: fmt.Sprintf("the owner has %s in t_access_token", Count(f.Rows, "row"))}
		},
		evidence.NotAToken: func(f evidence.Finding) Phrase { return Phrase{Text: cmp.Or(f.Text, "it is not a token")} },
		evidence.NotSealed: func(f evidence.Finding) Phrase {
			return Phrase{Text: "not a token that " + this(f) + " could have made: not base64, or too short"}
		},
		evidence.MadeBeforeStart: func(f evidence.Finding) Phrase { return Phrase{Text: madeBefore(f)} },
		evidence.StartUnknown:    startUnknown,
		evidence.StartMustBe: func(f evidence.Finding) Phrase {
			return Phrase{"everything else this release checks of a sign-in token is in order, so the server was started after it was made", Time(f.Made)}
		},
		evidence.SharedSeal: func(f evidence.Finding) Phrase {
			return Phrase{Text: "it is sealed with the key that all releases up to 2.1.6 share, and " + this(f) + " has a key file of its own: no token of an earlier release survives the upgrade"}
		},
		evidence.KeyFileSeal: func(f evidence.Finding) Phrase {
			return Phrase{Text: "it is sealed with the given key file, which is how 2.1.7 does it, and " + this(f) + " does not know that key"}
		},
		evidence.KeyFileNeeded: func(f evidence.Finding) Phrase {
			return Phrase{Text: "the server opened it, and without --key-file nobody else can" + kinds(f.Open)}
		},
		evidence.SessionElsewhere: func(f evidence.Finding) Phrase {
			return elsewhere(f, "its web session is in the memory of replica %d alone")
		},
		evidence.StartedLater: func(f evidence.Finding) Phrase {
			return elsewhere(f, "replica %d knows it, and the one that answered was started after it was made")
		},
		evidence.SignedElsewhere: func(f evidence.Finding) Phrase {
			return elsewhere(f, "it is signed with the key that replica %d made at its start, and each has its own")
		},
		evidence.KeyElsewhere: func(f evidence.Finding) Phrase {
			return elsewhere(f, "it is sealed with the key file of replica %d, and each replica has its own")
		},
		evidence.Challenged: func(f evidence.Finding) Phrase {
			return Phrase{Text: fmt.Sprintf("the answer asks for a sign-in (WWW-Authenticate: %s), which StreamPark never does: something in front of it does", f.Text)}
		},
		evidence.SomeUnseen: func(f evidence.Finding) Phrase {
			return Phrase{Text: "not ruled out by what was seen: " + listed(f.Open)}
		},
	}
}

// kinds says what is left for each kind of token that it may be.
func kinds(open []cause.Cause) string {
	ofAPI := slices.DeleteFunc(slices.Clone(open), func(c cause.Cause) bool { return c == cause.BeforeStart })
	text := ""
	if len(ofAPI) > 0 {
		text = ": as an API token it is one of " + listed(ofAPI)
	}
	if len(ofAPI) < len(open) {
		text += "; as a sign-in token it has expired, lost its owner, or is older than the server's start"
	}
	return text
}

// fixed are the sentences that are always the same.
func fixed() map[evidence.Detail]string {
	return map[evidence.Detail]string{
		evidence.NeverExpires:     "the token never expires",
		evidence.InsideToken:      "this stands in the token, which nobody can open without --key-file",
		evidence.NoExpiry:         "the token carries no expiry",
		evidence.NoSigner:         "there is no user to check it against",
		evidence.UserLocked:       "the owner's t_user.status is 0",
		evidence.UserAllowed:      "the owner is not locked",
		evidence.RowThere:         "the owner has a row in t_access_token",
		evidence.RowAbsent:        "the owner has no row in t_access_token",
		evidence.RowHolds:         "the row holds this token",
		evidence.RowOther:         "no row of the owner holds this token",
		evidence.RowEnabled:       "the row's status is not 0",
		evidence.RowDisabled:      "the row's status is 0",
		evidence.NothingSent:      "no Authorization header was sent",
		evidence.BearerSent:       `the header begins with "Bearer ", which StreamPark takes as part of the token`,
		evidence.OtherType:        "the token says that it is neither an API token nor a sign-in token",
		evidence.NotThisKey:       "the key file does not open it",
		evidence.CutOrForeign:     "the server could not open it: it was cut or changed (malformed), or was sealed with another key file (cipher)",
		evidence.NoCookie:         "it was sent without the cookie of its web session",
		evidence.SessionGone:      "its web session is gone: signed out, idle, or lost in a restart",
		evidence.MadeAfterStart:   "it was made after the server's start",
		evidence.KeyFileLost:      "the server could not open it: it is sealed with a key file that the server does not have, and a key file is lost when its container is replaced",
		evidence.Damaged:          "it is a token of 2.1.6 or earlier that was cut or changed",
		evidence.OpenJWT:          "it is a JWT as it stands, and StreamPark's tokens are sealed: it is another program's, or it was opened",
		evidence.SealNeverSame:    "no two sealings of a token are the same, and this release compares a new one with the row: no API token works (issue 4322)",
		evidence.SealComparable:   "this release can compare a token with its row",
		evidence.AcceptedBefore:   "the server accepted the same token a moment ago",
		evidence.AnswersAlternate: "the same call was accepted and rejected in turn: there are several servers behind the address, and not all of them know it",
		evidence.HeaderLost:       "the server can open this token, and the answer is the one to a call without: something in between took it away or changed it, or answered itself",
		evidence.DatabaseWaited:   "the 401 took as long as the server waits for a connection to its database",
		evidence.OtherAnswer:      "the answer is not of the form that this release gives in such a case",
		evidence.OpenedAnyway:     "it is sealed with the key that all releases up to 2.1.6 share, and the server answered as if it could open it",
		evidence.NoneHolds:        "none of the known causes applies",
		evidence.DatabaseUnseen:   "this cannot be seen without the database",
	}
}

// elsewhere says which replica knows what was sent, and which one answered.
func elsewhere(f evidence.Finding, text string) Phrase {
	return Phrase{Text: fmt.Sprintf(text, f.Home), Aside: fmt.Sprintf("replica %d answered", f.Replica)}
}

// stamps are the two times that an expiry is about.
func stamps(f evidence.Finding) string {
	return fmt.Sprintf("exp %s, server's clock %s", f.Expiry.UTC().Format(time.DateTime), Time(f.ServerTime))
}

// secret names what a release signs tokens with.
func secret(name string) string {
	switch release.Secret(name) { //nolint:exhaustive // the others are columns
	case release.SignedWithKeyFile:
		return "the server's key file"
	case release.SignedWithProcess:
		return "the key that the server made at its start"
	}
	return "the owner's current t_user." + name
}

func signatureOther(f evidence.Finding) Phrase {
	text := "not signed with " + secret(f.Secret)
	if f.Secret == string(release.SignedWithKeyFile) {
		return Phrase{text, "the token is another installation's"}
	}
	if f.Secret == string(release.SignedWithProcess) {
		return Phrase{text, "it is a sign-in from before, or another installation's"}
	}
	return Phrase{text, "the password was changed, or the token is another release's"}
}

func startUnknown(f evidence.Finding) Phrase {
	text := "it is not known when the server was started"
	if !f.Made.IsZero() {
		text += "; this is the cause if that was after " + Time(f.Made) + ", when the token was made"
	}
	return Phrase{Text: text}
}

func madeBefore(f evidence.Finding) string {
	before := f.Started.Sub(f.Made)
	if before < time.Second {
		return "it was made within a second of the server's start"
	}
	return "it was made " + clock.Format(before) + " before the server's start"
}

// otherRelease says by which release a token was made, where that is known.
func otherRelease(f evidence.Finding) Phrase {
	by := "by another release"
	if f.Text != "" {
		by = "by " + f.Text
	}
	return Phrase{"it was made " + by + ": " + this(f) + " makes no such tokens, and checks their signatures with another secret", ""}
}

// this is the release that was asked.
func this(f evidence.Finding) string { return cmp.Or(f.Release, "this release") }

func listed[T any](all []T) string {
	var names []string
	for _, one := range all {
		names = append(names, fmt.Sprint(one))
	}
	return strings.Join(names, ", ")
}
