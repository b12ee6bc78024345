package token

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"fmt"
	"os"
	"strings"
)

// Key is the key of a server of 2.1.7.
type Key []byte

// keySize is the size of the key in bytes (JWTSecret of v2.1.7).
const keySize = 32

// ReadKey reads 2.1.7's key file, streampark.jwt.key in the home directory of
// the user that runs the server: 32 bytes in base64 (measured: 44 characters
// without an end of line).
func ReadKey(file string) (Key, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read the key file: %w", err)
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(text)))
	if err != nil {
		return nil, fmt.Errorf("read the key file %s: it holds no base64 (%w); 2.1.7's is streampark.jwt.key in the home of the server's user", file, err)
	}
	if len(key) != keySize {
		return nil, fmt.Errorf("read the key file %s: it holds a key of %d bytes and 2.1.7's has %d", file, len(key), keySize)
	}
	return key, nil
}

// OpenWithKey opens a token of 2.1.7, which is sealed with AES-256-GCM and the
// key of a file: a random nonce of 12 bytes, then the sealed text, in base64.
func OpenWithKey(sealed string, key Key) (Token, error) {
	data, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		return Token{}, fmt.Errorf("%w: not base64 (%v)", ErrMalformed, err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return Token{}, fmt.Errorf("use the key file: %w", err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return Token{}, fmt.Errorf("use the key file: %w", err)
	}
	if len(data) < gcm.NonceSize() {
		return Token{}, fmt.Errorf("%w: %d bytes are too few", ErrMalformed, len(data))
	}
	text, err := gcm.Open(nil, data[:gcm.NonceSize()], data[gcm.NonceSize():], nil)
	if err != nil {
		return Token{}, fmt.Errorf("%w: it was not sealed with this key file", ErrMalformed)
	}
	return parse(string(text))
}

// MadeBy names the releases that could have made the token, by what it says
// (tags v2.1.3 to v2.1.7). Sealed with a key file it is 2.1.7's.
func (c Claims) MadeBy(keyFile bool) string {
	switch {
	case keyFile:
		return "2.1.7"
	case c.Kind != API && c.Kind != SignIn:
		return "2.1.3 or earlier (it does not say its kind)"
	case c.Kind == API && c.Never(), c.Kind == SignIn && c.IssuedMillis != 0:
		return "2.1.5 or 2.1.6"
	}
	return "2.1.4"
}
