package clock

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// ParseDuration reads a time as a scenario writes it: "1h59m", "30s",
// "25 hours", "1 day", "400 days".
func ParseDuration(s string) (time.Duration, error) {
	if count, unit, ok := strings.Cut(s, " "); ok {
		n, err := strconv.Atoi(count)
		of := map[string]time.Duration{"second": time.Second, "minute": time.Minute, "hour": time.Hour, "day": 24 * time.Hour}
		each, known := of[strings.TrimSuffix(unit, "s")]
		if err == nil && known && n >= 0 && int64(n) <= math.MaxInt64/int64(each) {
			return time.Duration(n) * each, nil
		}
	}
	d, err := time.ParseDuration(s)
	if err != nil || d < 0 {
		return 0, fmt.Errorf("%q is an invalid duration: write it as 1h59m, 30s or 400 days", s)
	}
	return d, nil
}

// Format writes a time the way a scenario does.
func Format(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d >= 2*day:
		if h := d % day / time.Hour; h != 0 {
			return fmt.Sprintf("%d days %dh", d/day, h)
		}
		return fmt.Sprintf("%d days", d/day)
	case d >= time.Hour:
		h, m := d/time.Hour, d%time.Hour/time.Minute
		if m == 0 {
			return fmt.Sprintf("%dh", h)
		}
		return fmt.Sprintf("%dh%02dm", h, m)
	}
	if d = d.Round(time.Second); d >= time.Minute && d%time.Minute == 0 {
		return fmt.Sprintf("%dm", d/time.Minute)
	}
	return d.String()
}
