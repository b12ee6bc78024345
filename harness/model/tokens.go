package model

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"time"

	"streampark-regress/harness/database"
	"streampark-regress/harness/model/store"
	"streampark-regress/harness/token"
)

func (s *Server) createToken(ctx context.Context, c *call) answer {
	a, found, err := s.store.AccountByID(ctx, number(c.form("userId")))
	if err != nil {
		return internal(err.Error())
	}
	if !found {
		return said(0, "user not available")
	}
	if s.design.OneTokenPerUser {
		rows, err := s.db.TokensOf(ctx, a.ID)
		if err != nil {
			return internal(err.Error())
		}
		if len(rows) > 0 {
			return said(0, fmt.Sprintf("user %s already has a token", a.Name))
		}
	}
	expires := ""
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
	if s.design.APIExpiryIsChosen {
		at, err := time.Parse(time.DateTime, cmp.Or(c.form("expireTime"), farAway))
		if err != nil {
			return internal("null")
		}
		claims.ExpirySeconds, expires = at.Unix(), at.Format(time.DateTime)
	}
	sealed, err := s.mint(claims, a.User)
	if err != nil {
		return internal(err.Error())
	}
	return s.saveToken(ctx, a, store.NewToken{UserID: a.ID, Token: sealed, Description: c.form("description"), Expires: expires})
}

// farAway is when a token expires for which nobody has said when.
const farAway = "9999-01-01 00:00:00"

func (s *Server) saveToken(ctx context.Context, a store.Account, t store.NewToken) answer {
	if s.design.breakage.secondKills {
		if err := s.db.DeleteTokensOf(ctx, a.ID); err != nil {
			return internal(err.Error())
		}
	}
	s.memory.remember(t.Token, s.now())
	handedOut := t.Token
	if s.design.breakage.randomSeal {
		t.Token = random(16, "abcdef") + t.Token
	}
	now := s.here()
	id, err := s.store.AddToken(ctx, t, now)
	if err != nil {
		return internal(err.Error())
	}
	at := now.Format(time.DateTime)
	row := fields{"id": fmt.Sprint(id), "userId": fmt.Sprint(a.ID), "token": handedOut, "status": 1,
		"description": t.Description, "createTime": at, "modifyTime": at, "username": nil, "userStatus": nil}
	if s.design.MadeUnmodified {
		row["modifyTime"] = nil
	}
	return ok(s.tokenView(row, t.Expires, nil))
}

// tokenView adds the fields that some releases have.
func (s *Server) tokenView(row fields, expires string, final any) fields {
	if s.design.RowsTellFinalStatus {
		row["finalStatus"] = final
	}
	if s.design.APIExpiryIsChosen {
		row["expireTime"] = expires
	}
	return row
}

// checkToken tells the token page whether a user has a token: 0 for none, 1
// for a disabled one, 2 for one. Some releases say nothing when there is one.
func (s *Server) checkToken(ctx context.Context, c *call) answer {
	rows, err := s.db.TokensOf(ctx, number(c.form("userId")))
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
	tokens, err := s.store.Tokens(ctx)
	if err != nil {
		return internal(err.Error())
	}
	records := []any{}
	for _, t := range tokens {
		records = append(records, s.tokenView(fields{"id": fmt.Sprint(t.ID), "userId": fmt.Sprint(t.UserID), "token": t.Token, "status": t.Status,
			"description": t.Description, "createTime": t.Created, "modifyTime": t.Modified, "username": t.Owner, "userStatus": fmt.Sprint(t.OwnerStatus)},
			t.Expires, int(t.Status)*int(t.OwnerStatus)))
	}
	return ok(pageOf(records))
}

// pageOf is a page of a list, in the form of StreamPark's paging library.
// StreamPark lists what was made last first.
func pageOf(records []any) fields {
	return fields{"records": records, "total": fmt.Sprint(len(records)), "size": "10", "current": "1",
		"orders": []any{fields{"column": "create_time", "asc": false}}, "optimizeCountSql": true, "searchCount": true,
		"maxLimit": nil, "countId": nil, "pages": "1"}
}

func (s *Server) toggleToken(ctx context.Context, c *call) answer {
	t, found, err := s.store.Token(ctx, number(c.form("tokenId")))
	switch {
	case err != nil:
		return internal(err.Error())
	case !found:
		return failure(http.StatusOK, "501", "accessToken could not be found!")
	case t.OwnerStatus == database.UserLocked:
		return failure(http.StatusOK, "501", "user status is locked, could not operate this accessToken!")
	}
	status := database.TokenEnabled
	if t.Enabled() {
		status = database.TokenDisabled
	}
	if s.design.breakage.spreads {
		if err := s.store.SetAllTokenStatus(ctx, status, s.here()); err != nil {
			return internal(err.Error())
		}
	}
	if err := s.store.SetTokenStatus(ctx, t.ID, status, s.here()); err != nil {
		return internal(err.Error())
	}
	return ok(true)
}

func (s *Server) deleteToken(ctx context.Context, c *call) answer {
	if s.design.breakage.spreads {
		if err := s.db.DeleteAllTokens(ctx); err != nil {
			return internal(err.Error())
		}
		return ok(true)
	}
	deleted, err := s.store.DeleteToken(ctx, number(c.form("tokenId")))
	if err != nil {
		return internal(err.Error())
	}
	return ok(deleted)
}
