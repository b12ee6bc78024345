// Command sbom writes the bill of materials of a Go program: the modules that are
// in it, as Go stamped them into it, in CycloneDX's form.
package main

import (
	"debug/buildinfo"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"

	"streampark-regress/harness/document"
	"streampark-regress/harness/version"
)

func main() {
	if err := run(os.Stdout, os.Args[1:]); err != nil {
		fmt.Fprintf(os.Stderr, "sbom: %v\n", err)
		os.Exit(64)
	}
}

func run(out io.Writer, args []string) error {
	if len(args) != 1 {
		return errors.New("name the program: sbom FILE")
	}
	info, err := buildinfo.ReadFile(args[0])
	if err != nil {
		return fmt.Errorf("read what %s is made of: %w", args[0], err)
	}
	return write(out, filepath.Base(args[0]), info)
}

type (
	// bill is a CycloneDX document. It has no time and no serial number, so that the
	// same program has the same bill.
	bill struct {
		Schema     string      `json:"$schema"`
		Format     string      `json:"bomFormat"`
		Spec       string      `json:"specVersion"`
		Version    int         `json:"version"`
		Metadata   metadata    `json:"metadata"`
		Components []component `json:"components"`
	}
	metadata struct {
		Component component `json:"component"`
	}
	component struct {
		Type       string     `json:"type"`
		Ref        string     `json:"bom-ref"`
		Name       string     `json:"name"`
		Version    string     `json:"version"`
		URL        string     `json:"purl,omitempty"`
		Properties []property `json:"properties,omitempty"`
	}
	property struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
)

// write writes the bill of a program.
func write(out io.Writer, name string, info *debug.BuildInfo) error {
	made := version.From(info)
	b := bill{Schema: "http://cyclonedx.org/schema/bom-1.6.schema.json", Format: "CycloneDX", Spec: "1.6", Version: 1, Components: []component{}}
	b.Metadata.Component = component{Type: "application", Ref: name, Name: name, Version: made.Version}
	for _, p := range []property{{"commit", made.Commit}, {"go", made.Go}} {
		if p.Value != "" {
			b.Metadata.Component.Properties = append(b.Metadata.Component.Properties, p)
		}
	}
	for _, key := range []string{"GOOS", "GOARCH", "CGO_ENABLED"} {
		for _, s := range info.Settings {
			if s.Key == key {
				b.Metadata.Component.Properties = append(b.Metadata.Component.Properties, property{key, s.Value})
			}
		}
	}
	for _, d := range info.Deps {
		if d.Replace != nil {
			d = d.Replace
		}
		url := "pkg:golang/" + d.Path + "@" + d.Version
		c := component{Type: "library", Ref: url, Name: d.Path, Version: d.Version, URL: url}
		if d.Sum != "" { // as in go.sum, which is none of CycloneDX's kinds of hashes
			c.Properties = []property{{"go:sum", d.Sum}}
		}
		b.Components = append(b.Components, c)
	}
	if err := document.Write(out, b); err != nil {
		return fmt.Errorf("write the bill of materials: %w", err)
	}
	return nil
}
