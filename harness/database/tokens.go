package database

import (
	"context"
	"fmt"
)

// TokenStatus is t_access_token.status.
type TokenStatus int

// The values of t_access_token.status (comments of the schema of v2.1.4).
const (
	TokenDisabled TokenStatus = 0
	TokenEnabled  TokenStatus = 1
)

// TokenRow is a row of t_access_token.
type TokenRow struct {
	ID     int64
	UserID int64
	Token  string
	Status TokenStatus
}

// Enabled reports whether the row is enabled.
func (r TokenRow) Enabled() bool { return r.Status == TokenEnabled }

// TokensOf returns the rows of t_access_token of a user, oldest first.
func (d *Database) TokensOf(ctx context.Context, userID int64) ([]TokenRow, error) {
	doing := fmt.Sprintf("read the tokens of the user %d", userID)
	rows, err := d.statements.Rows(ctx, "select id, user_id, token, status from t_access_token where user_id = ? order by id", userID)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	defer rows.Close()
	var found []TokenRow
	for rows.Next() {
		var r TokenRow
		if err := rows.Scan(&r.ID, &r.UserID, &r.Token, &r.Status); err != nil {
			return nil, fmt.Errorf("%s: %w", doing, err)
		}
		found = append(found, r)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	return found, nil
}

// Holds reports whether a row of t_access_token holds exactly this text.
func (d *Database) Holds(ctx context.Context, text string) (bool, error) {
	var n int
	if err := d.statements.Row(ctx, "select count(*) from t_access_token where "+d.dialect.exactly("token"), text).Scan(&n); err != nil {
		return false, fmt.Errorf("look for the token in t_access_token: %w", err)
	}
	return n > 0, nil
}

// SetTokenStatus enables or disables a token behind the server's back.
func (d *Database) SetTokenStatus(ctx context.Context, tokenID int64, status TokenStatus) error {
	return d.update(ctx, fmt.Sprintf("set the status of the token %d to %d", tokenID, status), tokenRow(tokenID), "status = ?", status)
}

// DeleteTokenRow deletes the row of a token behind the server's back.
func (d *Database) DeleteTokenRow(ctx context.Context, tokenID int64) error {
	return d.remove(ctx, fmt.Sprintf("delete the row of the token %d", tokenID), tokenRow(tokenID))
}

// DeleteOldestToken deletes the row of the token that a user has had longest.
// One who has none is an error.
func (d *Database) DeleteOldestToken(ctx context.Context, userID int64) error {
	rows, err := d.TokensOf(ctx, userID)
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return fmt.Errorf("delete the oldest token of the user %d: it has none", userID)
	}
	return d.DeleteTokenRow(ctx, rows[0].ID)
}

// DeleteTokensOf deletes every token of a user, if it has any.
func (d *Database) DeleteTokensOf(ctx context.Context, userID int64) error {
	if _, err := d.statements.Exec(ctx, "delete from t_access_token where user_id = ?", userID); err != nil {
		return fmt.Errorf("delete the tokens of the user %d: %w", userID, err)
	}
	return nil
}

// DeleteAllTokens deletes every token of everybody, if there are any.
func (d *Database) DeleteAllTokens(ctx context.Context) error {
	if _, err := d.statements.Exec(ctx, "delete from t_access_token"); err != nil {
		return fmt.Errorf("delete all tokens: %w", err)
	}
	return nil
}
