package suite

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
)

// Shard is one of so many parts of a plan, from 1.
type Shard struct{ Number, Of int }

// mostShards is more than there will ever be servers.
const mostShards = 1000

// ParseShard reads a shard as it is typed, such as 2/3.
func ParseShard(text string) (Shard, error) {
	found := regexp.MustCompile(`^(\d{1,4})/(\d{1,4})$`).FindStringSubmatch(text)
	if found == nil {
		return Shard{}, fmt.Errorf("invalid shard %q: write it as I/N, such as 1/3 for the first of three", text)
	}
	number, _ := strconv.Atoi(found[1]) // digits
	of, _ := strconv.Atoi(found[2])
	switch {
	case of < 1, of > mostShards:
		return Shard{}, fmt.Errorf("invalid shard %q: there can be 1 to %d shards", text, mostShards)
	case number < 1, number > of:
		return Shard{}, fmt.Errorf("invalid shard %q: the shards of %d are 1/%d to %d/%d", text, of, of, of, of)
	}
	return Shard{number, of}, nil
}

// String is the shard as it is typed.
func (s Shard) String() string { return fmt.Sprintf("%d/%d", s.Number, s.Of) }

// Measured are the durations of an earlier run, in seconds.
type Measured struct {
	// Run is the ID of that run, empty for none.
	Run string
	// Starts are those of servers by their names, and Jobs those of jobs by their IDs.
	Starts, Jobs map[string]float64
}

// Part is the part of a plan that a shard runs. Servers are dealt out whole, the
// longest first, each to the shard that has least to do by then; what is left out is
// told by the first shard. The same plan, files and measurements give the same parts
// everywhere. A part may be without any server.
func (p Plan) Part(s Shard, m Measured, files fs.FS) (Plan, error) {
	parts := p.deal(s.Of, m)
	digest, err := p.digest(parts, files)
	if err != nil {
		return Plan{}, err
	}
	part := p
	part.Servers = parts[s.Number-1]
	if s.Number > 1 {
		part.LeftOut, part.NeedFlink, part.OnRequest = nil, 0, 0
	}
	part.Shard = &evidence.Shard{Number: s.Number, Of: s.Of, Plan: digest, Whole: p.IDs(), Measured: m.Run}
	return part, nil
}

// deal deals the servers out; within a part they stay in the order of the plan.
func (p Plan) deal(shards int, m Measured) [][]Server {
	scale := p.secondsPerWork(m)
	order := slices.Clone(p.Servers)
	slices.SortStableFunc(order, func(a, b Server) int { return cmp.Compare(b.takes(m, scale), a.takes(m, scale)) })
	loads, to := make([]float64, shards), map[string]int{}
	for _, server := range order {
		least := 0
		for i, load := range loads {
			if load < loads[least] {
				least = i
			}
		}
		loads[least] += server.takes(m, scale)
		to[server.Name] = least
	}
	parts := make([][]Server, shards)
	for _, server := range p.Servers {
		at := to[server.Name]
		parts[at] = append(parts[at], server)
	}
	return parts
}

// takes is about how long a server with its scenarios takes: as measured, and for
// what was not measured by its work.
func (s Server) takes(m Measured, secondsPerWork float64) float64 {
	sum, known := m.Starts[s.Name]
	if !known {
		sum = startsLike * secondsPerWork
	}
	for _, j := range s.Jobs {
		seconds, known := m.Jobs[j.ID]
		if !known {
			seconds = float64(j.work()) * secondsPerWork
		}
		sum += seconds
	}
	return sum
}

// secondsPerWork is how long the work of one scenario took that was measured; 1 where
// none was, for then nothing has to be compared with seconds.
func (p Plan) secondsPerWork(m Measured) float64 {
	var seconds float64
	work := 0
	for _, server := range p.Servers {
		for _, j := range server.Jobs {
			if took, known := m.Jobs[j.ID]; known {
				seconds += took
				work += j.work()
			}
		}
	}
	if work == 0 || seconds == 0 {
		return 1
	}
	return seconds / float64(work)
}

// digest tells a plan and its parts from others: what the scenarios say, on which
// servers, what is known of the releases, and who runs which.
func (p Plan) digest(parts [][]Server, files fs.FS) (string, error) {
	type server struct {
		Name, Key, Given string
		Jobs             []string
	}
	var all struct {
		Parts    [][]server
		LeftOut  []string
		Releases []release.Release
		Files    map[string]string
	}
	for _, part := range parts {
		servers := []server{}
		for _, s := range part {
			one := server{Name: s.Name, Key: s.Spec.Key()}
			if s.Spec.Given != nil {
				one.Given = sum(s.Spec.Given.Text)
			}
			for _, j := range s.Jobs {
				one.Jobs = append(one.Jobs, j.ID)
			}
			servers = append(servers, one)
		}
		all.Parts = append(all.Parts, servers)
	}
	for _, j := range p.LeftOut {
		all.LeftOut = append(all.LeftOut, j.ID)
	}
	all.Releases, all.Files = p.Releases(), map[string]string{}
	for _, name := range p.files() {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return "", fmt.Errorf("tell this plan from others: %w", err)
		}
		all.Files[name] = sum(text)
	}
	text, err := json.Marshal(all)
	if err != nil {
		return "", fmt.Errorf("tell this plan from others: %w", err)
	}
	return sum(text), nil
}

// files are the names of the files that the plan was made of.
func (p Plan) files() []string {
	var all []string
	for _, s := range p.Servers {
		for _, j := range s.Jobs {
			all = append(all, j.Scenario.name)
		}
	}
	for _, j := range p.LeftOut {
		all = append(all, j.Scenario.name)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func sum(text []byte) string {
	digest := sha256.Sum256(text)
	return hex.EncodeToString(digest[:8])
}
