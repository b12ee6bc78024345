package token

import (
	"bytes"
	"crypto/aes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
)

// sharedKey is the AES key of releases 2.0.0 to 2.1.6, the same in every
// installation: the first 16 bytes of SHA-1 of SHA-1 of the hex MD5 of
// "ApacheStreamPark", which is what Java's SHA1PRNG makes of that seed
// (EncryptUtils of v2.1.4). It was withdrawn in 2.1.7 as CVE-2025-54947.
const sharedKey = "a209a5a01d90f77f8b000cdd07ac66dc"

// Seal encrypts a JWT as releases up to 2.1.6 do: AES-128-ECB with PKCS#5
// padding, in base64. The same JWT always gives the same text; those releases
// compare it with the row in t_access_token.
func Seal(jwt string) string {
	block, err := aes.NewCipher(key())
	if err != nil {
		panic(err) // the key is a constant of the right length
	}
	size := block.BlockSize()
	pad := size - len(jwt)%size
	plain := append([]byte(jwt), bytes.Repeat([]byte{byte(pad)}, pad)...)
	for at := 0; at < len(plain); at += size {
		block.Encrypt(plain[at:at+size], plain[at:at+size])
	}
	return base64.StdEncoding.EncodeToString(plain)
}

// Unseal takes the JWT out of a sealed token.
func Unseal(sealed string) (string, error) {
	data, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		return "", fmt.Errorf("%w: not base64 (%w)", ErrMalformed, err)
	}
	block, err := aes.NewCipher(key())
	if err != nil {
		panic(err)
	}
	size := block.BlockSize()
	if len(data) == 0 || len(data)%size != 0 {
		return "", fmt.Errorf("%w: %d bytes are not a whole number of AES blocks of %d", ErrMalformed, len(data), size)
	}
	for at := 0; at < len(data); at += size {
		block.Decrypt(data[at:at+size], data[at:at+size])
	}
	pad := int(data[len(data)-1])
	if pad == 0 || pad > size || !bytes.Equal(data[len(data)-pad:], bytes.Repeat([]byte{byte(pad)}, pad)) {
		return "", fmt.Errorf("%w: it was not sealed with the key of releases up to 2.1.6", ErrMalformed)
	}
	return string(data[:len(data)-pad]), nil
}

func key() []byte {
	k, err := hex.DecodeString(sharedKey)
	if err != nil {
		panic(err)
	}
	return k
}
