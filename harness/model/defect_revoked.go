package model

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"streampark-regress/harness/database"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/model/store"
	"streampark-regress/harness/release"
	"streampark-regress/harness/streampark"
	"streampark-regress/harness/token"
)

func deleteUsers(ctx context.Context, s *store.Store) error { return s.DeleteUsers(ctx) }
func unlockUsers(ctx context.Context, s *store.Store) error { return s.UnlockUsers(ctx) }
func touchTokens(ctx context.Context, s *store.Store) error { return s.TouchAllTokens(ctx) }

// holder is what the rows say of a token.
type holder struct {
	rows  []database.TokenRow
	owner store.Account
	known bool
}

// holderOf reads what the rows say of a token.
func (s *Server) holderOf(ctx context.Context, t token.Token) holder {
	var h holder
	var err error
	if h.rows, err = s.db.TokensOf(ctx, t.UserID); err != nil {
		return holder{}
	}
	if h.owner, h.known, err = s.store.AccountByID(ctx, t.UserID); err != nil {
		return holder{}
	}
	return h
}

// signedWell reports whether the owner's secret signed a token.
func (s *Server) signedWell(t token.Token, h holder) bool {
	return h.known && s.signed(t, h.owner.User)
}

// single is the owner's one row; false for none or several.
func (h holder) single() (database.TokenRow, bool) {
	if len(h.rows) != 1 {
		return database.TokenRow{}, false
	}
	return h.rows[0], true
}

// oversights are defects in which one kind of revocation is overlooked.
func oversights() []Defect {
	overlooks := func(name, is string, fits func(release.Release) bool, which func(*Server, token.Token, holder) bool) Defect {
		return Defect{name, is, evidence.SuspectRevocation, fits, ruled(pardoning(func(ctx context.Context, s *Server, _ *call, t token.Token) bool {
			return t.Kind == token.API && which(s, t, s.holderOf(ctx, t))
		}))}
	}
	unnamed := func(d Defect) Defect { d.Suspect = evidence.NoSuspect; return d }
	changed := func(s *Server, id int64) bool { _, is := s.memory.noted(fmt.Sprint("changed ", id)); return is }
	noting := func(d Defect, path string, who func(context.Context, *Server, *call) int64) Defect {
		rule := d.change
		d.change = func(design *Design) {
			rule(design)
			design.breakage.afterwards = func(ctx context.Context, s *Server, c *call, a answer) answer {
				if c.request.URL.Path == path {
					s.memory.note(fmt.Sprint("changed ", who(ctx, s, c)), s.now())
				}
				return a
			}
		}
		return d
	}
	named := func(ctx context.Context, s *Server, c *call) int64 {
		a, _, err := s.store.AccountByName(ctx, cmp.Or(c.form("username"), c.form("usernames")))
		if err != nil {
			return 0
		}
		return a.ID
	}
	forgiven := func(d time.Duration) func(*Design) { return func(design *Design) { design.breakage.forgives = d } }
	return []Defect{
		overlooks("disabled-works", "disabled tokens work", lasting, func(s *Server, t token.Token, h holder) bool {
			row, one := h.single()
			return one && !row.Enabled() && s.signedWell(t, h) && !h.owner.Locked()
		}),
		overlooks("deleted-works", "deleted tokens work", lasting, func(s *Server, t token.Token, h holder) bool {
			return len(h.rows) == 0 && s.signedWell(t, h)
		}),
		overlooks("locked-works", "tokens of locked users work", lasting, func(s *Server, t token.Token, h holder) bool {
			row, one := h.single()
			return one && row.Enabled() && s.signedWell(t, h) && h.owner.Locked()
		}),
		unnamed(overlooks("replaced-works", "a token works whose row holds another", dying, func(s *Server, t token.Token, h holder) bool {
			row, one := h.single()
			return one && row.Enabled() && row.Token != token.Seal(t.JWT) && s.signedWell(t, h) && !t.ExpiredAt(s.now())
		})),
		unnamed(overlooks("any-row", "a token works that no row holds, as long as its owner has one", lasting, func(s *Server, t token.Token, h holder) bool {
			row, one := h.single()
			return one && row.Enabled() && s.signedWell(t, h) && !h.owner.Locked()
		})),
		unnamed(overlooks("renamed-works", "tokens of renamed users work", lasting, func(_ *Server, t token.Token, h holder) bool {
			row, one := h.single()
			return one && row.Enabled() && h.known && h.owner.Name != t.UserName
		})),
		unnamed(overlooks("ownerless-works", "tokens of deleted users work", lasting, func(_ *Server, _ token.Token, h holder) bool {
			row, one := h.single()
			return one && row.Enabled() && !h.known
		})),
		unnamed(noting(overlooks("password-change-keeps", "tokens survive a change of the password", lasting, func(s *Server, t token.Token, h holder) bool {
			return len(h.rows) == 1 && changed(s, t.UserID)
		}), "/user/password", func(_ context.Context, _ *Server, c *call) int64 { return number(c.form("userId")) })),
		unnamed(noting(overlooks("reset-keeps", "tokens survive a reset of the password", lasting, func(s *Server, t token.Token, h holder) bool {
			return len(h.rows) == 1 && changed(s, t.UserID)
		}), "/user/password/reset", named)),
		{"revoked-for-a-day", "what was revoked works again after a day", evidence.SuspectRevocation, lasting, forgiven(day)},
		{"revoked-for-a-month", "what was revoked works again after a month", evidence.SuspectRevocation, lasting, forgiven(30 * day)},
		plain("deleted-until-restart", "a restart forgets that tokens were deleted", lasting, ruled(pardoning(func(ctx context.Context, s *Server, _ *call, t token.Token) bool {
			h := s.holderOf(ctx, t)
			_, made := s.memory.made[token.Seal(t.JWT)]
			return t.Kind == token.API && !made && len(h.rows) == 0 && s.signedWell(t, h)
		}))),
		plain("revoked-at-the-start-alone", "what is revoked opens other pages", lasting, func(d *Design) {
			d.breakage.admits = func(s *Server, c *call) bool {
				_, kind := s.sent(c)
				return kind == token.API && !isStart(c)
			}
		}),
		plain("revoked-at-the-new-address-alone", "what is revoked works at the old address", lasting, func(d *Design) {
			d.breakage.admits = func(s *Server, c *call) bool {
				_, kind := s.sent(c)
				return kind == token.API && c.request.URL.Path == oldStart
			}
		}),
	}
}

// spreads are defects in which what is done to one user's token is done to
// others' too.
func spreads() []Defect {
	on := func(name, is, path string, fits func(release.Release) bool, do func(context.Context, *Server, *call) error) Defect {
		return answering(name, is, fits, func(ctx context.Context, s *Server, c *call, a answer) answer {
			if c.request.URL.Path == path {
				if err := do(ctx, s, c); err != nil {
					return internal(err.Error())
				}
			}
			return a
		})
	}
	deleteAll := func(ctx context.Context, s *Server, _ *call) error { return s.db.DeleteAllTokens(ctx) }
	lockOthers := func(ctx context.Context, s *Server, c *call) error {
		accounts, err := s.store.Accounts(ctx)
		for _, a := range accounts {
			if err == nil && a.ID != database.AdminID && fmt.Sprint(a.ID) != c.form("userId") {
				err = s.db.Lock(ctx, a.ID)
			}
		}
		return err
	}
	return []Defect{
		on("delete-deletes-all", "deleting a token deletes everybody's", "/token/delete", lasting, deleteAll),
		on("toggle-toggles-all", "disabling a token disables everybody's", "/token/toggle", lasting, func(ctx context.Context, s *Server, c *call) error {
			t, found, err := s.store.Token(ctx, number(c.form("tokenId")))
			if err != nil || !found {
				return err
			}
			return s.store.SetAllTokenStatus(ctx, t.Status, s.here())
		}),
		on("password-change-deletes-all", "a change of the password deletes everybody's tokens", "/user/password", lasting, deleteAll),
		on("password-change-deletes-its-own", "a change of the password deletes the owner's token", "/user/password", lasting, func(ctx context.Context, s *Server, c *call) error {
			return s.db.DeleteTokensOf(ctx, number(c.form("userId")))
		}),
		on("password-change-locks-all", "a change of the password locks everybody else", "/user/password", lasting, lockOthers),
		on("reset-deletes-all", "a reset of a password deletes everybody's tokens", "/user/password/reset", lasting, deleteAll),
		on("create-deletes-all", "a new token deletes everybody else's", "/token/create", lasting, func(ctx context.Context, s *Server, c *call) error {
			tokens, err := s.store.Tokens(ctx)
			for _, t := range tokens {
				if err == nil && fmt.Sprint(t.UserID) != c.form("userId") {
					_, err = s.store.DeleteToken(ctx, t.ID)
				}
			}
			return err
		}),
		on("sign-in-enables", "a sign-in enables disabled tokens", "/passport/signin", lasting, func(ctx context.Context, s *Server, c *call) error {
			a, found, err := s.store.AccountByName(ctx, cmp.Or(c.form("username"), c.form("usernames")))
			if err != nil || !found || a.Name == streampark.SeededAdmin {
				return err
			}
			return s.store.EnableTokens(ctx)
		}),
	}
}
