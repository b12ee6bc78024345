package diagnosis

import (
	"cmp"
	"context"
	"errors"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"streampark-regress/harness/stranger"
	"streampark-regress/harness/streampark"
)

// shippedPort is where StreamPark listens as shipped (conf/config.yaml of every tag).
const shippedPort = 10000

// Try is an address that was tried, and why it was not taken.
type Try struct {
	URL string        `json:"url"`
	Why stranger.Kind `json:"why"`
}

// Addresses are those to try for an address as somebody typed it: itself, where it
// says how to speak. Otherwise https comes first, because a token is not to go in the
// clear where it need not; and a host without a port is tried at StreamPark's own, too.
func Addresses(typed string) []string {
	typed = strings.TrimSpace(typed)
	if strings.Contains(typed, "://") {
		return []string{typed}
	}
	typed = strings.TrimSuffix(typed, "/")
	host, path, below := strings.Cut(typed, "/")
	if below {
		path = "/" + path
	}
	all := []string{"https://" + host + path}
	if _, port, err := net.SplitHostPort(host); err != nil || port == "" {
		all = append(all, "http://"+net.JoinHostPort(strings.Trim(host, "[]"), strconv.Itoa(shippedPort))+path)
	}
	return append(all, "http://"+host+path)
}

// Located is an address that was taken.
type Located struct {
	URL string
	// Tried are the addresses that were not taken before it.
	Tried  []Try
	Client *streampark.Client
}

// Locate finds the first address of those that somebody may have meant that speaks
// HTTP. Where none does, the error says why one of them did not answer.
func Locate(ctx context.Context, typed string, o streampark.Options) (Located, error) {
	var at Located
	var first error
	all := Addresses(typed)
	for _, address := range all {
		if at.inVain(address) {
			continue
		}
		at.URL, at.Client = address, streampark.NewWith(address, o)
		_, err := at.Client.ServerTime(ctx)
		why := stranger.OfError(err)
		if err == nil || len(all) == 1 || why.Spoken() || ctx.Err() != nil {
			return at, err
		}
		at.Tried = append(at.Tried, Try{address, why})
		if first == nil || stranger.OfError(first) == stranger.NoTLS {
			first = err
		}
	}
	return at, first
}

// inVain reports whether what was tried before shows that an address cannot answer
// either: nobody knows the host, or nothing listens at the port.
func (l Located) inVain(address string) bool {
	return slices.ContainsFunc(l.Tried, func(t Try) bool {
		host, port := endpoint(t.URL)
		sameHost, samePort := endpoint(address)
		switch t.Why { //nolint:exhaustive // the others depend on the scheme
		case stranger.UnknownHost:
			return host == sameHost
		case stranger.Refused, stranger.NoRoute:
			return host == sameHost && port == samePort
		}
		return false
	})
}

// endpoint is to what an address connects.
func endpoint(address string) (host, port string) {
	at, err := url.Parse(address)
	if err != nil {
		return address, ""
	}
	return at.Hostname(), cmp.Or(at.Port(), at.Scheme)
}

// Unreached is why there was no answer.
type Unreached struct {
	Why stranger.Kind
	// Text is the error, in the words of the program.
	Text string
}

// unreached keeps an error of a call; it is returned where it is an interrupt.
func (x *Examination) unreached(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return err
	}
	x.Unreached = &Unreached{stranger.OfError(err), err.Error()}
	return nil
}
