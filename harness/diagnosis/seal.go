package diagnosis

import (
	"encoding/base64"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
)

// This file is about texts that do not carry the seal of the release they were
// sent to, and about 2.1.7, whose own seal is never the same twice.

// lookWithSharedKey looks at a text that a release up to 2.1.6 cannot have
// made: it knows one key, which everybody knows.
func lookWithSharedKey(e Evidence, o opened) evidence.Finding {
	// A token of 2.1.7 is just text to whoever does not have its key file.
	if o.seal != unopened && (e.Rejection == outcome.Undecoded || e.Release.API.RejectsUnopened) {
		return byKey(e, evidence.KeyFileSeal)
	}
	return unopenedText(e, o)
}

// leastSealed is the least a token sealed with AES-GCM can hold, in bytes: the
// nonce and the tag.
const leastSealed = 12 + 16

// lookWithKeyFile looks at a text sent to a release that seals with a key file
// of its own (2.1.7), which that file does not open or that is not to be had.
func lookWithKeyFile(e Evidence, o opened) []evidence.Finding {
	data, err := base64.StdEncoding.DecodeString(e.header())
	switch {
	case o.seal == sharedSeal && e.Rejection == outcome.Decoded:
		return []evidence.Finding{unknown(evidence.OpenedAnyway)}
	case o.seal == sharedSeal:
		return []evidence.Finding{byKey(e, evidence.SharedSeal)}
	case o.seal == formerSeal && e.Rejection == outcome.Undecoded:
		return []evidence.Finding{lost(e)}
	case e.unseals():
		f := holds(cause.Malformed, evidence.NotAToken)
		f.Text = o.unreadable
		return []evidence.Finding{f}
	case err != nil || len(data) < leastSealed:
		f := holds(cause.Malformed, evidence.NotSealed)
		f.Release = e.Release.Version
		return []evidence.Finding{f}
	case e.Rejection == outcome.Undecoded:
		return undecoded(e)
	case e.Rejection == outcome.Decoded:
		return decoded(e)
	}
	return []evidence.Finding{unknown(evidence.OtherAnswer)}
}

// undecoded looks at a text that neither the server could open nor anybody here.
func undecoded(e Evidence) []evidence.Finding {
	left := unknown(evidence.CutOrForeign, cause.Malformed, cause.Cipher)
	switch {
	case e.Held && e.Key == nil && e.Accepted:
		return []evidence.Finding{excluded(cause.Cipher, evidence.AcceptedBefore)}
	case e.Held:
		return []evidence.Finding{lost(e)}
	case e.Key != nil && e.Blind:
		return []evidence.Finding{unseen(cause.Malformed, evidence.DatabaseUnseen), unseen(cause.Cipher, evidence.DatabaseUnseen)}
	case e.Key != nil:
		return []evidence.Finding{holds(cause.Malformed, evidence.NotThisKey)}
	case e.Blind:
		return []evidence.Finding{unseen(cause.Cipher, evidence.DatabaseUnseen), left}
	}
	return []evidence.Finding{left}
}

// decoded looks at a text that the server could open and nobody here.
func decoded(e Evidence) []evidence.Finding {
	if e.Key != nil { // which then is not the server's
		return []evidence.Finding{unknown(evidence.NotThisKey)}
	}
	never := neverSame(e)
	if never.State == evidence.Holds {
		return append(unopenedBefore(e, cause.Cipher), never)
	}
	var left []cause.Cause
	for _, c := range e.Release.Tokens.Checks {
		gone := c == cause.Deleted || c == cause.Replaced
		if c == cause.Cipher && never.State == evidence.Excluded || gone && e.Held {
			continue
		}
		left = append(left, c)
	}
	if !e.Held { // it may be a sign-in token
		left = append(left, cause.BeforeStart)
	}
	return []evidence.Finding{never, unknown(evidence.KeyFileNeeded, left...)}
}

// unopenedBefore are the checks that the release makes before another, none of
// which can be seen in a token that nobody here can open.
func unopenedBefore(e Evidence, c cause.Cause) []evidence.Finding {
	var found []evidence.Finding
	for _, earlier := range e.Release.Tokens.Checks {
		if earlier == c {
			break
		}
		if gone := earlier == cause.Deleted || earlier == cause.Replaced; gone && e.Held {
			found = append(found, excluded(earlier, evidence.RowHolds))
			continue
		}
		found = append(found, unseen(earlier, evidence.InsideToken))
	}
	return found
}

// byKey is the finding of a token that was sealed with a key the release has
// never had, unless a server of it has accepted it all the same.
func byKey(e Evidence, d evidence.Detail) evidence.Finding {
	if e.Accepted {
		return excluded(cause.Cipher, evidence.AcceptedBefore)
	}
	f := holds(cause.Cipher, d)
	f.Release = e.Release.Version
	return f
}

// lost is the finding of a token sealed with a key file that the server of the
// release does not have any more.
func lost(e Evidence) evidence.Finding {
	f := holds(cause.Cipher, evidence.KeyFileLost)
	f.Release = e.Release.Version
	return f
}

// neverSame looks for why 2.1.7 rejects every API token: it compares the row
// with the token sealed again, under a new nonce (ShiroRealm and
// JWTUtil.encrypt of v2.1.7; recording 2.1.7.json, "start"). It takes a row
// that holds exactly what was sent, in the database or, unseen, by what the key
// file shows to be an API token of that server; and a token that was accepted
// before was compared with its row and found the same.
func neverSame(e Evidence) evidence.Finding {
	o := e.open()
	own := o.seal == presentSeal
	switch {
	case sealOf(e.Release) != presentSeal:
		return excluded(cause.Cipher, evidence.SealComparable)
	case e.Accepted:
		return excluded(cause.Cipher, evidence.AcceptedBefore)
	case own && !o.Verify(string(e.Key)):
		f := excluded(cause.Cipher, evidence.SignatureOther)
		f.Secret = string(release.SignedWithKeyFile)
		return f
	case own && !e.Blind && len(e.Rows) == 0:
		return excluded(cause.Cipher, evidence.RowAbsent)
	case e.Blind && !own:
		return unseen(cause.Cipher, evidence.DatabaseUnseen)
	case !e.Blind && !e.Held:
		return excluded(cause.Cipher, evidence.RowOther)
	}
	f := holds(cause.Cipher, evidence.SealNeverSame)
	f.Release = e.Release.Version
	return f
}
