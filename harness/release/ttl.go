package release

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// SessionTTL is the key of the session's time to live and its shipped value.
type SessionTTL struct {
	// Key is its key in the configuration file.
	Key string `yaml:"key" rule:"required"`
	// Unit is that of a value which is a number alone; empty where every value has
	// a unit of its own.
	Unit Unit `yaml:"unit"`
	// Shipped is what stands there in the image.
	Shipped string `yaml:"shipped" rule:"required,ttl"`
}

// Unit is a unit of time that is not written beside the number.
type Unit string

// Seconds are whole seconds.
const Seconds Unit = "seconds"

// Units lists the units.
func Units() []Unit { return []Unit{Seconds} }

// UnmarshalText reads a unit in a catalogue.
func (u *Unit) UnmarshalText(text []byte) error { return read(u, "unit", text, Units()) }

// Duration is the shipped value as a duration.
func (s SessionTTL) Duration() (time.Duration, error) { return s.Parse(s.Shipped) }

// Parse reads a value of the key as the release does.
func (s SessionTTL) Parse(value string) (time.Duration, error) {
	if s.Unit == "" {
		return ParseTTL(value)
	}
	if !plainNumber.MatchString(value) {
		return 0, fmt.Errorf("%q is an invalid session TTL: %s takes whole seconds without a unit, such as 86400", value, s.Key)
	}
	return inUnits(value, value, time.Second)
}

// Format is a session TTL as it is written at the key.
func (s SessionTTL) Format(ttl time.Duration) string {
	seconds := strconv.FormatInt(int64(ttl/time.Second), 10)
	if s.Unit == Seconds {
		return seconds
	}
	return seconds + "s"
}

// DefaultTTL is the session TTL of a config.yaml without the key (tag v2.1.4
// and v2.1.5, JWTUtil), and of an application.yml without it (tag v2.1.3,
// ShiroProperties).
const DefaultTTL = 24 * time.Hour

var (
	ttlForm     = regexp.MustCompile(`^(\d+)([smhd])$`)
	plainNumber = regexp.MustCompile(`^\d+$`)
)

// ParseTTL reads a session TTL as StreamPark does from 2.1.4 on: a number and one
// of s, m, h and d. A server with another form starts and fails whoever signs in
// (recordings 2.1.4-ttl-2x.json).
func ParseTTL(s string) (time.Duration, error) {
	m := ttlForm.FindStringSubmatch(s)
	if m == nil {
		return 0, fmt.Errorf("%q is an invalid session TTL: write a number and one of s, m, h or d, such as 24h; StreamPark starts with this one, but no sign-in works", s)
	}
	unit := map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour}[m[2]]
	return inUnits(s, m[1], unit)
}

func inUnits(value, number string, unit time.Duration) (time.Duration, error) {
	n, err := strconv.ParseInt(number, 10, 64)
	const most = 100 * 365 * 24 * time.Hour
	if err != nil || n > int64(most/unit) {
		return 0, fmt.Errorf("%q is a session TTL of more than a hundred years, which no clock here can reach", value)
	}
	return time.Duration(n) * unit, nil
}
