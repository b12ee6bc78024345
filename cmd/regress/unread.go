package main

import (
	"os"
	"strings"
)

// datasource lists the variables that upstream's docker-compose.yaml sets or
// offers, and that no release reads (measured on 2.1.4 and 2.1.5).
func datasource() []string {
	return []string{"DATASOURCE_DIALECT", "DATASOURCE_URL", "DATASOURCE_USERNAME", "DATASOURCE_PASSWORD"}
}

// unread says which variables are set in vain. Their values are not told: one is a
// password.
func unread(found *checkup) {
	var set []string
	for _, name := range datasource() {
		if os.Getenv(name) != "" {
			set = append(set, name)
		}
	}
	if len(set) > 0 {
		found.add(inVain, "%s: no release of StreamPark reads it, and one that is told of its database by it alone is on its own H2 without a word: say it in conf/config.yaml, as datasource.dialect and so on", strings.Join(set, ", "))
	}
}
