// Package jre tells Javas apart, and says what a server that did not come up has to
// do with its Java.
package jre

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Runtime is the Java of an image; the zero Runtime is none.
type Runtime struct {
	// Version is as Java tells it, such as 1.8.0_472 or 17.0.12.
	Version string
	// Major is 8 or 17.
	Major int
	// Home is where it lies.
	Home string
}

// String is "8 (1.8.0_472)"; empty for none.
func (j Runtime) String() string {
	if j.Major == 0 {
		return ""
	}
	return fmt.Sprintf("%d (%s)", j.Major, j.Version)
}

// New is a Java of a version.
func New(version, home string) Runtime { return Runtime{version, major(version), home} }

// Oldest is the oldest that runs any release (tags v2.0.0 to v2.1.7,
// bin/streampark.sh: "cannot be lower than 1.8").
const Oldest = 8

// version is how a release file and java -version tell it.
var version = regexp.MustCompile(`(?:JAVA_VERSION=|version )"([^"]+)"`)

// Version is the version in a release file, or in what java -version says; empty
// for neither.
func Version(text string) string {
	if m := version.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

// major is 8 for 1.8.0_472 and 17 for 17.0.12; zero for what is no version.
func major(of string) int {
	digits := strings.FieldsFunc(strings.TrimPrefix(of, "1."), func(r rune) bool { return r < '0' || r > '9' })
	if len(digits) == 0 {
		return 0
	}
	n, err := strconv.Atoi(digits[0])
	if err != nil {
		return 0
	}
	return n
}
