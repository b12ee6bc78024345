package inventory

import (
	"fmt"
	"io"
	"slices"
	"time"

	"streampark-regress/harness/document"
	"streampark-regress/harness/release"
	"streampark-regress/harness/savepoints"
)

// told is an examination as JSON; its form is schema/state.v1.json.
type told struct {
	Schema       int               `json:"schema"`
	Releases     []string          `json:"releases"`
	Model        bool              `json:"model"`
	Database     string            `json:"database,omitempty"`
	Requests     []toldRequest     `json:"requests"`
	Issues       []toldIssue       `json:"lost_without_an_error"`
	Applications []toldApplication `json:"applications"`
	NotSeen      []string          `json:"not_seen"`
}

type toldRequest struct {
	Release string      `json:"release"`
	Address string      `json:"address"`
	Action  string      `json:"action"`
	Open    bool        `json:"open_to_api_tokens"`
	Fields  []toldField `json:"fields"`
}

type toldField struct {
	Name  string          `json:"name"`
	Means release.Meaning `json:"means"`
	Where release.Subject `json:"where,omitempty"`
	Takes release.Takes   `json:"takes,omitempty"`
}

type toldIssue struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Releases []string `json:"releases"`
	Database string   `json:"database,omitempty"`
}

type toldApplication struct {
	ID          int64              `json:"id"`
	Name        string             `json:"name"`
	State       int                `json:"state"`
	Asking      bool               `json:"savepoint_being_asked_for"`
	Savepoints  int                `json:"savepoints"`
	Checkpoints int                `json:"checkpoints"`
	Newest      string             `json:"newest_savepoint,omitempty"`
	Marked      string             `json:"marked_as_latest,omitempty"`
	Triggered   string             `json:"last_savepoint_asked_for,omitempty"`
	Cancelled   string             `json:"last_cancel,omitempty"`
	Finding     savepoints.Finding `json:"finding"`
	Says        string             `json:"says"`
}

// JSON writes an examination for programs. Where the database was not looked at
// applications is null.
func JSON(out io.Writer, x savepoints.Examination) error {
	t := told{Schema: 1, Releases: versions(x), Model: x.Model, Database: string(x.Product), Requests: []toldRequest{}, Issues: []toldIssue{}, NotSeen: notes(x)}
	for _, r := range x.Releases {
		for _, q := range r.API.Requests {
			t.Requests = append(t.Requests, request(r, q))
		}
	}
	for _, k := range x.Issues {
		t.Issues = append(t.Issues, toldIssue{k.ID, k.Title, k.Releases, k.Database})
	}
	if x.Applications != nil {
		t.Applications = []toldApplication{}
	}
	for _, a := range x.Applications {
		t.Applications = append(t.Applications, toldApplication{a.ID, a.Name, a.State, a.Asking, a.Savepoints, a.Checkpoints,
			moment(a.Newest), a.Marked, moment(a.Triggered), moment(a.Cancelled), a.Finding, found(a)})
	}
	if err := document.Write(out, t); err != nil {
		return fmt.Errorf("write what is kept: %w", err)
	}
	return nil
}

// moment is a time as the server wrote it: in its own zone, which nobody knows.
func moment(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format("2006-01-02T15:04:05.999")
}

func request(r release.Release, q release.Request) toldRequest {
	one := toldRequest{Release: r.Version, Address: q.Address, Action: string(q.Action), Open: slices.Contains(r.API.Open, q.Address), Fields: []toldField{}}
	for _, f := range q.Fields {
		if f.Means.KeepsState() {
			one.Fields = append(one.Fields, toldField{f.Name, f.Means, f.Where, f.Takes})
		}
	}
	return one
}
