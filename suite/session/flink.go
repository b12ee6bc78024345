package session

import (
	"context"
	"fmt"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/docker"
)

// Flink says what servers have beside them where a scenario looks at jobs.
type Flink struct {
	Kind deployment.FlinkKind
	// Image is that of a real one, empty for those that are looked for.
	Image string
}

// Candidates are the images to look for, the best first.
func (f Flink) Candidates() []string {
	if f.Image != "" {
		return []string{f.Image}
	}
	return docker.FlinkImages()
}

// findFlink finds the image of a real Flink, if one is wanted, and makes sure
// that every release works with it, in its own image. Nothing is started yet.
func (c Choice) findFlink(ctx context.Context, e *docker.Engine, images []string) (*docker.FlinkImage, error) {
	if !c.Settings.Flink.Kind.Real() {
		return nil, nil
	}
	found, err := e.FindFlink(ctx, c.Settings.Flink.Candidates(), c.Report)
	if err != nil {
		return nil, fmt.Errorf("find an image of Flink: %w", err)
	}
	for i, r := range c.Releases {
		if err := e.CheckShims(ctx, images[i], r, found); err != nil {
			return nil, fmt.Errorf("run StreamPark %s beside a real Flink: %w", r.Version, err)
		}
	}
	return &found, nil
}

// enoughMemory makes sure that a server and its Flink can be started.
func (c Choice) enoughMemory(p deployment.Provider, engineMB int64) error {
	budget := c.Settings.budget(engineMB)
	for _, r := range c.Releases {
		spec := deployment.Spec{Release: r, Flink: c.Settings.Flink.Kind}
		if needs := p.MemoryMB(spec); spec.Flink.Real() && needs > budget {
			return fmt.Errorf("%s needs about %d MB, and all servers together may take %d MB: raise --memory, or leave out --flink", spec.Describe(), needs, budget)
		}
	}
	return nil
}
