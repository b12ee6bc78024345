package model

import (
	"context"
	"fmt"
	"strconv"
)

func (s *Server) addUser(ctx context.Context, c *call) answer {
	id, err := s.next(ctx, "t_user")
	if err != nil {
		return internal(err.Error())
	}
	kind, team := userType, any(nil)
	if c.form("userType") == "ADMIN" {
		kind = adminType
	}
	// Where a new user joins no team, it has none until the first sign-in.
	joins := s.design.UsersJoinDefaultTeam
	if joins {
		team = defaultTeam
	}
	salt, at := newSalt(), stored(s.now())
	if _, err := s.db.Exec(ctx, "insert into t_user (user_id, username, nick_name, salt, password, user_type, login_type, last_team_id, status, create_time, modify_time, sex) "+
		"values ($1, $2, $3, $4, $5, $6, 0, $7, 1, $8, $9, $10)", id, c.form("username"), c.form("nickName"), salt,
		hashPassword(salt, c.form("password")), kind, team, at, at, c.form("sex")); err != nil {
		return internal(err.Error())
	}
	if joins {
		if err := s.join(ctx, defaultTeam, id, developerRole); err != nil {
			return internal(err.Error())
		}
	}
	return done()
}

const (
	defaultTeam   = 100000
	developerRole = 100001
)

func (s *Server) join(ctx context.Context, team, user, role int64) error {
	id, err := s.next(ctx, "t_member")
	if err != nil {
		return err
	}
	_, err = s.db.Exec(ctx, "insert into t_member (id, team_id, user_id, role_id) values ($1, $2, $3, $4)", id, team, user, role)
	return err
}

func (s *Server) addMember(ctx context.Context, c *call) answer {
	a, found, err := s.account(ctx, "username", c.form("userName"))
	if err != nil {
		return internal(err.Error())
	}
	if !found {
		return alert(fmt.Sprintf("The username [%s] not found", c.form("userName")))
	}
	team := number(c.form("teamId"))
	var name string
	if err := s.db.SQL().QueryRowContext(ctx, "select team_name from t_team where id = $1", team).Scan(&name); err != nil {
		return alert(fmt.Sprintf("The teamId [%d] not found", team))
	}
	in, err := s.member(ctx, team, a.ID)
	switch {
	case err != nil:
		return internal(err.Error())
	case in:
		return alert(fmt.Sprintf("The user [%s] has been added the team [%s], please don't add it again.", a.Name, name))
	}
	if err := s.join(ctx, team, a.ID, number(c.form("roleId"))); err != nil {
		return internal(err.Error())
	}
	return done()
}

// changePassword gives the user a new salt and hash; whatever was signed with
// the old one is void.
func (s *Server) changePassword(ctx context.Context, c *call) answer {
	a, found, err := s.account(ctx, "user_id", number(c.form("userId")))
	switch {
	case err != nil:
		return internal(err.Error())
	case !found:
		return alert("User is null. Update password failed.")
	case hashPassword(a.Salt, c.form("oldPassword")) != a.Password:
		return alert("Old password error. Update password failed.")
	}
	if err := s.setPassword(ctx, a.ID, c.form("password")); err != nil {
		return internal(err.Error())
	}
	return done()
}

func (s *Server) resetPassword(ctx context.Context, c *call) answer {
	a, found, err := s.account(ctx, "username", c.form("username"))
	switch {
	case err != nil:
		return internal(err.Error())
	case !found:
		return alert("User is null. Update password failed.")
	}
	fresh := random(20, "abcdefghijklmnopqrstuvwxyz0123456789")
	if err := s.setPassword(ctx, a.ID, fresh); err != nil {
		return internal(err.Error())
	}
	return ok(fresh)
}

func (s *Server) setPassword(ctx context.Context, id int64, password string) error {
	salt := newSalt()
	_, err := s.db.Exec(ctx, "update t_user set salt = $1, password = $2, modify_time = $3 where user_id = $4",
		salt, hashPassword(salt, password), stored(s.now()), id)
	return err
}

func (s *Server) listUsers(ctx context.Context, _ *call) answer {
	rows, err := s.db.SQL().QueryContext(ctx, "select username from t_user order by create_time desc")
	if err != nil {
		return internal(err.Error())
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return internal(err.Error())
		}
		names = append(names, name)
	}
	if err := rows.Err(); err != nil {
		return internal(err.Error())
	}
	records := []any{}
	for _, name := range names {
		a, found, err := s.account(ctx, "username", name)
		if err != nil {
			return internal(err.Error())
		}
		if found {
			records = append(records, s.listed(a))
		}
	}
	return ok(pageOf(records, "create_time", false))
}

// number reads an id of a form; what is none is no row's id.
func number(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return -1
	}
	return n
}
