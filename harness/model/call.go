package model

import (
	"net/http"
	"strings"
)

// call is one request with what has become of it so far.
type call struct {
	server  *Server
	request *http.Request
	who     identity
	// web is the call's web session once it was looked up or opened.
	web    *session
	opened bool
	// forgotten counts the cookies rememberMe=deleteMe to set.
	forgotten int
	// headers are set on the answer beside its own.
	headers map[string]string
}

// authorization is the header; an empty one was sent too.
func (c *call) authorization() (string, bool) {
	if reads := c.server.design.breakage.reads; reads != nil {
		if text := reads(c.request); text != "" {
			return text, true
		}
	}
	values, sent := c.request.Header["Authorization"]
	if !sent || len(values) == 0 {
		return "", false
	}
	return strings.TrimSpace(values[0]), true
}

// form is the first value of a field, empty where there is none.
func (c *call) form(name string) string {
	if values := c.formValues(name); len(values) > 0 {
		return values[0]
	}
	return ""
}

// formValues are all values of a field.
func (c *call) formValues(name string) []string {
	if c.request.Form == nil {
		_ = c.request.ParseForm() // a form that cannot be read is an empty one
	}
	return c.request.Form[name]
}

// session is the live web session of the call's cookie, or nil.
func (c *call) session() *session {
	if c.web == nil {
		if cookie, err := c.request.Cookie("JSESSIONID"); err == nil {
			c.web = c.server.sessions.find(cookie.Value)
		}
	}
	return c.web
}

// openSession is the call's web session, a new one if it has none.
func (c *call) openSession() *session {
	if c.session() == nil {
		c.web = c.server.sessions.open()
		c.opened = true
	}
	return c.web
}

// forget sets the cookie rememberMe=deleteMe so many times: Shiro does once at
// a login and twice at one that failed.
func (c *call) forget(times int) { c.forgotten = times }

func (c *call) writeCookies(w http.ResponseWriter) {
	for range c.forgotten {
		w.Header().Add("Set-Cookie", "rememberMe=deleteMe; Path=/; Max-Age=0; SameSite=lax")
	}
	if c.opened {
		w.Header().Add("Set-Cookie", "JSESSIONID="+c.web.id+"; path=/; HttpOnly")
	}
}
