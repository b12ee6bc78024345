package settings

import (
	"regexp"
	"strings"
)

// secretKey matches the last part of keys whose value is nobody's business.
var secretKey = regexp.MustCompile(`(?i)(password|passwd|secret|credential|token|private-?key|access-?key|secret-?key)$`)

// Masked is the file's text fit to be attached to a report: what stands at a key
// such as password is replaced, and everything else is as it was. A file that
// cannot be read in its format is masked whole.
func (f *File) Masked() []byte {
	all, err := f.Format.Entries(f.Text)
	if err != nil {
		return []byte("# not shown: " + strings.SplitN(err.Error(), "\n", 2)[0] + "\n")
	}
	masked := *f
	for _, l := range all {
		if l.Value == "" || !secretKey.MatchString(l.Key) {
			continue
		}
		if err := masked.Set(l.Key, "<masked>"); err != nil { // a value over several lines
			return []byte("# not shown: " + l.Key + " cannot be masked\n")
		}
	}
	return masked.Text
}

// leastSecret is the least length of a value worth searching for elsewhere:
// shorter ones, such as "true", stand in every report.
const leastSecret = 6

// Secrets lists the values that Masked replaces and that may stand elsewhere.
func (f *File) Secrets() []string {
	entries, err := f.Format.Entries(f.Text)
	if err != nil {
		return nil
	}
	var all []string
	for _, l := range entries {
		// Shipped files have the word itself as a password, and without it no
		// report could be read.
		if len(l.Value) >= leastSecret && l.Value != "streampark" && secretKey.MatchString(l.Key) {
			all = append(all, l.Value)
		}
	}
	return all
}
