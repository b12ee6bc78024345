package model

import (
	"context"
	"fmt"
	"strconv"

	"streampark-regress/harness/database"
	"streampark-regress/harness/model/store"
)

func (s *Server) addUser(ctx context.Context, c *call) answer {
	kind := store.Ordinary
	if c.form("userType") == "ADMIN" {
		kind = store.Administrator
	}
	// Where a new user joins no team, it has none until the first sign-in.
	var team *int64
	if s.design.UsersJoinDefaultTeam {
		team = new(database.DefaultTeamID)
	}
	salt := newSalt()
	id, err := s.store.AddAccount(ctx, store.NewAccount{Name: c.form("username"), Nick: c.form("nickName"), Salt: salt,
		Hash: hashPassword(salt, c.form("password")), Kind: kind, Team: team, Sex: c.form("sex")}, s.here())
	if err != nil {
		return internal(err.Error())
	}
	if team != nil {
		if err := s.store.Join(ctx, *team, id, developerRole); err != nil {
			return internal(err.Error())
		}
	}
	return done()
}

// developerRole is the role_id of the role "developer".
const developerRole = 100001

func (s *Server) addMember(ctx context.Context, c *call) answer {
	a, found, err := s.store.AccountByName(ctx, c.form("userName"))
	if err != nil {
		return internal(err.Error())
	}
	if !found {
		return alert(fmt.Sprintf("The username [%s] not found", c.form("userName")))
	}
	team := number(c.form("teamId"))
	name, found, err := s.store.TeamName(ctx, team)
	switch {
	case err != nil:
		return internal(err.Error())
	case !found:
		return alert(fmt.Sprintf("The teamId [%d] not found", team))
	}
	in, err := s.store.Member(ctx, team, a.ID)
	switch {
	case err != nil:
		return internal(err.Error())
	case in:
		return alert(fmt.Sprintf("The user [%s] has been added the team [%s], please don't add it again.", a.Name, name))
	}
	if err := s.store.Join(ctx, team, a.ID, number(c.form("roleId"))); err != nil {
		return internal(err.Error())
	}
	return done()
}

// deleteUser deletes a user with its memberships, and says that it did where there
// is none; the tokens stay (docs/measured.md).
func (s *Server) deleteUser(ctx context.Context, c *call) answer {
	if err := s.store.DeleteAccount(ctx, number(c.form("userId"))); err != nil {
		return internal(err.Error())
	}
	return done()
}

// changePassword gives the user a new salt and hash; whatever was signed with
// the old one is void.
func (s *Server) changePassword(ctx context.Context, c *call) answer {
	a, found, err := s.store.AccountByID(ctx, number(c.form("userId")))
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
	if always := s.design.ResetTo; always != "" {
		return s.resetTo(ctx, c.form("usernames"), always)
	}
	a, found, err := s.store.AccountByName(ctx, c.form("username"))
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

// resetTo gives a user the password of everybody whose password is reset. A name that
// nobody has is no error (tag UserServiceImpl of v2.0.0).
func (s *Server) resetTo(ctx context.Context, name, password string) answer {
	a, found, err := s.store.AccountByName(ctx, name)
	if err == nil && found {
		err = s.setPassword(ctx, a.ID, password)
	}
	if err != nil {
		return internal(err.Error())
	}
	return done()
}

func (s *Server) setPassword(ctx context.Context, id int64, password string) error {
	salt := newSalt()
	return s.store.SetPassword(ctx, id, database.Secrets{Salt: salt, Hash: hashPassword(salt, password)}, s.here())
}

func (s *Server) listUsers(ctx context.Context, _ *call) answer {
	accounts, err := s.store.Accounts(ctx)
	if err != nil {
		return internal(err.Error())
	}
	records := []any{}
	for _, a := range accounts {
		row := s.listed(a)
		if s.design.UsersTellHashes {
			s.tellLast(row, a)
			row["password"], row["salt"] = a.Password, a.Salt
		}
		records = append(records, row)
	}
	page := pageOf(records)
	if s.design.UsersSortable {
		page["orders"] = []any{}
	}
	return ok(page)
}

// number reads an id of a form; what is not a number is not the id of a row.
func number(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return -1
	}
	return n
}
