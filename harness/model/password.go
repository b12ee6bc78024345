package model

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
)

// hashRounds is how often StreamPark hashes a password (ShaHashUtils of
// v2.1.4: Shiro's Sha256Hash with the salt put in front).
const hashRounds = 1024

func hashPassword(salt, password string) string {
	sum := sha256.Sum256([]byte(salt + password))
	for range hashRounds - 1 {
		sum = sha256.Sum256(sum[:])
	}
	return hex.EncodeToString(sum[:])
}

// newSalt is 26 lower-case letters and digits, as StreamPark's.
func newSalt() string { return random(26, "abcdefghijklmnopqrstuvwxyz0123456789") }

func random(length int, alphabet string) string {
	b := make([]byte, length)
	_, _ = rand.Read(b) // never fails
	for i := range b {
		b[i] = alphabet[int(b[i])%len(alphabet)]
	}
	return string(b)
}
