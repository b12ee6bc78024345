package explore

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"streampark-regress/harness/clock"
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
	// application is one that can be started, and savepoints counts those that
	// were added to it.
	application int64
	savepoints  int
}

// newSide makes a user of a kind on a deployment, and an application, for a
// sequence.
func newSide(ctx context.Context, d deployment.Deployment, sequence int, kind streampark.UserKind) (*side, error) {
	name := fmt.Sprintf("explorer%d", sequence)
	ttl, err := d.Release().Config.SessionTTL.Duration()
	if err != nil {
		return nil, err
	}
	s := &side{deployment: d, name: name, password: "start-1", ttl: ttl, application: firstApplication + int64(sequence)}
	if err := s.addApplication(ctx); err != nil {
		return nil, err
	}
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

func (s *side) client() *streampark.Client { return s.deployment.Client() }

func (s *side) admin(ctx context.Context) (*streampark.Session, error) {
	return s.client().SignIn(ctx, streampark.SeededAdmin, streampark.SeededPassword)
}

// asAdmin makes a call as the seeded administrator.
func (s *side) asAdmin(ctx context.Context, call streampark.Call) (streampark.Answer, error) {
	admin, err := s.admin(ctx)
	if err != nil {
		return streampark.Answer{}, err
	}
	return admin.Do(ctx, call)
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
	case Create:
		return s.create(ctx)
	case ChangePassword:
		return s.changePassword(ctx)
	case ResetPassword:
		return s.resetPassword(ctx)
	case SignIn:
		return s.signIn(ctx)
	case SignOut:
		return s.withSignIn(ctx, o, s.signOut)
	case CallSignIn:
		return s.withSignIn(ctx, o, s.callSignIn)
	case Toggle:
		return s.withToken(ctx, o, s.toggle)
	case Delete:
		return s.withToken(ctx, o, s.remove)
	case CallAPI:
		return s.withToken(ctx, o, s.callAPI)
	case Elsewhere:
		return s.withToken(ctx, o, s.callElsewhere)
	case AddSavepoint:
		return "", s.addSavepoint(ctx)
	case StartAPI, CancelAPI:
		return s.requestAPI(ctx, o)
	case StartSignIn, CancelSignIn:
		return s.requestSignIn(ctx, o)
	}
	return "", fmt.Errorf("unknown operation %d", o.Kind)
}

// move lets time pass on this side.
func (s *side) move(ctx context.Context, d time.Duration) error {
	_, err := clock.PassFromNow(ctx, s.deployment.Clock(), s.client(), d)
	return err
}

func (s *side) create(ctx context.Context) (string, error) {
	// Tokens of the same second are the same text on 2.1.4 (measured).
	if err := s.move(ctx, 3*time.Second); err != nil {
		return "", err
	}
	admin, err := s.admin(ctx)
	if err != nil {
		return "", err
	}
	made, refused, err := admin.TryCreateToken(ctx, s.id, "explored")
	if err == nil && refused == "" {
		s.tokens = append(s.tokens, made)
	}
	return fmt.Sprintf("made %t, %s", refused == "", refused), err
}

func (s *side) changePassword(ctx context.Context) (string, error) {
	s.changes++
	fresh := fmt.Sprintf("changed-%d", s.changes)
	a, err := s.asAdmin(ctx, streampark.ChangePasswordCall(s.id, s.name, s.password, fresh))
	if a.Status == http.StatusOK {
		s.password = fresh
	}
	return describe(a), err
}

func (s *side) resetPassword(ctx context.Context) (string, error) {
	a, err := s.asAdmin(ctx, streampark.ResetPasswordCall(s.name))
	if fresh, told := a.NewPassword(); told {
		s.password = fresh
	}
	return fmt.Sprintf("%d", a.Status), err
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
