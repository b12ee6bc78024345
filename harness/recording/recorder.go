package recording

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"sort"
	"strings"
	"time"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/release"
	"streampark-regress/harness/streampark"
)

// recorder drives one deployment through flows and notes what it answers. The
// first failure ends everything: later calls of a failed recorder do nothing.
type recorder struct {
	ctx        context.Context
	deployment deployment.Deployment
	upgrade    func(context.Context) (deployment.Deployment, error)
	out        *Recording
	// secrets maps a value that differs from run to run to its placeholder.
	secrets map[string]string
	since   time.Time
	virtual int64
	err     error
}

// call is a request of a flow.
type call struct {
	method, path string
	form         form
	auth         *string
	cookie       string
	// raw are headers sent as they are written.
	raw http.Header
	// recordedPath is noted instead of path.
	recordedPath string
}

// form is a form in the order of its fields.
type form []string // key, value, key, value

func (f form) values() url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(f); i += 2 {
		v.Set(f[i], f[i+1])
	}
	return v
}

// with returns the form with a field changed or added.
func (f form) with(key, value string) form {
	out := f.without(key)
	return append(out, key, value)
}

func (f form) without(key string) form {
	var out form
	for i := 0; i+1 < len(f); i += 2 {
		if f[i] != key {
			out = append(out, f[i], f[i+1])
		}
	}
	return out
}

// do makes a call without noting it.
func (r *recorder) do(c call) streampark.Answer {
	if r.err != nil {
		return streampark.Answer{}
	}
	a, err := streampark.New(r.deployment.URL()).Do(r.ctx, streampark.Call{Method: c.method, Path: c.path, Form: c.form.values(),
		Authorization: c.auth, Session: c.cookie, Raw: c.raw})
	if err != nil {
		r.err = err
	}
	return a
}

// note makes a call and notes the exchange.
func (r *recorder) note(flow, step string, c call) streampark.Answer {
	a := r.do(c)
	if r.err != nil {
		return a
	}
	path := c.path
	if c.recordedPath != "" {
		path = c.recordedPath
	}
	flat := map[string]string{}
	for key, v := range c.form.values() {
		flat[key] = r.scrub(v[0])
	}
	q := &Request{Method: c.method, Path: path, Form: flat, SessionCookie: c.cookie != ""}
	if c.auth != nil {
		q.Authorization = pointer(r.scrub(*c.auth))
	}
	r.add(flow, Entry{Step: step, Request: q, Response: r.response(a), VirtualSeconds: pointer(r.virtual)})
	return a
}

func (r *recorder) add(flow string, e Entry) {
	if r.err != nil {
		return
	}
	if _, known := r.out.Flows[flow]; !known {
		r.out.Order = append(r.out.Order, flow)
	}
	r.out.Flows[flow] = append(r.out.Flows[flow], e)
}

func (r *recorder) scrub(s string) string {
	values := make([]string, 0, len(r.secrets))
	for v := range r.secrets {
		values = append(values, v)
	}
	sort.Slice(values, func(i, j int) bool { return len(values[i]) > len(values[j]) })
	for _, v := range values {
		s = strings.ReplaceAll(s, v, r.secrets[v])
	}
	if r.deployment.Release().Tokens.SealedWith == release.SealedWithKeyFile {
		// A token is never the same text twice, and nothing else is as long.
		s = sealedWithKey.ReplaceAllString(s, "{{token}}")
	}
	return s
}

func (r *recorder) secret(value, placeholder string) {
	if value != "" {
		r.secrets[value] = placeholder
	}
}

// clock lets time pass until so many seconds have passed since the recorder's
// beginning.
func (r *recorder) clock(seconds int64) {
	r.virtual = seconds
	if r.err == nil && seconds > 0 {
		_, r.err = r.deployment.Clock().Pass(r.ctx, r.since, time.Duration(seconds)*time.Second)
	}
}

// sql runs a statement.
func (r *recorder) sql(statement string, args ...any) {
	if r.err == nil {
		_, r.err = r.deployment.Database().Exec(r.ctx, statement, args...)
	}
}

// ask reads one value.
func (r *recorder) ask(query string, args ...any) string {
	var value string
	if r.err == nil {
		if err := r.deployment.Database().SQL().QueryRowContext(r.ctx, query, args...).Scan(&value); err != nil {
			r.err = fmt.Errorf("run %q: %w", query, err)
		}
	}
	return value
}

// rows is every row of t_access_token of the seeded administrator, as text.
func (r *recorder) rows() string {
	if r.err != nil {
		return ""
	}
	db := r.deployment.Database()
	found, err := db.Tokens(r.ctx, admin)
	if err != nil {
		r.err = err
		return ""
	}
	var all strings.Builder
	for _, row := range found {
		s, _, err := db.TokenSnapshot(r.ctx, row.ID)
		if err != nil {
			r.err = err
		}
		all.WriteString(strings.Join(s.Values, "|") + "\n")
	}
	return all.String()
}

func pointer[T any](v T) *T { return &v }
