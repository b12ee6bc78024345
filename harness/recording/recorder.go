package recording

import (
	"context"
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
	// placeholders maps a value that differs from run to run to what stands for
	// it.
	placeholders map[string]string
	since        time.Time
	virtual      int64
	err          error
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
		Credentials: streampark.Credentials{Authorization: c.auth, Session: c.cookie}, Raw: c.raw})
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
	values := make([]string, 0, len(r.placeholders))
	for v := range r.placeholders {
		values = append(values, v)
	}
	sort.Slice(values, func(i, j int) bool { return len(values[i]) > len(values[j]) })
	for _, v := range values {
		s = strings.ReplaceAll(s, v, r.placeholders[v])
	}
	if r.deployment.Release().Tokens.SealedWith == release.SealedWithKeyFile {
		// A token is never the same text twice, and nothing else is as long.
		s = sealedWithKey.ReplaceAllString(s, "{{token}}")
	}
	return s
}

func (r *recorder) secret(value, placeholder string) {
	if value != "" {
		r.placeholders[value] = placeholder
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

func pointer[T any](v T) *T { return &v }
