package settings

import (
	"fmt"
	"strings"
)

// Blame finds the key of the file that a server which did not come up complains
// about in its log, as Spring Boot does it: it quotes the key, and says the
// reason a few lines below. It returns the key with its line and the complaint,
// or nothing.
func (g *Given) Blame(log string) string {
	lines := strings.Split(log, "\n")
	var found *Entry
	complaint := ""
	for n, line := range lines {
		for i, l := range g.keys {
			if !strings.Contains(l.Key, ".") || !strings.Contains(line, "'"+l.Key+"'") && !strings.Contains(line, "Property: "+l.Key) {
				continue
			}
			if found == nil || len(l.Key) > len(found.Key) || reason(lines[n:]) != "" {
				found, complaint = &g.keys[i], reason(lines[n:])
			}
		}
	}
	if found == nil {
		return ""
	}
	if complaint == "" {
		complaint = "see its log"
	}
	value := found.Value
	if secretKey.MatchString(found.Key) {
		value = "<masked>"
	}
	return fmt.Sprintf("%s, line %d: the server does not take %s: %s: %s", g.Name, found.Line, found.Key, value, complaint)
}

// reason is what the lines just below say why.
func reason(lines []string) string {
	for _, line := range lines[:min(len(lines), 7)] {
		if _, why, found := strings.Cut(line, "Reason: "); found {
			return strings.TrimSpace(why)
		}
	}
	return ""
}
