// Package features holds the scenarios, in Gherkin. Read them first: they are
// what this program is about.
package features

import "embed"

// Files are the feature files, by their path below this folder.
//
//go:embed *
var Files embed.FS
