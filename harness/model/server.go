package model

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"streampark-regress/harness/database"
	"streampark-regress/harness/model/store"
	"streampark-regress/harness/release"
	"streampark-regress/harness/streampark"
	"streampark-regress/harness/token"
)

// Server answers as a release does. Making a new one on the same database is
// a restart: web sessions are gone.
type Server struct {
	design   Design
	db       *database.Database
	product  database.Product
	store    *store.Store
	now      func() time.Time
	log      *slog.Logger
	output   io.Writer
	started  time.Time
	sessions *sessions
	memory   *memory
	// submissions are what it is submitting to a Flink that is not there.
	submissions *submissions
	key         token.Key
	// processKey is what it signs with where it has a key of its own.
	processKey string
	ttl        string
	whiteList  []string
	pages      map[string]page
}

// New returns a server.
func New(o Options) (*Server, error) {
	product := cmp.Or(o.Product, o.Database.Product())
	s := &Server{design: o.Design, db: o.Database, product: product, store: store.New(o.Database).As(product), now: o.Now, log: o.Log, output: o.Output, started: o.Now(),
		processKey: newSecret(), ttl: o.Design.SessionTTL.Format(release.DefaultTTL)}
	if o.Design.KeyFile != "" {
		if s.key = o.Key; s.key == nil {
			return nil, fmt.Errorf("the model of %s needs a key file", o.Design.Release)
		}
	}
	idle := sessionIdle
	for key, use := range map[string]func(string) error{
		o.Design.SessionTTL.Key: func(v string) error { s.ttl = v; return nil },
		"streampark.openapi.white-list": func(v string) error {
			s.whiteList = strings.FieldsFunc(v, func(r rune) bool { return r == ' ' || r == ',' })
			return nil
		},
		"server.servlet.session.timeout": func(v string) (err error) { idle, err = time.ParseDuration(v); return err },
	} {
		value, set, err := o.Config.Get(key)
		if err == nil && set {
			err = use(value)
		}
		if err != nil {
			return nil, fmt.Errorf("read %s in the configuration: %w", key, err)
		}
	}
	if o.Design.breakage.sessionsStay {
		idle = math.MaxInt64
	}
	s.sessions = newSessions(idle, o.Real)
	s.memory = newMemory()
	s.submissions = &submissions{all: map[int64]pending{}}
	s.pages = s.routes()
	return s, nil
}

// page is one endpoint.
type page struct {
	method string
	// anonymous pages need no caller.
	anonymous bool
	// permission is what the caller must be allowed to.
	permission string
	serve      func(context.Context, *call) answer
}

// ServeHTTP answers one call, with the server's clock in the header Date.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Server", streampark.ModelName)
	w.Header().Set("Date", s.now().UTC().Format(http.TimeFormat))
	c := &call{server: s, request: r}
	a := s.answer(r.Context(), c)
	if change := s.design.breakage.afterwards; change != nil {
		a = change(r.Context(), s, c, a)
	}
	c.writeCookies(w)
	for name, value := range c.headers {
		w.Header().Add(name, value)
	}
	a.write(w)
}

func (s *Server) answer(ctx context.Context, c *call) answer {
	path := c.request.URL.Path
	if path == "/" {
		return answer{http.StatusOK, fields{"model": s.design.Release}}
	}
	if lead := s.design.breakage.leads; lead != nil {
		path = lead(path)
	}
	if strings.Contains(path, ";") { // before anybody looks for a token (docs/measured.md)
		return badRequest(path, s.timestamp())
	}
	p, known := s.pages[path]
	if known && p.anonymous {
		if s.design.CallsOpenSessions {
			c.openSession()
		}
		return p.serve(ctx, c)
	}
	who, err := s.authenticate(ctx, c)
	if admits := s.design.breakage.admits; err != nil && admits != nil && admits(s, c) {
		who, err = identity{caller: &token.Claims{UserID: database.AdminID, UserName: streampark.SeededAdmin}}, nil
		p.method = c.request.Method
	}
	switch {
	case errors.Is(err, errUndecoded), errors.Is(err, errRejected):
		if s.design.breakage.okFor401 {
			return failure(http.StatusOK, "401", "Unauthenticated.")
		}
		return answer{status: http.StatusUnauthorized}
	case err != nil:
		return internal(err.Error())
	case !known:
		return notFound(path, s.timestamp())
	}
	c.who = who
	return s.dispatch(ctx, c, p)
}

// dispatch passes a call through what stands before a page: method, form,
// permission, and whether the page is open to API tokens.
func (s *Server) dispatch(ctx context.Context, c *call, p page) answer {
	if p.method != c.request.Method && !s.design.breakage.anyMethod {
		message := fmt.Sprintf("Request method '%s' not supported", c.request.Method)
		switch {
		case s.design.ErrorsCarryTraces:
			return thrown("org.springframework.web.HttpRequestMethodNotSupportedException: " + message)
		case s.design.MethodRefused != "":
			return failure(http.StatusInternalServerError, "500", s.design.MethodRefused+message)
		}
		return internal(message)
	}
	if id := c.form("id"); id != "" {
		if _, err := strconv.ParseInt(id, 10, 64); err != nil {
			return misfit([]string{unfit("id", "Long", `NumberFormatException: For input string: "`+id+`"`)})
		}
	}
	if bad := s.unbound(c); bad != nil {
		return *bad
	}
	if c.who.caller == nil {
		s.log.Error("Unauthenticated: This subject is anonymous - it does not have any identifying principals and authorization operations require an identity to check against.")
		return failure(http.StatusUnauthorized, "401", "Unauthenticated.")
	}
	if _, there, err := s.store.AccountByID(ctx, c.who.caller.UserID); err == nil && !there && p.permission != "" {
		return alert(fmt.Sprintf("The userId [%d] not found", c.who.caller.UserID))
	}
	if a, unread := s.unread(ctx, c.who.caller.UserID, p.permission); unread {
		return a
	}
	allowed, err := s.may(ctx, c.who.caller.UserID, p.permission)
	if err != nil {
		return internal(err.Error())
	}
	if !allowed && !s.design.breakage.anyPermission {
		if s.design.ForbidsInSilence {
			return answer{status: http.StatusForbidden}
		}
		message := "Subject does not have permission [" + p.permission + "]"
		if s.design.ErrorsCarryTraces {
			return thrown("org.apache.shiro.authz.UnauthorizedException: " + message)
		}
		return internal(message)
	}
	if path := c.request.URL.Path; c.who.api && !s.open(path) && s.design.ClosedPages(path) {
		return s.design.ClosedAnswer(path)
	}
	return p.serve(ctx, c)
}

func (s *Server) open(path string) bool {
	b := s.design.breakage
	switch {
	case b.closes != nil && b.closes(s, path):
		return false
	case b.opens != nil && b.opens(s, path):
		return true
	}
	return slices.Contains(s.whiteList, path) || slices.Contains(s.design.Open, path)
}

// here is the time by the server's clock in the zone StreamPark writes times
// in, whatever the server's own.
func (s *Server) here() time.Time { return s.now().In(time.FixedZone("GMT+8", 8*60*60)) }

func (s *Server) timestamp() string { return s.here().Format(time.DateTime) }

var ttlForm = regexp.MustCompile(`^(\d+)([smhd])$`)

// sessionTTL is the session TTL of config.yaml; a value of another form fails whoever
// needs it, not the start of the server.
func (s *Server) sessionTTL() (time.Duration, error) {
	if s.design.SessionTTL.Unit != "" {
		return s.design.SessionTTL.Parse(strings.TrimSpace(s.ttl))
	}
	m := ttlForm.FindStringSubmatch(strings.TrimSpace(s.ttl))
	if m == nil {
		return 0, errors.New(s.design.SessionTTL.Key + " is invalid, Time units must be [s|m|h|d], e.g: 24h, 2d... please check config.yaml ")
	}
	n, err := strconv.ParseInt(m[1], 10, 32)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", s.design.SessionTTL.Key, err)
	}
	unit := map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour}[m[2]]
	return time.Duration(n) * unit, nil
}
