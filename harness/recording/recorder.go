package recording

import (
	"context"
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

// do makes a call without noting it.
func (r *recorder) do(ctx context.Context, c streampark.Call) streampark.Answer {
	if r.err != nil {
		return streampark.Answer{}
	}
	a, err := r.deployment.Client().Do(ctx, c)
	if err != nil {
		r.err = err
	}
	return a
}

// note makes a call and notes the exchange.
func (r *recorder) note(ctx context.Context, flow, step string, c streampark.Call) streampark.Answer {
	a := r.do(ctx, c)
	if r.err == nil {
		r.add(flow, Entry{Step: step, Request: r.request(c), Response: r.response(a), VirtualSeconds: new(r.virtual)})
	}
	return a
}

// request is a call as it is kept: without what differs from run to run.
func (r *recorder) request(c streampark.Call) *Request {
	q := &Request{Method: c.Method, Path: r.path(c.Path), Form: map[string]string{}, SessionCookie: c.Session != ""}
	for field, values := range c.Form {
		q.Form[field] = r.scrub(c.Form.Get(field))
		if len(values) > 1 {
			if q.Repeated == nil {
				q.Repeated = map[string][]string{}
			}
			q.Repeated[field] = values
		}
	}
	if c.Authorization != nil {
		q.Authorization = new(r.scrub(*c.Authorization))
	}
	return q
}

// path is an address as it is kept: a token among its parameters is escaped
// there, and what stands for it is not.
func (r *recorder) path(sent string) string {
	path, query, asked := strings.Cut(sent, "?")
	if !asked {
		return path
	}
	if plain, err := url.QueryUnescape(query); err == nil {
		query = plain
	}
	return path + "?" + r.scrub(query)
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
func (r *recorder) clock(ctx context.Context, seconds int64) {
	r.virtual = seconds
	if r.err == nil && seconds > 0 {
		_, r.err = r.deployment.Clock().Pass(ctx, r.since, time.Duration(seconds)*time.Second)
	}
}
