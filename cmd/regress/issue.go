package main

import (
	"fmt"
	"net/url"
	"strings"
)

// upstream is where StreamPark's issues are, below the host of the address.
const upstream = "apache/streampark"

// issueID is the number of an issue that is given by it, by #NUMBER, or by the
// address of its page or of its pull request; anything else stays what it is. The
// error is the user's.
func issueID(text string) (string, error) {
	given := strings.TrimSpace(text)
	if short, is := strings.CutPrefix(given, upstream+"#"); is {
		return short, nil
	}
	if !strings.Contains(given, "/") {
		return strings.TrimPrefix(given, "#"), nil
	}
	if !strings.Contains(given, "://") {
		given = "https://" + given
	}
	at, err := url.Parse(given)
	if err != nil {
		return "", fmt.Errorf("invalid issue %q: give its number or the address of its page", text)
	}
	parts := strings.Split(strings.Trim(at.Path, "/"), "/")
	const form = "/" + upstream + "/issues/3933"
	if len(parts) < 4 || !strings.EqualFold(parts[0]+"/"+parts[1], upstream) || parts[2] != "issues" && parts[2] != "pull" || parts[3] == "" {
		return "", fmt.Errorf("invalid issue %q: it is not the address of an issue of StreamPark, which ends in %s", text, form)
	}
	return parts[3], nil
}
