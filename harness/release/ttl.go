package release

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// SessionTTL is the key of the session's time to live and its shipped value.
type SessionTTL struct {
	// Key is its key in config.yaml.
	Key string `yaml:"key" rule:"required"`
	// Shipped is what stands there in the image.
	Shipped string `yaml:"shipped" rule:"required,ttl"`
}

// Duration is the shipped value as a duration.
func (s SessionTTL) Duration() (time.Duration, error) { return ParseTTL(s.Shipped) }

// DefaultTTL is the session TTL of a config.yaml without the key (tag v2.1.4
// and v2.1.5, JWTUtil).
const DefaultTTL = 24 * time.Hour

var ttlForm = regexp.MustCompile(`^(\d+)([smhd])$`)

// ParseTTL reads a session TTL as StreamPark does: a number and one of s, m, h
// and d. A server with another form starts and fails whoever signs in
// (recordings 2.1.4-ttl-2x.json).
func ParseTTL(s string) (time.Duration, error) {
	m := ttlForm.FindStringSubmatch(s)
	if m == nil {
		return 0, fmt.Errorf("%q is an invalid session TTL: write a number and one of s, m, h or d, such as 24h; StreamPark starts with this one, but no sign-in works", s)
	}
	n, err := strconv.ParseInt(m[1], 10, 64)
	unit := map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour}[m[2]]
	const most = 100 * 365 * 24 * time.Hour
	if err != nil || n > int64(most/unit) {
		return 0, fmt.Errorf("%q is a session TTL of more than a hundred years, which no clock here can reach", s)
	}
	return time.Duration(n) * unit, nil
}
