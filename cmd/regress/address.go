package main

import (
	"fmt"
	"net/url"
	"strconv"
)

// serverAddress reads the address of a server that runs already. It is not quoted
// where it may hold a password.
func serverAddress(text string) (*url.URL, error) {
	const form = "write it as http://host:10000"
	at, err := url.Parse(text)
	switch {
	case err != nil:
		return nil, fmt.Errorf("--url: the address cannot be read: %s", form)
	case at.User != nil:
		return nil, fmt.Errorf("--url: StreamPark takes no name and password in its address, and those of a proxy in front of it would go into the header Authorization, "+
			"from which StreamPark takes its tokens: no call could have both; %s", form)
	case at.Scheme != "http" && at.Scheme != "https" || at.Hostname() == "":
		return nil, fmt.Errorf("--url %q: it has no http:// or https:// in front, or no host: %s", text, form)
	case at.RawQuery != "" || at.Fragment != "":
		return nil, fmt.Errorf("--url %q: leave out what comes after ? or #: %s", text, form)
	}
	if port := at.Port(); port != "" {
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			return nil, fmt.Errorf("--url %q: invalid port %s: %s", text, port, form)
		}
	}
	return at, nil
}
