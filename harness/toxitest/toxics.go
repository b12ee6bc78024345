package toxitest

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/Shopify/toxiproxy/v2/stream"
	"github.com/Shopify/toxiproxy/v2/toxics"
)

// The toxics that Toxiproxy has not got.
const (
	endlessType = "regress-endless"
	pageType    = "regress-page"
)

func init() { //nolint:gochecknoinits // Toxiproxy knows toxics by their names, in a registry of its own
	toxics.Register(endlessType, new(endless))
	toxics.Register(pageType, new(page))
}

// endless is a toxic that answers without end.
type endless struct{}

// chunk is what it sends ten times in a tenth of a second, so that an answer of four
// megabytes is there within a second or so.
const chunk = 64 << 10

func (*endless) Pipe(stub *toxics.ToxicStub) {
	first, on := next(stub)
	if !on {
		return
	}
	out := head(first, "application/json", -1) + `{"code":"200","message":"`
	for {
		select {
		case <-stub.Interrupt:
			return
		case stub.Output <- &stream.StreamChunk{Data: []byte(out), Timestamp: time.Now()}:
			out = strings.Repeat("and ", chunk/4)
		}
		select {
		case <-stub.Interrupt:
			return
		case c := <-stub.Input: // the rest of the answer is lost
			if c == nil {
				stub.Close()
				return
			}
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// page is a toxic that answers with a page.
type page struct{}

func (*page) Pipe(stub *toxics.ToxicStub) {
	first, on := next(stub)
	if !on {
		return
	}
	const body = "<!DOCTYPE html><title>Sign in</title><p>Please sign in to go on.</p>\n"
	select {
	case <-stub.Interrupt:
	case stub.Output <- &stream.StreamChunk{Data: []byte(head(first, "text/html", len(body)) + body), Timestamp: time.Now()}:
		stub.Close()
	}
}

// next is the next that is to pass; false means that the toxic has to end.
func next(stub *toxics.ToxicStub) ([]byte, bool) {
	select {
	case <-stub.Interrupt:
		return nil, false
	case c := <-stub.Input:
		if c == nil {
			stub.Close()
			return nil, false
		}
		return c.Data, true
	}
}

// head is the head of an answer in place of another, whose time it keeps: the server's
// clock may have been moved. A negative length is none.
func head(instead []byte, kind string, length int) string {
	date := time.Now().UTC().Format(http.TimeFormat)
	if found := regexp.MustCompile(`(?i)\r\nDate: ([^\r]+)`).FindSubmatch(instead); found != nil {
		date = string(found[1])
	}
	text := fmt.Sprintf("HTTP/1.1 200 OK\r\nDate: %s\r\nContent-Type: %s\r\nConnection: close\r\n", date, kind)
	if length >= 0 {
		text += fmt.Sprintf("Content-Length: %d\r\n", length)
	}
	return text + "\r\n"
}
