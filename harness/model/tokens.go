package model

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"

	"streampark-regress/harness/token"
)

func (s *Server) createToken(ctx context.Context, c *call) answer {
	a, found, err := s.account(ctx, "user_id", number(c.form("userId")))
	if err != nil {
		return internal(err.Error())
	}
	if !found {
		return said(0, "user not available")
	}
	if s.design.OneTokenPerUser {
		rows, err := s.db.Tokens(ctx, a.ID)
		if err != nil {
			return internal(err.Error())
		}
		if len(rows) > 0 {
			return said(0, fmt.Sprintf("user %s already has a token", a.Name))
		}
	}
	claims := token.Claims{Kind: token.API, UserID: a.ID, UserName: a.Name, ExpirySeconds: token.NeverMillis / 1000}
	if s.design.APITokensExpire {
		ttl, err := s.sessionTTL()
		if err != nil {
			return internal(err.Error())
		}
		if change := s.design.breakage.expiry; change != nil {
			ttl = change(ttl)
		}
		claims.ExpirySeconds = token.ExpiryAfter(s.now(), ttl)
	}
	sealed, err := s.mint(claims, a.User)
	if err != nil {
		return internal(err.Error())
	}
	return s.saveToken(ctx, a, sealed, c.form("description"))
}

func (s *Server) saveToken(ctx context.Context, a account, sealed, description string) answer {
	if s.design.breakage.secondKills {
		if _, err := s.db.Exec(ctx, "delete from t_access_token where user_id = $1", a.ID); err != nil {
			return internal(err.Error())
		}
	}
	s.memory.remember(sealed, s.now())
	handedOut := sealed
	if s.design.breakage.randomSeal {
		sealed = random(16, "abcdef") + sealed
	}
	id, err := s.next(ctx, "t_access_token")
	if err != nil {
		return internal(err.Error())
	}
	at := stored(s.now())
	if _, err := s.db.Exec(ctx, "insert into t_access_token (id, user_id, token, description, status, create_time, modify_time) "+
		"values ($1, $2, $3, $4, 1, $5, $6)", id, a.ID, sealed, description, at, at); err != nil {
		return internal(err.Error())
	}
	return ok(s.tokenView(fields{"id": fmt.Sprint(id), "userId": fmt.Sprint(a.ID), "token": handedOut, "status": 1,
		"description": description, "createTime": at, "modifyTime": at, "username": nil, "userStatus": nil}, nil))
}

// tokenView adds the field that some releases have.
func (s *Server) tokenView(row fields, final any) fields {
	if s.design.RowsTellFinalStatus {
		row["finalStatus"] = final
	}
	return row
}

// checkToken tells the token page whether a user has a token: 0 for none, 1
// for a disabled one, 2 for one. Some releases say nothing when there is one.
func (s *Server) checkToken(ctx context.Context, c *call) answer {
	rows, err := s.db.Tokens(ctx, number(c.form("userId")))
	switch {
	case err != nil:
		return internal(err.Error())
	case len(rows) == 0:
		return ok(0)
	case !s.design.CheckTellsStatus:
		return done()
	case !rows[0].Enabled():
		return ok(1)
	}
	return ok(2)
}

func (s *Server) listTokens(ctx context.Context, _ *call) answer {
	rows, err := s.db.SQL().QueryContext(ctx, "select t.id, t.user_id, t.token, t.status, t.description, cast(t.create_time as varchar(32)), "+
		"cast(t.modify_time as varchar(32)), u.username, u.status from t_access_token t join t_user u on u.user_id = t.user_id order by t.create_time desc")
	if err != nil {
		return internal(err.Error())
	}
	defer rows.Close()
	records := []any{}
	for rows.Next() {
		var id, user int64
		var status, userStatus int
		var sealed, description, created, modified, name string
		if err := rows.Scan(&id, &user, &sealed, &status, &description, &created, &modified, &name, &userStatus); err != nil {
			return internal(err.Error())
		}
		records = append(records, s.tokenView(fields{"id": fmt.Sprint(id), "userId": fmt.Sprint(user), "token": sealed, "status": status,
			"description": description, "createTime": created, "modifyTime": modified, "username": name, "userStatus": fmt.Sprint(userStatus)},
			status*userStatus))
	}
	if err := rows.Err(); err != nil {
		return internal(err.Error())
	}
	return ok(pageOf(records, "create_time", false))
}

// pageOf is a page of a list, in the form of StreamPark's paging library.
func pageOf(records []any, column string, ascending bool) fields {
	return fields{"records": records, "total": fmt.Sprint(len(records)), "size": "10", "current": "1",
		"orders": []any{fields{"column": column, "asc": ascending}}, "optimizeCountSql": true, "searchCount": true,
		"maxLimit": nil, "countId": nil, "pages": "1"}
}

func (s *Server) toggleToken(ctx context.Context, c *call) answer {
	var status, userStatus int
	id := number(c.form("tokenId"))
	err := s.db.SQL().QueryRowContext(ctx, "select t.status, u.status from t_access_token t join t_user u on u.user_id = t.user_id where t.id = $1", id).
		Scan(&status, &userStatus)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return failure(http.StatusOK, "501", "accessToken could not be found!")
	case err != nil:
		return internal(err.Error())
	case userStatus == 0:
		return failure(http.StatusOK, "501", "user status is locked, could not operate this accessToken!")
	}
	if _, err := s.db.Exec(ctx, "update t_access_token set status = $1, modify_time = $2 where id = $3", 1-status, stored(s.now()), id); err != nil {
		return internal(err.Error())
	}
	return ok(true)
}

func (s *Server) deleteToken(ctx context.Context, c *call) answer {
	n, err := s.db.Exec(ctx, "delete from t_access_token where id = $1", number(c.form("tokenId")))
	if err != nil {
		return internal(err.Error())
	}
	return ok(n > 0)
}
