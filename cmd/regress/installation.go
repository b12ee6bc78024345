package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"streampark-regress/harness/docker"
	"streampark-regress/harness/release"
	"streampark-regress/harness/shipped"
)

// home is where the installation is in upstream's images.
const home = "/streampark"

// filesOf are the files of a folder, of a release's image, or of an image.
func filesOf(ctx context.Context, s streams, o *options, c *release.Catalogue, name string) (shipped.Files, error) {
	if isFolder(name) {
		return filesIn(name)
	}
	registry, err := docker.ParseRegistry(o.registry)
	if err != nil {
		return nil, usage(fmt.Errorf("--registry: %w", err))
	}
	given, err := pairs("--image", o.images, c)
	if err != nil {
		return nil, usage(err)
	}
	images, at := []string{name}, home
	if r, err := c.Find(name); err == nil {
		images, at = docker.Options{Images: given}.Candidates(r), r.Home
	} else if !strings.ContainsAny(name, ":/") {
		return nil, usage(fmt.Errorf("%w; or name an image or a folder", err))
	}
	engine, err := docker.Connect(ctx)
	if err != nil {
		return nil, inconclusive(err)
	}
	report := func(text string) { fmt.Fprintf(s.err, "• %s\n", text) }
	engine = engine.From(registry)
	ref, err := engine.Ensure(ctx, images, report)
	if err != nil {
		return nil, inconclusive(err)
	}
	files, err := engine.Files(ctx, ref, at, shipped.Wanted(), report)
	if err != nil {
		return nil, inconclusive(err)
	}
	return files, nil
}

// isFolder reports whether a name is that of a folder.
func isFolder(name string) bool {
	at, err := os.Stat(name)
	return err == nil && at.IsDir()
}

// filesIn reads those of a folder.
func filesIn(folder string) (shipped.Files, error) {
	files := shipped.Files{}
	add := func(path string) error {
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(folder, path)
		files[filepath.ToSlash(name)] = text
		return err
	}
	for _, wanted := range shipped.Wanted() {
		found, err := filepath.Glob(filepath.Join(folder, filepath.FromSlash(wanted)))
		if err != nil {
			return nil, usage(err)
		}
		for _, at := range found {
			err := filepath.WalkDir(at, func(path string, d fs.DirEntry, err error) error {
				if err != nil || !d.Type().IsRegular() {
					return err
				}
				return add(path)
			})
			if err != nil {
				return nil, usage(fmt.Errorf("read the folder %s: %w", folder, err))
			}
		}
	}
	return files, nil
}
