package version_test

import (
	"runtime"
	"runtime/debug"
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/version"
)

func TestVersionInALine(t *testing.T) {
	info := func(of string, settings ...debug.BuildSetting) *debug.BuildInfo {
		return &debug.BuildInfo{GoVersion: "go1.26.8", Main: debug.Module{Version: of}, Settings: settings}
	}
	commit := debug.BuildSetting{Key: "vcs.revision", Value: "0123456789abcdef"}
	for want, given := range map[string]*debug.BuildInfo{
		"v1.2.3, commit 0123456789ab, go1.26.8":              info("v1.2.3", commit, debug.BuildSetting{Key: "vcs.modified", Value: "false"}),
		"v1.2.3, commit 0123456789ab with changes, go1.26.8": info("v1.2.3", commit, debug.BuildSetting{Key: "vcs.modified", Value: "true"}),
		"(devel), go1.26.8":                                  info(""),
		"v1.2.3, commit 01, go1.26.8":                        info("v1.2.3", debug.BuildSetting{Key: "vcs.revision", Value: "01"}),
	} {
		assert.Equal(t, want, version.From(given).String())
	}
	assert.Equal(t, runtime.Version(), version.Of().Go)
}
