package evidence

import "fmt"

// Shard says which part of a plan a run is: one of several that run elsewhere, each
// with a log of its own. All of them together are judged by their merge.
type Shard struct {
	// Number is the part's, from 1, and Of how many there are.
	Number int `json:"number"`
	Of     int `json:"of"`
	// Plan tells the whole plan from another: its scenarios, their texts, what is
	// known of the releases, and who runs what. Shards of one plan agree in it.
	Plan string `json:"plan"`
	// Whole are the jobs of the whole plan, by ID.
	Whole []string `json:"whole"`
	// Measured is the run whose durations the plan was split by, empty where it was
	// split by numbers of scenarios and restarts.
	Measured string `json:"measured,omitempty"`
}

// String is the shard as it is typed.
func (s Shard) String() string { return fmt.Sprintf("%d/%d", s.Number, s.Of) }

// Part is a run that a merged one was made of.
type Part struct {
	// Shard is its number, and ID that of its run.
	Shard int    `json:"shard"`
	ID    string `json:"id"`
}
