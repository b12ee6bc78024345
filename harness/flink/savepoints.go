package flink

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"streampark-regress/harness/clock"
)

// Savepoint is a savepoint that a job has written.
type Savepoint struct {
	// Path is as "file:/regress/state/savepoint-1f78e7-0a1b2c3d4e5f".
	Path string
	// Triggered is when it was begun, by Flink's clock.
	Triggered time.Time
}

// checkpoints is the part of /jobs/ID/checkpoints that is looked at.
type checkpoints struct {
	Latest struct {
		Restored *struct {
			Path string `json:"external_path"`
		} `json:"restored"`
	} `json:"latest"`
	History []struct {
		Savepoint bool   `json:"is_savepoint"`
		Status    string `json:"status"`
		Path      string `json:"external_path"`
		Triggered int64  `json:"trigger_timestamp"`
	} `json:"history"`
}

func (c *Cluster) checkpoints(ctx context.Context, id string) (checkpoints, error) {
	var said checkpoints
	if err := settle(ctx); err != nil {
		return said, err
	}
	err := c.get(ctx, jobPath(id)+"/checkpoints", &said)
	return said, err
}

// Restored is the path of the savepoint or checkpoint a job began with; the
// second result is false for a job that began fresh. Ask it of a job that runs
// or has run: one that is being submitted has restored nothing yet.
func (c *Cluster) Restored(ctx context.Context, id string) (string, bool, error) {
	said, err := c.checkpoints(ctx, id)
	if err != nil {
		return "", false, fmt.Errorf("ask what the job %s was restored from: %w", id, err)
	}
	if r := said.Latest.Restored; r != nil {
		return r.Path, true, nil
	}
	return "", false, nil
}

// Savepoints lists the savepoints a job has completed, the oldest first. What
// was complete when it was called is among them: a job that is over has no
// others.
func (c *Cluster) Savepoints(ctx context.Context, id string) ([]Savepoint, error) {
	said, err := c.checkpoints(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("list the savepoints of the job %s: %w", id, err)
	}
	var all []Savepoint
	for _, h := range said.History {
		if h.Savepoint && h.Status == "COMPLETED" {
			all = append(all, Savepoint{h.Path, time.UnixMilli(h.Triggered)})
		}
	}
	slices.SortStableFunc(all, func(a, b Savepoint) int { return a.Triggered.Compare(b.Triggered) })
	return all, nil
}

// TakeSavepoint has a running job write a savepoint, as its owner would without
// StreamPark, and returns its path. An empty directory is the cluster's own.
func (c *Cluster) TakeSavepoint(ctx context.Context, id, directory string) (string, error) {
	body := map[string]any{"cancel-job": false}
	if directory != "" {
		body["target-directory"] = directory
	}
	path, err := c.trigger(ctx, jobPath(id)+"/savepoints", body)
	if err != nil {
		return "", fmt.Errorf("take a savepoint of the job %s: %w", id, err)
	}
	return path, nil
}

func (c *Cluster) trigger(ctx context.Context, path string, body map[string]any) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, awaitWithin)
	defer cancel()
	var triggered struct {
		Request string `json:"request-id"`
	}
	if err := c.ask(ctx, http.MethodPost, path, body, &triggered); err != nil {
		return "", err
	}
	for {
		var said struct {
			Status struct {
				ID string `json:"id"`
			} `json:"status"`
			Operation struct {
				Location string `json:"location"`
				Failure  *struct {
					Trace string `json:"stack-trace"`
				} `json:"failure-cause"`
			} `json:"operation"`
		}
		if err := c.get(ctx, path+"/"+url.PathEscape(triggered.Request), &said); err != nil {
			return "", err
		}
		switch failure := said.Operation.Failure; {
		case failure != nil:
			return "", fmt.Errorf("it failed: %s", reason(failure.Trace))
		case said.Status.ID == "COMPLETED":
			return said.Operation.Location, nil
		}
		if err := clock.Idle(ctx, 50*time.Millisecond); err != nil {
			return "", err
		}
	}
}
