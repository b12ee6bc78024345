package diagnosis

import (
	"encoding/base64"
	"fmt"

	"streampark-regress/harness/outcome"
	"streampark-regress/harness/token"
)

// leastSealed is the least a token sealed with AES-GCM can hold, in bytes: the
// nonce and the tag.
const leastSealed = 12 + 16

// explainKeyFile looks at a token sent to a release that seals with a key file
// of its own (2.1.7). Without that file most of it stays closed.
func explainKeyFile(e Evidence, header string) Diagnosis {
	version := e.Release.Version
	if _, err := token.Open(header); err == nil {
		if e.Rejection != outcome.Undecoded {
			return single(Unknown, "it is sealed with the key that all releases up to 2.1.6 share, and the server answered as if it could open it all the same")
		}
		return single(Cipher, "it is sealed with the key that all releases up to 2.1.6 share, and "+version+" has a key file of its own: no token of an earlier release survives the upgrade")
	}
	if e.Key != nil {
		opened, err := token.OpenWithKey(header, e.Key)
		if err == nil {
			return explainOpened(e, opened)
		}
	}
	data, err := base64.StdEncoding.DecodeString(header)
	switch {
	case err != nil || len(data) < leastSealed:
		return single(Malformed, fmt.Sprintf("no token %s could have made: not base64, or too short", version))
	case e.Rejection == outcome.Undecoded && e.Held:
		return single(Cipher, "the row holds this token and the server could not open it: it was sealed with another key file, which is lost with a container that is made anew")
	case e.Rejection == outcome.Undecoded:
		return single(Unknown, "the server could not open it: it is cut or changed (malformed), or was sealed with another key file (cipher)")
	case e.Rejection == outcome.Decoded && e.Held:
		return single(Cipher, becauseNeverTheSame)
	}
	return single(Unknown, "the server opened it, and without --key-file nobody else can: it is an API token, of which none works on "+version+" (cipher), or a sign-in token that has expired or is older than the server's start")
}

const becauseNeverTheSame = "this release compares the row with the token sealed anew, and no sealing is the same twice: no API token works (issue 4322)"

// neverTheSame is why 2.1.7 rejects every API token (ShiroRealm and
// JWTUtil.encrypt of v2.1.7).
func neverTheSame(Evidence, token.Token) Finding {
	return Finding{Cause: Cipher, Holds: true, Because: becauseNeverTheSame}
}
