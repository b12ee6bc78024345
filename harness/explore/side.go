package explore

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/streampark"
)

// side is one of the two deployments with what a sequence has made there.
type side struct {
	deployment deployment.Deployment
	name       string
	id         int64
	password   string
	ttl        time.Duration
	tokens     []streampark.APIToken
	signIns    []*streampark.Session
	renamed    int
	changes    int
}

// newSide makes a user of a kind on a deployment.
func newSide(ctx context.Context, d deployment.Deployment, name string, kind streampark.UserKind) (*side, error) {
	ttl, err := d.Release().Config.SessionTTL.Duration()
	if err != nil {
		return nil, err
	}
	s := &side{deployment: d, name: name, password: "start-1", ttl: ttl}
	admin, err := s.admin(ctx)
	if err != nil {
		return nil, err
	}
	if err := admin.CreateUser(ctx, name, s.password, kind); err != nil {
		return nil, err
	}
	if kind != streampark.Administrator {
		if err := admin.JoinDefaultTeam(ctx, name); err != nil {
			return nil, err
		}
	}
	user, err := d.Database().FindUser(ctx, name)
	s.id = user.ID
	return s, err
}

func (s *side) client() *streampark.Client { return streampark.New(s.deployment.URL()) }

func (s *side) admin(ctx context.Context) (*streampark.Session, error) {
	return s.client().SignIn(ctx, streampark.SeededAdmin, streampark.SeededPassword)
}

// apply carries out an operation and returns what was answered, in a form that
// can be compared between the two sides.
func (s *side) apply(ctx context.Context, o Operation) (string, error) {
	switch o.Kind {
	case MoveClock:
		return "", s.move(ctx, time.Duration(o.Minutes)*time.Minute)
	case Restart:
		return "", s.deployment.Restart(ctx)
	case Lock:
		return "", s.deployment.Database().Lock(ctx, s.id)
	case Unlock:
		return "", s.deployment.Database().Unlock(ctx, s.id)
	case Rename:
		s.renamed++
		s.name = fmt.Sprintf("%s-r%d", strings.SplitN(s.name, "-r", 2)[0], s.renamed)
		return "", s.deployment.Database().RenameUser(ctx, s.id, s.name)
	case SignIn:
		return s.signIn(ctx)
	case SignOut, CallSignIn:
		return s.withSignIn(ctx, o)
	case Toggle, Delete, CallAPI, Elsewhere:
		return s.withToken(ctx, o)
	}
	return s.administer(ctx, o)
}

// move lets time pass on this side.
func (s *side) move(ctx context.Context, d time.Duration) error {
	_, err := clock.PassFromNow(ctx, s.deployment.Clock(), s.client(), d)
	return err
}

func (s *side) administer(ctx context.Context, o Operation) (string, error) {
	if o.Kind == Create {
		// Tokens of the same second are the same text on 2.1.4 (measured).
		if err := s.move(ctx, 3*time.Second); err != nil {
			return "", err
		}
	}
	admin, err := s.admin(ctx)
	if err != nil {
		return "", err
	}
	switch o.Kind {
	case Create:
		made, refused, err := admin.TryCreateToken(ctx, s.id, "explored")
		if err == nil && refused == "" {
			s.tokens = append(s.tokens, made)
		}
		return fmt.Sprintf("made %t, %s", refused == "", refused), err
	case ResetPassword:
		a, err := admin.Do(ctx, streampark.ResetPasswordCall(s.name))
		if fresh, told := a.NewPassword(); told {
			s.password = fresh
		}
		return fmt.Sprintf("%d", a.Status), err
	}
	s.changes++
	fresh := fmt.Sprintf("changed-%d", s.changes)
	a, err := admin.Do(ctx, streampark.ChangePasswordCall(s.id, s.name, s.password, fresh))
	if a.Status == http.StatusOK {
		s.password = fresh
	}
	return describe(a), err
}

func (s *side) signIn(ctx context.Context) (string, error) {
	session, a, err := s.client().TrySignIn(ctx, s.name, s.password)
	if err != nil {
		return "", err
	}
	if session != nil {
		s.signIns = append(s.signIns, session)
	}
	return fmt.Sprintf("signed in %t, %s", session != nil, describe(a)), nil
}

func (s *side) withSignIn(ctx context.Context, o Operation) (string, error) {
	if len(s.signIns) == 0 {
		return "no sign-in yet", nil
	}
	session := s.signIns[o.Which%len(s.signIns)].At(s.client())
	if o.Kind == SignOut {
		a, err := session.Do(ctx, streampark.SignOutCall())
		return describe(a), err
	}
	with := session.Credentials()
	if o.Form%2 == 1 {
		with = with.WithoutCookie()
	}
	return s.start(ctx, o, with)
}

// start starts the seeded application. It has no Flink version, so a start with
// an accepted token is always refused in the same words.
func (s *side) start(ctx context.Context, o Operation, with streampark.Credentials) (string, error) {
	a, err := s.client().Start(ctx, streampark.StartPaths()[o.Address], database.DemoApplicationID, with)
	return describe(a), err
}

func (s *side) withToken(ctx context.Context, o Operation) (string, error) {
	if len(s.tokens) == 0 {
		return "no token yet", nil
	}
	t := s.tokens[o.Which%len(s.tokens)]
	switch o.Kind {
	case Toggle, Delete:
		admin, err := s.admin(ctx)
		if err != nil {
			return "", err
		}
		call := streampark.ToggleTokenCall(t.ID)
		if o.Kind == Delete {
			call = streampark.DeleteTokenCall(t.ID)
		}
		a, err := admin.Do(ctx, call)
		return describe(a), err
	case Elsewhere:
		a, err := s.client().Do(ctx, streampark.PageCall(elsewhere()[o.Address]).As(streampark.Header(t.Token)))
		return describe(a), err
	}
	if err := s.avoidTTL(ctx, t); err != nil {
		return "", err
	}
	return s.start(ctx, o, forms()[o.Form].of(t.Token))
}

// avoidTTL moves on when a token is about to expire: within some seconds the
// two sides could honestly differ.
func (s *side) avoidTTL(ctx context.Context, t streampark.APIToken) error {
	now, err := s.client().ServerTime(ctx)
	if err != nil {
		return err
	}
	if left := t.Made.Add(s.ttl).Sub(now); left.Abs() < 15*time.Second {
		return s.move(ctx, time.Minute)
	}
	return nil
}
