package model

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"streampark-regress/harness/token"
)

func (s *Server) signIn(ctx context.Context, c *call) answer {
	user, password, kind := c.form("username"), c.form("password"), c.form("loginType")
	if bad := s.checkSignIn(user, password, kind); bad != nil {
		return *bad
	}
	a, found, err := s.account(ctx, "username", user)
	switch {
	case err != nil:
		return internal(err.Error())
	case !found:
		return alert(fmt.Sprintf("user [%s] does not exist or can not login with %s", user, kind))
	case hashPassword(a.Salt, password) != a.Password:
		return said(0, "")
	case a.Locked():
		return said(1, "")
	}
	if bad := s.fillTeam(ctx, &a); bad != nil {
		return *bad
	}
	ttl, err := s.sessionTTL()
	if err != nil {
		return internal(err.Error())
	}
	now := s.now()
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
	if _, err := s.db.Exec(ctx, "update t_user set last_login_time = $1 where user_id = $2", stored(now), a.ID); err != nil {
		return internal(err.Error())
	}
	return answer{http.StatusOK, fields{"data": fields{"user": s.profile(a), "permissions": permissions(a.Type),
		"token": sealed, "expire": now.Add(ttl).UTC().Format(time.DateTime)}}}
}

// checkSignIn looks at the form. 2.1.4 binds three required parameters, 2.1.5
// a user object, of which only the kind is looked at.
func (s *Server) checkSignIn(user, password, kind string) *answer {
	var bad answer
	switch {
	case s.design.ParametersRequired && user == "":
		bad = failure(http.StatusBadRequest, "500", "username{required}")
	case s.design.ParametersRequired && password == "":
		bad = failure(http.StatusBadRequest, "500", "password{required}")
	case s.design.ParametersRequired && kind == "":
		bad = failure(http.StatusBadRequest, "500", "loginType{required}")
	case kind == "":
		bad = alert("the login type is null.")
	case user == "":
		bad = said(0, "")
	default:
		return nil
	}
	return &bad
}

// fillTeam gives a user without a team the only one there is: of all for an
// administrator, of its own for anybody else. Whoever has several is asked to
// choose. 2.1.5 gives every new user the default team instead (see addUser).
func (s *Server) fillTeam(ctx context.Context, a *account) *answer {
	if a.LastTeam.Valid {
		return nil
	}
	teams, err := s.teamsOf(ctx, *a)
	var bad answer
	switch {
	case err != nil:
		bad = internal(err.Error())
	case len(teams) == 0:
		bad = alert("The current user not belong to any team, please contact the administrator!")
	case len(teams) > 1:
		bad = answer{http.StatusOK, fields{"code": "403", "data": fmt.Sprint(a.ID), "status": "success"}}
	default:
		a.LastTeam.Int64, a.LastTeam.Valid = teams[0], true
		if _, err := s.db.Exec(ctx, "update t_user set last_team_id = $1 where user_id = $2", teams[0], a.ID); err != nil {
			bad = internal(err.Error())
			return &bad
		}
		return nil
	}
	return &bad
}

func (s *Server) teamsOf(ctx context.Context, a account) ([]int64, error) {
	query, args := "select team_id from t_member where user_id = $1", []any{a.ID}
	if a.Type == adminType {
		query, args = "select id from t_team", nil
	}
	rows, err := s.db.SQL().QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var teams []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		teams = append(teams, id)
	}
	return teams, rows.Err()
}

// signOut needs no caller: whoever calls it is signed out, also one whose web
// session has ended already (found by exploring 2.1.4).
func (s *Server) signOut(_ context.Context, c *call) answer {
	if web := c.session(); web != nil {
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
func (s *Server) profile(a account) fields {
	p := s.listed(a)
	p["password"], p["salt"] = "********", "********"
	p["id"] = random(20, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
	p["lastTeamId"] = fmt.Sprint(a.LastTeam.Int64)
	if a.LastLogin != "" {
		p["lastLoginTime"] = a.LastLogin
	}
	return p
}

// listed is a user as the list of users tells it.
func (s *Server) listed(a account) fields {
	kind := "USER"
	if a.Type == adminType {
		kind = "ADMIN"
	}
	return fields{"userId": fmt.Sprint(a.ID), "username": a.Name, "password": nil, "email": nil, "userType": kind,
		"loginType": "PASSWORD", "status": fmt.Sprint(a.Status), "createTime": a.Created, "modifyTime": a.Modified,
		"lastLoginTime": nil, "sex": a.Sex, "description": nil, "oldPassword": nil, "createTimeFrom": nil,
		"createTimeTo": nil, "id": nil, "salt": nil, "nickName": a.Nick, "lastTeamId": nil}
}

// permissions is what a user may do, as a sign-in tells it. The model knows
// only how many there are and the names that the recordings show; the rest are
// numbered.
func permissions(kind int) []any {
	names, count := []any{nil, "variable:update", "token:view"}, 62
	if kind != adminType {
		names, count = []any{"app:create", "app:copy", "savepoint:delete"}, 21
	}
	for n := len(names); n < count; n++ {
		names = append(names, fmt.Sprintf("model:%d", n))
	}
	return names
}
