package docker

import (
	"context"
	"fmt"
	"path"
	"strings"

	cerrdefs "github.com/containerd/errdefs"
)

// Files takes files out of an image, through a container that is never started.
// Each is a path below home: a file, a folder with everything in it, or a file with
// a * in its name, for the first that fits. What is not there is left out. It pulls
// an image that is not on the engine.
func (e *Engine) Files(ctx context.Context, ref, home string, wanted []string, report func(string)) (map[string][]byte, error) {
	if _, err := e.Ensure(ctx, []string{ref}, report); err != nil {
		return nil, err
	}
	id, remove, err := e.open(ctx, ref, map[string]string{Label: "true"})
	if err != nil {
		return nil, err
	}
	defer remove()
	files := installation{}
	for _, name := range wanted {
		if before, after, some := strings.Cut(path.Base(name), "*"); some {
			found, err := e.find(ctx, id, path.Join(home, path.Dir(name)), func(name string) bool {
				return strings.HasPrefix(name, before) && strings.HasSuffix(name, after)
			})
			if err != nil {
				return nil, fmt.Errorf("look for %s in image %s: %w", path.Join(home, name), ref, err)
			}
			if found == "" {
				continue
			}
			name = path.Join(path.Dir(name), found)
		}
		err := e.copyOut(ctx, id, path.Join(home, name), path.Dir(name), files)
		if err != nil && !cerrdefs.IsNotFound(err) {
			return nil, fmt.Errorf("take %s out of image %s: %w", path.Join(home, name), ref, err)
		}
	}
	return files, nil
}
