package front

import (
	"context"
	"crypto/subtle"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strconv"
	"sync"
	"time"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/streampark"
)

// name is what the proxy calls itself in the header Via of every answer: it is a
// model of a proxy, whatever server answers behind it.
const name = "1.1 streampark-regress-model-of-a-proxy"

// The user and password of a proxy that asks for a sign-in of its own are
// streampark.ProxyUser and streampark.ProxyPassword; ownAuthorization is what a
// proxy sends that has an Authorization of its own.
const ownAuthorization = "Basic Z2F0ZXdheTpnYXRld2F5"

// proxy passes calls on to servers, one after the other.
type proxy struct {
	kind    deployment.FrontKind
	servers []deployment.Deployment
	passing *httputil.ReverseProxy
	web     *http.Server
	address string

	mu   sync.Mutex
	turn int
}

// listen starts to listen on 127.0.0.1, at a port that is free.
func listen(ctx context.Context, kind deployment.FrontKind, servers []deployment.Deployment) (*proxy, error) {
	p := &proxy{kind: kind, servers: servers}
	p.passing = &httputil.ReverseProxy{Rewrite: p.rewrite, ModifyResponse: p.mark, ErrorLog: log.New(io.Discard, "", 0),
		Transport: &http.Transport{DisableKeepAlives: true, DisableCompression: true}}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen for calls of %s: %w", kind, err)
	}
	p.address = "http://" + listener.Addr().String()
	p.web = &http.Server{Handler: p, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = p.web.Serve(listener) }() // ends with close
	return p, nil
}

func (p *proxy) close() error { return p.web.Close() }

// ServeHTTP passes a call on, unless it is for the proxy to answer.
func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Via", name)
	if p.kind == deployment.AskingProxy && !letIn(r) {
		w.Header().Set("WWW-Authenticate", `Basic realm="gateway"`)
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = io.WriteString(w, "<html><head><title>401 Authorization Required</title></head></html>\n")
		return
	}
	p.passing.ServeHTTP(w, r)
}

func letIn(r *http.Request) bool {
	user, password, sent := r.BasicAuth()
	same := func(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
	return sent && same(user, streampark.ProxyUser) && same(password, streampark.ProxyPassword)
}

// rewrite leads a call to the server whose turn it is.
func (p *proxy) rewrite(r *httputil.ProxyRequest) {
	number, server := p.next()
	target, err := url.Parse(server.URL())
	if err != nil { // the call then fails for want of a host
		return
	}
	r.Out.URL.Scheme, r.Out.URL.Host, r.Out.Host = target.Scheme, target.Host, target.Host
	*r.Out = *r.Out.WithContext(context.WithValue(r.Out.Context(), turnKey{}, number))
	switch p.kind {
	case deployment.DroppingProxy:
		r.Out.Header.Del("Authorization")
	case deployment.ReplacingProxy:
		r.Out.Header.Set("Authorization", ownAuthorization)
	case deployment.Direct, deployment.RoundRobin, deployment.AskingProxy:
	}
}

// turnKey is the key of a call's context under which it says whose turn it is.
type turnKey struct{}

// mark says which of several servers gave an answer.
func (p *proxy) mark(a *http.Response) error {
	if number, known := a.Request.Context().Value(turnKey{}).(int); known && len(p.servers) > 1 {
		a.Header.Set(streampark.ReplicaHeader, strconv.Itoa(number))
	}
	return nil
}

// next is the server whose turn it is, and its number, from 1.
func (p *proxy) next() (int, deployment.Deployment) {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := p.turn % len(p.servers)
	p.turn = at + 1
	return at + 1, p.servers[at]
}

func (p *proxy) rewind() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.turn = 0
}
