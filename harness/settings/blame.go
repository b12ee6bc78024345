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
	var found *leaf
	complaint := ""
	for n, line := range lines {
		for i, l := range g.keys {
			if !strings.Contains(l.key, ".") || !strings.Contains(line, "'"+l.key+"'") && !strings.Contains(line, "Property: "+l.key) {
				continue
			}
			if found == nil || len(l.key) > len(found.key) || reason(lines[n:]) != "" {
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
	value := found.value
	if secretKey.MatchString(found.key) {
		value = "<masked>"
	}
	return fmt.Sprintf("%s, line %d: the server does not take %s: %s: %s", g.Name, found.line, found.key, value, complaint)
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
