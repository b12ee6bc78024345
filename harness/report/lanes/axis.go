package lanes

import (
	"math"
	"time"
)

// oldest is the end of the axis of a token's age.
const oldest = 500 * 24 * time.Hour

// Place is an age on the axis, from 0 to 1: the axis is logarithmic from ten
// seconds on.
func Place(age time.Duration) float64 {
	scale := func(d time.Duration) float64 { return math.Log1p(max(d, 0).Seconds() / 10) }
	return min(scale(age)/scale(oldest), 1)
}

// Tick is an age that is written at the axis. A minor one gives way where
// there is little room.
type Tick struct {
	Age   time.Duration
	Label string
	Minor bool
}

// Ticks are the ages that are written at the axis.
func Ticks() []Tick {
	const hour, day = time.Hour, 24 * time.Hour
	return []Tick{{0, "new", false}, {time.Minute, "1 min", true}, {hour, "1 h", true}, {2 * hour, "2 h", false}, {25 * hour, "25 h", false}, {400 * day, "400 days", false}}
}
