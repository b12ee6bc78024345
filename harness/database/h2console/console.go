// Package h2console runs SQL through the web console of H2, as a driver of
// database/sql. H2 inside a server opens no port of its own, and its file is
// locked; the console is the one way in while the server runs.
//
// What the console is sent and answers was measured with H2 2.1.214, in
// StreamPark 2.1.4 and 2.1.5.
package h2console

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// Console is where a console is, and which database it opens.
type Console struct {
	// Address is that of its first page, such as http://host:10000/h2-console/.
	Address string
	// JDBC is the address of the database inside the server, User and Password
	// are those of the database.
	JDBC, User, Password string
	// Access is what a connection may do.
	Access Access
	// Admission gives what has to be sent for the server to let anybody at the
	// console; nil for an open one.
	Admission Admission
}

// Access is what a connection may do.
type Access int

// The accesses.
const (
	ReadWrite Access = iota
	// ReadOnly refuses whatever is no query, before it is sent: the console has
	// no way to open a database that is in use for reading alone.
	ReadOnly
)

// Admission gives the headers with which a server lets somebody at its console.
type Admission func(ctx context.Context) (http.Header, error)

// callTimeout bounds one call of the console. It answers in milliseconds, and
// waits for a lock of H2 for two seconds at the most.
const callTimeout = 30 * time.Second

// most is how much is read of a page, in bytes.
const most = 16 << 20

var errNoConsole = errors.New("there is no H2 console: it answers as something else")

// Driver is what database/sql may ask a connector for. Nothing is registered
// under a name.
func (c Console) Driver() driver.Driver { return unnamed{} }

type unnamed struct{}

func (unnamed) Open(string) (driver.Conn, error) {
	return nil, errors.New("h2console: open a Console with sql.OpenDB")
}

// Connect opens a session of the console with a connection of its own.
func (c Console) Connect(ctx context.Context) (driver.Conn, error) {
	made := &connection{console: c, client: &http.Client{Timeout: callTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		// The server may be restarted between two calls.
		Transport: &http.Transport{DisableKeepAlives: true}}}
	if c.Admission != nil {
		var err error
		if made.admitted, err = c.Admission(ctx); err != nil {
			return nil, fmt.Errorf("be let at the H2 console: %w", err)
		}
	}
	first, err := made.page(ctx, "", nil)
	if err != nil {
		return nil, err
	}
	found := regexp.MustCompile(`jsessionid=([0-9a-f]+)`).FindStringSubmatch(first)
	if found == nil {
		return nil, refusal(first)
	}
	made.session = found[1]
	opened, err := made.page(ctx, "login.do", url.Values{"driver": {"org.h2.Driver"}, "url": {c.JDBC}, "user": {c.User}, "password": {c.Password}})
	if err != nil {
		return nil, err
	}
	if wrong, failed := failure(opened); failed {
		return nil, fmt.Errorf("open the database of the H2 console: %s", wrong)
	}
	return made, nil
}

// refusal is the error of a first page that begins no session.
func refusal(page string) error {
	if strings.Contains(page, "webAllowOthers") {
		return errors.New("the H2 console is for the server's own machine alone (spring.h2.console.settings.web-allow-others is false)")
	}
	return errNoConsole
}

// page asks for a page of the session: with a form by POST, without one by GET.
func (c *connection) page(ctx context.Context, name string, form url.Values) (string, error) {
	method, body := http.MethodGet, io.Reader(nil)
	if form != nil {
		method, body = http.MethodPost, strings.NewReader(form.Encode())
	}
	target := strings.TrimSuffix(c.console.Address, "/") + "/" + name
	if c.session != "" {
		target += "?jsessionid=" + c.session
	}
	request, err := http.NewRequestWithContext(ctx, method, target, body)
	if err != nil {
		return "", fmt.Errorf("ask the H2 console: %w", err)
	}
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
	}
	maps.Copy(request.Header, c.admitted)
	answer, err := c.client.Do(request)
	if err != nil {
		return "", fmt.Errorf("ask the H2 console: %w", err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, most))
	switch {
	case err != nil:
		return "", fmt.Errorf("read the H2 console's answer: %w", err)
	case answer.StatusCode == http.StatusUnauthorized:
		return "", errSignedOut
	case answer.StatusCode != http.StatusOK:
		return "", fmt.Errorf("%w: HTTP %d", errNoConsole, answer.StatusCode)
	}
	return string(text), nil
}

// errSignedOut is the error of a server that lets nobody at its console without
// an admission, or no longer with this one.
var errSignedOut = errors.New("the server lets nobody at its H2 console who has not signed in (HTTP 401)")
