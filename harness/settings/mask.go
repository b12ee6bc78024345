package settings

import (
	"regexp"
	"strings"

	"streampark-regress/harness/release"
)

// secretKey matches the last part of keys whose value is nobody's business.
var secretKey = regexp.MustCompile(`(?i)(password|passwd|secret|credential|token|private-?key|access-?key|secret-?key)$`)

// Mask returns a config.yaml fit to be attached to a report: what stands at a
// key such as password is replaced, and everything else is as it was. A file
// that is no YAML is masked whole.
func Mask(text []byte) []byte {
	root, err := mapping(text)
	if err != nil {
		return []byte("# not shown: " + strings.SplitN(err.Error(), "\n", 2)[0] + "\n")
	}
	for _, l := range leaves("", root) {
		if l.value == "" || !secretKey.MatchString(l.key) {
			continue
		}
		masked, err := Set(text, release.Setting{Key: l.key, Value: "<masked>"})
		if err != nil { // a value over several lines
			return []byte("# not shown: " + l.key + " cannot be masked\n")
		}
		text = masked
	}
	return text
}

// leastSecret is the least length of a value worth searching for elsewhere:
// shorter ones, such as "true", stand in every report.
const leastSecret = 6

// Secrets lists the values that Mask replaces and that may stand elsewhere.
func Secrets(text []byte) []string {
	root, err := mapping(text)
	if err != nil {
		return nil
	}
	var all []string
	for _, l := range leaves("", root) {
		// Shipped files have the word itself as a password, and without it no
		// report could be read.
		if len(l.value) >= leastSecret && l.value != "streampark" && secretKey.MatchString(l.key) {
			all = append(all, l.value)
		}
	}
	return all
}
