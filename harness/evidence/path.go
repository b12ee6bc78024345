package evidence

import (
	"path"
	"strings"
)

// SamePath reports whether two paths of savepoints are one: Flink says "file:/a"
// of what it is given as "file:///a".
func SamePath(a, b string) bool { return plainPath(a) == plainPath(b) }

// PathWithin reports whether a path is below a folder.
func PathWithin(file, folder string) bool {
	return strings.HasPrefix(plainPath(file), strings.TrimSuffix(plainPath(folder), "/")+"/")
}

func plainPath(text string) string { return path.Clean("/" + strings.TrimPrefix(text, "file:")) }
