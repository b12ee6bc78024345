// Package streampark is an HTTP client of StreamPark's API as its callers use
// it: it keeps no cookies unless told to, and retries nothing.
//
// There is one set of verbs for all who drive StreamPark. A request is a value
// that one function makes (SignInCall, StartCall, ...): whoever wants it sent
// wrongly varies the value, and whoever wants it done uses a Session.
//
//	client := streampark.New(address)
//	session, err := client.SignIn(ctx, streampark.SeededAdmin, streampark.SeededPassword)
//	made, err := session.CreateToken(ctx, id, "nightly")
//	answer, err := client.Do(ctx, streampark.StartCall(path, application).Without("teamId").As(streampark.Header(made.Token)))
package streampark

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"streampark-regress/harness/outcome"
)

// callTimeout bounds one call where nobody says otherwise. StreamPark answers in
// milliseconds, and a start waits up to 2 s for Flink's /overview; but where it has
// lost its database, 2.1.4 and 2.1.5 wait 60 s for a connection and then answer 401
// (docs/measured.md), which is to be seen.
const callTimeout = 90 * time.Second

// maxBody bounds what is read of an answer, in bytes. StreamPark's answers take
// a few kilobytes; another server at the address may send without end.
const maxBody = 4 << 20

// maxHeader bounds the headers of an answer, in bytes; StreamPark's take a few
// hundred.
const maxHeader = 64 << 10

// Client calls one StreamPark.
type Client struct {
	base  string
	http  *http.Client
	dated func(context.Context, time.Time) (time.Time, error)
}

// New returns a client of the StreamPark at an address such as
// http://127.0.0.1:10000. Redirects are not followed.
func New(base string) *Client { return NewWith(base, Options{}) }

// Options of a client.
type Options struct {
	// Roots are the authorities of which the certificate of an https:// address may
	// be, nil for those of the machine.
	Roots *x509.CertPool
	// Timeout bounds a call, from the connection to the end of the answer; zero for a
	// minute.
	Timeout time.Duration
	// Dated is the server's time of an answer whose header Date told a time, nil for
	// just that time: the header may be a second old.
	Dated func(ctx context.Context, date time.Time) (time.Time, error)
}

// NewWith is New with options.
func NewWith(base string, o Options) *Client {
	return &Client{base: strings.TrimSuffix(base, "/"), dated: o.Dated, http: &http.Client{
		Timeout:       cmp.Or(o.Timeout, callTimeout),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		// One connection a call: the server may be restarted between two.
		// What is read is what was sent: a body that unpacks to more is none of
		// StreamPark's.
		Transport: &http.Transport{DisableKeepAlives: true, DisableCompression: true, MaxResponseHeaderBytes: maxHeader,
			TLSClientConfig: &tls.Config{RootCAs: o.Roots, MinVersion: tls.VersionTLS12}},
	}}
}

// Answer is a response with what a verdict needs of it.
type Answer struct {
	outcome.Answer
	// Session is the value of the cookie JSESSIONID the server set, if any.
	Session string
	// Date is the server's clock when it answered, from the header Date unless the
	// client's options know better.
	Date time.Time
	// Took is how long the call took.
	Took time.Duration
	// Replica is which of several servers answered, from 1; zero where nobody says.
	Replica int

	// Server is the header Server.
	Server string

	header http.Header
}

// Tells reports whether the body or a header of the answer holds a text.
func (a Answer) Tells(text string) bool {
	for _, values := range a.header {
		if slices.ContainsFunc(values, func(v string) bool { return strings.Contains(v, text) }) {
			return true
		}
	}
	return bytes.Contains(a.Body, []byte(text))
}

// Do makes a call. A form goes into the body of a POST or PUT and into the
// query of the rest. An error means that there was no answer.
func (c *Client) Do(ctx context.Context, call Call) (Answer, error) {
	target, body := c.base+call.Path, ""
	if len(call.Form) > 0 {
		if call.Method == http.MethodPost || call.Method == http.MethodPut {
			body = call.Form.Encode()
		} else {
			target += "?" + call.Form.Encode()
		}
	}
	req, err := http.NewRequestWithContext(ctx, call.Method, target, strings.NewReader(body))
	if err != nil {
		return Answer{}, fmt.Errorf("call %s %s: %w", call.Method, call.Path, err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
	maps.Copy(req.Header, call.Headers())
	maps.Copy(req.Header, call.Raw)
	start := time.Now()
	resp, err := c.http.Do(req)
	if err != nil {
		return Answer{}, fmt.Errorf("call %s %s: %w", call.Method, call.Path, err)
	}
	defer resp.Body.Close()
	content, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	if err != nil {
		return Answer{}, fmt.Errorf("read the answer to %s %s: %w", call.Method, call.Path, err)
	}
	if len(content) > maxBody {
		return Answer{}, fmt.Errorf("read the answer to %s %s: HTTP %d with more than %d MiB, which no answer of StreamPark has: see what answers at %s",
			call.Method, call.Path, resp.StatusCode, maxBody>>20, c.base)
	}
	a := Answer{
		Answer: outcome.Answer{Status: resp.StatusCode, ContentType: resp.Header.Get("Content-Type"), Challenge: resp.Header.Get("WWW-Authenticate"), Location: resp.Header.Get("Location"), Body: content},
		Took:   time.Since(start),
		header: resp.Header,
		Server: resp.Header.Get("Server"),
	}
	a.Replica, _ = strconv.Atoi(resp.Header.Get(ReplicaHeader)) // most answers have none
	for _, cookie := range resp.Cookies() {
		a.SetCookie = append(a.SetCookie, cookie.Name)
		if cookie.Name == sessionCookie {
			a.Session = cookie.Value
		}
	}
	if a.Date, err = http.ParseTime(resp.Header.Get("Date")); err != nil {
		return a, fmt.Errorf("read the server's clock in the answer to %s %s: %w", call.Method, call.Path, err)
	}
	if c.dated != nil {
		if a.Date, err = c.dated(ctx, a.Date); err != nil {
			return a, fmt.Errorf("date the answer to %s %s: %w", call.Method, call.Path, err)
		}
	}
	return a, nil
}

// Start asks for the start of an application.
func (c *Client) Start(ctx context.Context, path string, application int64, with Credentials) (Answer, error) {
	return c.Do(ctx, StartCall(path, application).As(with))
}

const sessionCookie = "JSESSIONID"

// ReplicaHeader is the header in which the round robin of package front says which
// of its servers answered.
const ReplicaHeader = "Streampark-Regress-Replica"

// The user and password of a reverse proxy of package front that asks for a sign-in
// of its own.
const (
	ProxyUser     = "gateway"
	ProxyPassword = "of-the-gateway"
)

// ModelName is the header Server of the built-in model's answers. Whatever
// image or address it hides behind, its answers are never taken for
// StreamPark's.
const ModelName = "streampark-regress-model"

// IsModel reports whether the built-in model answers.
func (c *Client) IsModel(ctx context.Context) (bool, error) {
	a, err := c.Do(ctx, Call{Method: http.MethodGet, Path: "/"})
	return a.Server == ModelName, err
}
