package model

import (
	"context"
	"slices"

	"streampark-regress/harness/database"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/token"
)

// byProcess are the releases that sign with a key of the process.
func byProcess(r release.Release) bool { return r.Tokens.SignedWith == release.SignedWithProcess }

// rows are defects of releases that look at a row only where a signature does not
// fit, and of what else is peculiar to them.
func rows() []Defect {
	holds := func(ctx context.Context, s *Server, t token.Token, good func(database.TokenRow) bool) bool {
		all, err := s.db.TokensOf(ctx, t.UserID)
		return err == nil && slices.ContainsFunc(all, good)
	}
	same := func(row database.TokenRow, t token.Token) bool { return row.Token == token.Seal(t.JWT) }
	return []Defect{
		{"old-tokens-need-no-row", "a token that another server signed gets in without a row, as if it were this one's", evidence.NoSuspect, byProcess,
			ruled(pardoning(func(_ context.Context, s *Server, _ *call, t token.Token) bool {
				return !s.memory.knows(t) && t.ExpirySeconds > token.ExpiryAfter(s.now(), 400*day)
			}))},
		plain("rows-count-at-once", "a row is looked at for every API token: revoked-until-restart is gone", byProcess,
			func(d *Design) {
				d.breakage.rule = func(ctx context.Context, s *Server, c *call, t token.Token, err error) error {
					if err == nil && s.memory.knows(t) && !holds(ctx, s, t, func(row database.TokenRow) bool { return same(row, t) && row.Enabled() }) {
						return errRejected
					}
					return err
				}
			}),
		plain("old-tokens-die", "a token that another server signed is rejected, whatever its row says", byProcess,
			func(d *Design) {
				d.breakage.rule = func(_ context.Context, s *Server, _ *call, t token.Token, err error) error {
					if err == nil && s.started.Before(s.now()) && !s.signed(t, database.User{}) {
						return errRejected
					}
					return err
				}
			}),
		plain("any-row-of-the-owner", "a token gets in by any row of its owner, whatever that holds", byProcess,
			ruled(pardoning(func(ctx context.Context, s *Server, _ *call, t token.Token) bool {
				return holds(ctx, s, t, database.TokenRow.Enabled)
			}))),
		plain("old-tokens-open-everything", "a token that another server signed opens every page", byProcess,
			func(d *Design) { d.breakage.opens = func(*Server, string) bool { return true } }),
		plain("sign-ins-outlive-servers", "the key outlives a restart", byProcess,
			func(d *Design) {
				d.ProcessKey = false
				d.Secret = func(database.User) string { return "a key that stays" }
			}),
		plain("rejections-are-not-logged", "the log does not tell what was rejected: log-tells-tokens is gone", byProcess,
			func(d *Design) { d.RejectedAreLogged = false }),
		plain("hashes-are-not-listed", "the list of users does not tell hashes: users-open-to-tokens is gone", byProcess,
			func(d *Design) { d.UsersTellHashes = false }),
		plain("users-are-closed-to-members", "members do not see the list of users: users-open-to-members is gone", byProcess,
			func(d *Design) { d.UsersOpenToMembers = false }),
		plain("unopened-is-not-decided-on", "what cannot be opened is answered as if nothing had been sent", byProcess,
			func(d *Design) { d.RejectsUnopened = false }),
	}
}
