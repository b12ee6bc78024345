package token

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
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
	key, err := ParseKey(string(text))
	if err != nil {
		return nil, fmt.Errorf("read the key file %s: %w", file, err)
	}
	return key, nil
}

// NewKey makes a key as 2.1.7 does at its first start.
func NewKey() Key {
	key := make(Key, keySize)
	_, _ = rand.Read(key) // never fails
	return key
}

// ParseKey reads what stands in 2.1.7's key file.
func ParseKey(text string) (Key, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil {
		return nil, fmt.Errorf("it is not base64 (%w); the key file of 2.1.7 is streampark.jwt.key in the home directory of the server's user", err)
	}
	if len(key) != keySize {
		return nil, fmt.Errorf("it holds a key of %d bytes, and a key of 2.1.7 has %d", len(key), keySize)
	}
	return key, nil
}

// String is the key as it stands in its file.
func (k Key) String() string { return base64.StdEncoding.EncodeToString(k) }

// MintWithKey makes a token as 2.1.7 does: the key both signs and seals it.
func MintWithKey(c Claims, key Key) (string, error) {
	text, err := sign(c, string(key))
	if err != nil {
		return "", err
	}
	return SealWithKey(text, key)
}

// SealWithKey seals a JWT as 2.1.7 does: AES-256-GCM, a random nonce of 12 bytes
// in front, in base64. The same JWT never gives the same text twice.
func SealWithKey(jwt string, key Key) (string, error) {
	gcm, err := key.cipher()
	if err != nil {
		return "", err
	}
	nonce := make([]byte, gcm.NonceSize())
	_, _ = rand.Read(nonce) // never fails
	return base64.StdEncoding.EncodeToString(gcm.Seal(nonce, nonce, []byte(jwt), nil)), nil
}

// OpenWithKey opens a token of 2.1.7.
func OpenWithKey(sealed string, key Key) (Token, error) {
	text, err := UnsealWithKey(sealed, key)
	if err != nil {
		return Token{}, err
	}
	return parse(text)
}

// UnsealWithKey takes the JWT out of a token of 2.1.7.
func UnsealWithKey(sealed string, key Key) (string, error) {
	gcm, err := key.cipher()
	if err != nil {
		return "", err
	}
	data, err := base64.StdEncoding.DecodeString(strings.TrimSpace(sealed))
	if err != nil {
		return "", fmt.Errorf("%w: not base64 (%w)", ErrMalformed, err)
	}
	if len(data) < gcm.NonceSize() {
		return "", fmt.Errorf("%w: %d bytes are too few", ErrMalformed, len(data))
	}
	text, err := gcm.Open(nil, data[:gcm.NonceSize()], data[gcm.NonceSize():], nil)
	if err != nil {
		return "", fmt.Errorf("%w: it was not sealed with this key file", ErrMalformed)
	}
	return string(text), nil
}

func (k Key) cipher() (cipher.AEAD, error) {
	block, err := aes.NewCipher(k)
	if err != nil {
		return nil, fmt.Errorf("use the key file: %w", err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("use the key file: %w", err)
	}
	return gcm, nil
}
