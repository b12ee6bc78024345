package streampark

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// ServerTime is the server's clock, as its answer to GET / tells it.
func (c *Client) ServerTime(ctx context.Context) (time.Time, error) {
	a, err := c.Do(ctx, Call{Method: http.MethodGet, Path: "/"})
	return a.Date, err
}

// stampPath is a page that is not there, below the one path that every release opens
// to everybody (2.1.4 and 2.1.5, measured: 404 with Spring Boot's text for errors, and
// no line in the log). A release that answers otherwise tells no time but its Date.
const stampPath = "/passport/clock"

// Stamp is the server's clock as an answer tells it twice: in the header Date, which
// Undertow caches for up to a second, and in the text of an error, which is written
// anew each time, in the server's zone (2.1.4 and 2.1.5, measured: GMT+8). The text's is
// as if it were UTC, and zero where there is none.
func (c *Client) Stamp(ctx context.Context) (date, text time.Time, err error) {
	a, err := c.Do(ctx, Call{Method: http.MethodGet, Path: stampPath})
	var said struct {
		Timestamp string `json:"timestamp"`
	}
	if err == nil && a.Status == http.StatusNotFound && json.Unmarshal(a.Body, &said) == nil {
		text, _ = time.Parse(time.DateTime, said.Timestamp) // in another form it is no help
	}
	return a.Date, text, err
}
