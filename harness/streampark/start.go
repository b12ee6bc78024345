package streampark

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
)

// demoTeam is the team every installation is seeded with.
const demoTeam = "100000"

// StartForm is the form a scheduler sends to start an application: the fields
// StreamPark's own "copy cURL" puts there on 2.1.4.
func StartForm(application int64) url.Values {
	return url.Values{"id": {strconv.FormatInt(application, 10)}, "teamId": {demoTeam},
		"allowNonRestored": {"false"}, "savePointed": {"false"}}
}

// Credentials are what a caller sends with a start.
type Credentials struct {
	// Authorization is the header's value; nil sends none.
	Authorization *string
	// Session is the JSESSIONID cookie, empty for none.
	Session string
}

// Start asks for the start of an application.
func (c *Client) Start(ctx context.Context, path string, application int64, with Credentials) (Answer, error) {
	return c.Do(ctx, Call{Method: http.MethodPost, Path: path, Form: StartForm(application),
		Authorization: with.Authorization, Session: with.Session})
}
