// Package version says which program this is, by what Go stamps into it.
package version

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// Version is which program something was made by.
type Version struct {
	// Version is the tag of the commit, or what Go makes of one without a tag;
	// "(devel)" for a program that was not built from a repository.
	Version string `json:"version"`
	// Commit is what it was built from, empty where that is not known.
	Commit string `json:"commit,omitempty"`
	// Modified: files differed from that commit.
	Modified bool `json:"modified,omitempty"`
	// Go is the version of Go that built it.
	Go string `json:"go"`
}

// Of this program.
func Of() Version {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return Version{Version: "(devel)", Go: runtime.Version()}
	}
	return From(info)
}

// From reads what Go stamped into a program.
func From(info *debug.BuildInfo) Version {
	v := Version{Version: info.Main.Version, Go: info.GoVersion}
	if v.Version == "" {
		v.Version = "(devel)"
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			v.Commit = s.Value
		case "vcs.modified":
			v.Modified = s.Value == "true"
		}
	}
	return v
}

// String is the version in a line.
func (v Version) String() string {
	text := v.Version
	if v.Commit != "" {
		text += ", commit " + v.Commit[:min(12, len(v.Commit))]
	}
	if v.Modified {
		text += " with changes"
	}
	return fmt.Sprintf("%s, %s", text, v.Go)
}
