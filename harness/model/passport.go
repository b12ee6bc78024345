package model

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"streampark-regress/harness/model/store"
	"streampark-regress/harness/token"
)

func (s *Server) signIn(ctx context.Context, c *call) answer {
	user, password, kind := c.form("username"), c.form("password"), c.form("loginType")
	if bad := s.checkSignIn(user, password, kind); bad != nil {
		return *bad
	}
	a, found, err := s.store.AccountByName(ctx, user)
	switch {
	case err != nil:
		return internal(err.Error())
	case !found && !s.design.KindsOfSignIn:
		return said(0, "")
	case !found:
		return alert(fmt.Sprintf("user [%s] does not exist or can not login with %s", user, kind))
	case hashPassword(a.Salt, password) != a.Password && !s.passes(a, password):
		return said(0, "")
	case a.Locked() && !s.design.breakage.lockedSignIn:
		return said(1, "")
	}
	if bad := s.fillTeam(ctx, &a); bad != nil {
		return *bad
	}
	ttl, err := s.sessionTTL()
	if err != nil {
		return internal(err.Error())
	}
	if life := s.design.breakage.signInLife; life != 0 {
		ttl = life
	}
	now := s.here()
	claims := token.Claims{Kind: token.SignIn, UserID: a.ID, UserName: a.Name, ExpirySeconds: token.ExpiryAfter(now, ttl)}
	if s.design.SignInTokensAreDated {
		claims.IssuedMillis = now.UnixMilli()
	}
	sealed, err := s.mint(claims, a.User)
	if err != nil {
		return internal(err.Error())
	}
	if s.design.SessionDecides {
		c.openSession().owner = &claims
		c.forget(1)
	}
	if err := s.store.SignedIn(ctx, a.ID, now); err != nil {
		return internal(err.Error())
	}
	return answer{http.StatusOK, fields{"data": fields{"user": s.profile(a), "permissions": permissions(a.Kind),
		"token": sealed, "expire": now.Add(ttl).UTC().Format(time.DateTime)}}}
}

// passes reports whether a defect lets a wrong password in.
func (s *Server) passes(a store.Account, password string) bool {
	b := s.design.breakage
	right := func(text string) bool { return hashPassword(a.Salt, text) == a.Password }
	return b.anyPassword || b.passes != nil && b.passes(s, a.ID, right, password)
}

// checkSignIn looks at the form. 2.1.4 binds three required parameters, 2.1.5
// a user object, of which only the kind is looked at.
func (s *Server) checkSignIn(user, password, kind string) *answer {
	var bad answer
	switch {
	case s.design.ParametersRequired && user == "":
		bad = s.missing("username")
	case s.design.ParametersRequired && password == "":
		bad = s.missing("password")
	case s.design.ParametersRequired && s.design.KindsOfSignIn && kind == "":
		bad = s.missing("loginType")
	case s.design.KindsOfSignIn && kind == "":
		bad = alert("the login type is null.")
	case user == "":
		bad = said(0, "")
	default:
		return nil
	}
	return &bad
}

// missing is the answer to a form without a parameter.
func (s *Server) missing(parameter string) answer {
	return failure(http.StatusBadRequest, "500", parameter+s.design.Missing)
}

// fillTeam gives a user without a team the only one there is: of all for an
// administrator, of its own for anybody else. Whoever has several is asked to
// choose. 2.1.5 gives every new user the default team instead (see addUser), and
// asks whoever has none all the same, for ever (measured after an upgrade).
func (s *Server) fillTeam(ctx context.Context, a *store.Account) *answer {
	if a.LastTeam != nil {
		return nil
	}
	teams, err := s.teamsOf(ctx, *a)
	var bad answer
	switch {
	case err != nil:
		bad = internal(err.Error())
	case len(teams) == 0:
		bad = alert("The current user not belong to any team, please contact the administrator!")
	case len(teams) > 1, !s.design.FillsTeamIn:
		bad = answer{http.StatusOK, fields{"code": "403", "data": fmt.Sprint(a.ID), "status": "success"}}
	default:
		a.LastTeam = &teams[0]
		if err := s.store.ChooseTeam(ctx, a.ID, teams[0]); err != nil {
			bad = internal(err.Error())
			return &bad
		}
		return nil
	}
	return &bad
}

// chooseTeam is the page of the team chooser, for whoever cannot sign in yet.
func (s *Server) chooseTeam(ctx context.Context, c *call) answer {
	if err := s.store.ChooseTeam(ctx, number(c.form("userId")), number(c.form("teamId"))); err != nil {
		return internal(err.Error())
	}
	return done()
}

// teamsOf are the teams a user may work in.
func (s *Server) teamsOf(ctx context.Context, a store.Account) ([]int64, error) {
	if a.Kind == store.Administrator {
		return s.store.Teams(ctx)
	}
	return s.store.TeamsOf(ctx, a.ID)
}

// signOut needs no caller: whoever calls it is signed out, also one whose web
// session has ended already (found by exploring 2.1.4).
func (s *Server) signOut(_ context.Context, c *call) answer {
	if web := c.session(); web != nil && !s.design.breakage.staysIn {
		if s.design.breakage.endsWithSession && web.owner != nil {
			s.memory.signedOut(web.owner.UserID)
		}
		s.sessions.end(web.id)
	}
	c.forget(1)
	// 2.1.4 opens a web session for every page, so also for the one that has
	// just ended one; 2.1.5 does not keep the one its filter opened.
	c.opened = s.design.CallsOpenSessions
	return answer{http.StatusOK, fields{}}
}

// profile is a user as a sign-in tells it.
func (s *Server) profile(a store.Account) fields {
	p := s.listed(a)
	p["password"], p["salt"] = "********", "********"
	p["id"] = random(20, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
	s.tellLast(p, a) // fillTeam has seen to the team
	return p
}

// tellLast tells of a user where and when it was last.
func (s *Server) tellLast(row fields, a store.Account) {
	if a.LastTeam != nil {
		row["lastTeamId"] = fmt.Sprint(*a.LastTeam)
	}
	if a.LastLogin != "" {
		row["lastLoginTime"] = a.LastLogin
	}
}

// listed is a user as the list of users tells it.
func (s *Server) listed(a store.Account) fields {
	kind := "USER"
	if a.Kind == store.Administrator {
		kind = "ADMIN"
	}
	user := fields{"userId": fmt.Sprint(a.ID), "username": a.Name, "password": nil, "email": nil, "userType": kind,
		"loginType": "PASSWORD", "status": fmt.Sprint(a.Status), "createTime": a.Created, "modifyTime": a.Modified,
		"lastLoginTime": nil, "sex": a.Sex, "description": nil, "oldPassword": nil, "createTimeFrom": nil,
		"createTimeTo": nil, "id": nil, "salt": nil, "nickName": a.Nick, "lastTeamId": nil}
	if s.design.UsersSortable {
		user["sortField"], user["sortOrder"] = nil, nil
	}
	return user
}

// permissions is what a user may do, as a sign-in tells it. The model knows
// only how many there are and the names that the recordings show; the rest are
// numbered.
func permissions(kind store.Kind) []any {
	names, count := []any{nil, "variable:update", "token:view"}, 62
	if kind != store.Administrator {
		names, count = []any{"app:create", "app:copy", "savepoint:delete"}, 21
	}
	for n := len(names); n < count; n++ {
		names = append(names, fmt.Sprintf("model:%d", n))
	}
	return names
}
