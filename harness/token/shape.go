package token

import (
	"crypto/aes"
	"encoding/base64"
	"strings"
)

// Shape is what a text that cannot be opened looks like.
type Shape int

const (
	// Shapeless: it looks like no token.
	Shapeless Shape = iota
	// Damaged: the key of releases up to 2.1.6 opens a part of it, so it is a token that
	// was cut or changed.
	Damaged
	// LikeKeyFile: it is base64 of a length that 2.1.7's tokens have, of which the
	// shared key makes nothing. It is not proven to be one.
	LikeKeyFile
	// OpenJWT: it is a JWT that nobody has sealed.
	OpenJWT
)

// leastOfKeyFile is the least a token of 2.1.7 holds, in bytes: nonce and tag of
// AES-GCM, and a JWT of a header of 36, claims of 58 at least, a signature of 43 and
// two dots.
const leastOfKeyFile = 12 + 16 + 36 + 58 + 43 + 2

// ShapeOf tells what a text looks like that neither Open nor OpenWithKey can open.
func ShapeOf(text string) Shape {
	text = strings.TrimSpace(text)
	if parts := strings.Split(text, "."); len(parts) == 3 && strings.HasPrefix(text, "eyJ") {
		return OpenJWT
	}
	whole := strings.TrimRight(text, "=")
	data, err := base64.RawStdEncoding.DecodeString(whole[:len(whole)/4*4])
	if err != nil {
		return Shapeless
	}
	if opensInPart(data) {
		return Damaged
	}
	if data, err = base64.StdEncoding.DecodeString(text); err == nil && len(data) >= leastOfKeyFile {
		return LikeKeyFile
	}
	return Shapeless
}

// opensInPart reports whether the shared key makes a piece of a JWT of a block: each is
// sealed by itself. Of 16 bytes at random one in three thousand million is such a piece.
func opensInPart(data []byte) bool {
	block, err := aes.NewCipher(key())
	if err != nil {
		panic(err) // the key is a constant of the right length
	}
	piece := make([]byte, block.BlockSize())
	for ; len(data) >= len(piece); data = data[len(piece):] {
		block.Decrypt(piece, data[:len(piece)])
		if strings.Trim(string(piece), jwtCharacters) == "" {
			return true
		}
	}
	return false
}

// jwtCharacters are those of a JWT: base64 for addresses, and dots.
const jwtCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
