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

// StartCall is the request that starts an application.
func StartCall(path string, application int64) Call {
	return Call{Method: http.MethodPost, Path: path, Form: StartForm(application)}
}

// As makes a call with a caller's credentials.
func (c *Client) As(ctx context.Context, call Call, with Credentials) (Answer, error) {
	call.Authorization, call.Session = with.Authorization, with.Session
	return c.Do(ctx, call)
}

// Start asks for the start of an application.
func (c *Client) Start(ctx context.Context, path string, application int64, with Credentials) (Answer, error) {
	return c.As(ctx, StartCall(path, application), with)
}
