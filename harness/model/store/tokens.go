package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"streampark-regress/harness/database"
)

// Token is a row of t_access_token with what the token page shows beside it.
type Token struct {
	database.TokenRow
	Description string
	Created     string
	Modified    string
	// Expires is empty for a token whose expiry its row does not tell.
	Expires string
	// Owner and OwnerStatus are of the user it belongs to.
	Owner       string
	OwnerStatus database.UserStatus
}

// Tokens returns the tokens of all users, newest first, also of those that were made
// within the same moment.
func (s *Store) Tokens(ctx context.Context) ([]Token, error) {
	return s.tokens(ctx, "order by t.create_time desc, t.id desc")
}

// Token returns a token; the second result is false when there is none.
func (s *Store) Token(ctx context.Context, id int64) (Token, bool, error) {
	return one(s.tokens(ctx, "where t.id = ?", id))
}

func (s *Store) tokens(ctx context.Context, which string, args ...any) ([]Token, error) {
	rows, err := s.db.Rows(ctx, "select t.id, t.user_id, t.token, t.status, t.description, "+s.db.AsText("t.create_time")+", "+s.db.AsText("t.modify_time")+
		", coalesce("+s.db.AsText("t.expire_time")+", ''), u.username, u.status from t_access_token t join t_user u on u.user_id = t.user_id "+which, args...)
	if err != nil {
		return nil, fmt.Errorf("read t_access_token: %w", err)
	}
	defer rows.Close()
	var all []Token
	for rows.Next() {
		var t Token
		if err := rows.Scan(&t.ID, &t.UserID, &t.Token, &t.Status, &t.Description, &t.Created, &t.Modified, &t.Expires, &t.Owner, &t.OwnerStatus); err != nil {
			return nil, fmt.Errorf("read t_access_token: %w", err)
		}
		t.Created, t.Modified, t.Expires = shown(t.Created), shown(t.Modified), shown(t.Expires)
		all = append(all, t)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read t_access_token: %w", err)
	}
	return all, nil
}

// NewToken is a token to be added.
type NewToken struct {
	UserID             int64
	Token, Description string
	// Expires is empty for a token whose expiry its row does not tell.
	Expires string
}

// AddToken makes a token's row, enabled, and returns its id.
func (s *Store) AddToken(ctx context.Context, t NewToken, at time.Time) (int64, error) {
	id, err := s.next(ctx, "t_access_token")
	if err != nil {
		return 0, err
	}
	if _, err := s.db.Exec(ctx, "insert into t_access_token (id, user_id, token, description, status, create_time, modify_time, expire_time) values (?, ?, ?, ?, ?, ?, ?, ?)",
		id, t.UserID, t.Token, t.Description, database.TokenEnabled, s.made(at), s.made(at), sql.NullString{String: t.Expires, Valid: t.Expires != ""}); err != nil {
		return 0, fmt.Errorf("add a token of the user %d: %w", t.UserID, err)
	}
	return id, nil
}

// SetTokenStatus enables or disables a token, if it is there.
func (s *Store) SetTokenStatus(ctx context.Context, id int64, status database.TokenStatus, at time.Time) error {
	if _, err := s.db.Exec(ctx, "update t_access_token set status = ?, modify_time = ? where id = ?", status, s.changed(at), id); err != nil {
		return fmt.Errorf("set the status of the token %d: %w", id, err)
	}
	return nil
}

// SetAllTokenStatus enables or disables every token.
func (s *Store) SetAllTokenStatus(ctx context.Context, status database.TokenStatus, at time.Time) error {
	if _, err := s.db.Exec(ctx, "update t_access_token set status = ?, modify_time = ?", status, s.changed(at)); err != nil {
		return fmt.Errorf("set the status of all tokens: %w", err)
	}
	return nil
}

// DeleteTokens deletes every token.
func (s *Store) DeleteTokens(ctx context.Context) error {
	if _, err := s.db.Exec(ctx, "delete from t_access_token"); err != nil {
		return fmt.Errorf("delete all tokens: %w", err)
	}
	return nil
}

// EnableTokens enables every token.
func (s *Store) EnableTokens(ctx context.Context) error {
	if _, err := s.db.Exec(ctx, "update t_access_token set status = ?", database.TokenEnabled); err != nil {
		return fmt.Errorf("enable all tokens: %w", err)
	}
	return nil
}

// DeleteToken deletes a token; the first result is false when there was none.
func (s *Store) DeleteToken(ctx context.Context, id int64) (bool, error) {
	n, err := s.db.Exec(ctx, "delete from t_access_token where id = ?", id)
	if err != nil {
		return false, fmt.Errorf("delete the token %d: %w", id, err)
	}
	return n > 0, nil
}

// TouchTokens changes when the tokens of a user were modified.
func (s *Store) TouchTokens(ctx context.Context, userID int64) error {
	if _, err := s.db.Exec(ctx, "update t_access_token set modify_time = '2001-01-01 00:00:00' where user_id = ?", userID); err != nil {
		return fmt.Errorf("touch the tokens of the user %d: %w", userID, err)
	}
	return nil
}

// TouchAllTokens changes when every token was modified.
func (s *Store) TouchAllTokens(ctx context.Context) error {
	if _, err := s.db.Exec(ctx, "update t_access_token set modify_time = '2001-01-01 00:00:00'"); err != nil {
		return fmt.Errorf("touch all tokens: %w", err)
	}
	return nil
}
