package scheduler

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"streampark-regress/harness/database"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/streampark"
	"streampark-regress/harness/token"
)

// happened remembers what was done since the token last worked: it is the
// first thing a reader of a failure wants to know.
func (s *Scheduler) happened(what string) {
	s.happenings = append(s.happenings, what)
	s.add(evidence.Event{Kind: evidence.KindAction, Action: &evidence.Action{What: what}})
}

// Start starts the application at the release's own address.
func (s *Scheduler) Start(ctx context.Context) error {
	return s.Call(ctx, s.deployment.Release().API.Start)
}

// Restart restarts the server, once a start that is under way has come to its
// end: a restart in the middle of one leaves the application "starting" for
// ever (seen on 2.1.5).
func (s *Scheduler) Restart(ctx context.Context) error {
	if s.app != 0 {
		if err := s.settle(ctx); err != nil {
			return err
		}
	}
	if err := s.deployment.Restart(ctx); err != nil {
		return err
	}
	return s.noteStart(ctx, "the server was restarted")
}

// noteStart remembers that the server was started, and its clock just after.
func (s *Scheduler) noteStart(ctx context.Context, what string) error {
	s.happenings = append(s.happenings, what)
	var err error
	s.started, err = s.client().ServerTime(ctx)
	s.add(evidence.Event{Kind: evidence.KindAction, Action: &evidence.Action{What: what, Server: true, ServerTime: s.started, TokenMade: s.token.Made}})
	return err
}

// SignInAndOut has the token's owner use the web page and sign out.
func (s *Scheduler) SignInAndOut(ctx context.Context) error {
	own, err := s.signIn(ctx, s.owner.name, s.owner.password)
	if err != nil {
		return err
	}
	s.happened("its owner signed out")
	return own.SignOut(ctx)
}

// join makes the owner a developer of the default team; 2.1.5 has done so by
// itself and says no.
func (s *Scheduler) join(ctx context.Context, admin *streampark.Session) error {
	_, err := admin.Post(ctx, http.MethodPost, "/member/post", url.Values{"teamId": {"100000"}, "userName": {s.owner.name}, "roleId": {"100001"}})
	return err
}

// MakeForeignApplication makes an application that can be started and belongs
// to another team.
func (s *Scheduler) MakeForeignApplication(ctx context.Context) error {
	if err := s.MakeApplication(ctx); err != nil {
		return err
	}
	s.foreign = true
	db, team := s.deployment.Database(), int64(300000+s.number)
	if err := db.AddTeam(ctx, team, fmt.Sprintf("team%d", s.number)); err != nil {
		return err
	}
	return db.MoveApplicationToTeam(ctx, s.app, team)
}

// ExpectPages calls the pages that an API token is not for and holds the
// answers against the catalogue.
func (s *Scheduler) ExpectPages(ctx context.Context) error {
	for _, page := range s.deployment.Release().API.OtherPages {
		answer, err := s.client().Do(ctx, streampark.Call{Method: http.MethodPost, Path: page.Path, Authorization: &s.token.Token,
			Form: url.Values{"teamId": {"100000"}, "pageNum": {"1"}, "pageSize": {"10"}}})
		if err != nil {
			return err
		}
		reading := outcome.Read(answer.Answer)
		want, found := "closed", string(reading.Outcome)
		if page.Open {
			want = "open"
		}
		if answer.Status == http.StatusOK {
			found = "open"
		}
		reason := ""
		if found != want {
			reason = found + " " + reading.Summary
		}
		if err := s.checkFact("API token at "+page.Path, want, reason); err != nil {
			return err
		}
	}
	return nil
}

// SetLocked locks or unlocks the token's owner.
func (s *Scheduler) SetLocked(ctx context.Context, locked bool) error {
	if locked {
		s.happened("its owner was locked")
		return s.deployment.Database().Lock(ctx, s.owner.id)
	}
	s.happened("its owner was unlocked")
	return s.deployment.Database().Unlock(ctx, s.owner.id)
}

// Rename renames the token's owner.
func (s *Scheduler) Rename(ctx context.Context) error {
	s.happened("its owner was renamed")
	return s.deployment.Database().RenameUser(ctx, s.owner.id, s.owner.name+"x")
}

// SetRowStatus changes the status of the token's row behind the server's back.
func (s *Scheduler) SetRowStatus(ctx context.Context, status int) error {
	s.happened(fmt.Sprintf("its row's status was set to %d in the database", status))
	return s.deployment.Database().SetTokenStatus(ctx, s.token.ID, database.TokenStatus(status))
}

// AskForSecondToken asks for another token for the same user. A release may
// refuse; what counts is what becomes of the first.
func (s *Scheduler) AskForSecondToken(ctx context.Context) error {
	// A token made within the second is the same text on 2.1.4 (measured).
	if err := s.After(ctx, s.elapsed+2e9); err != nil {
		return err
	}
	session, err := s.admin(ctx)
	if err != nil {
		return err
	}
	s.happened("a second token was asked for")
	second, refused, err := session.TryCreateToken(ctx, s.owner.id, "the second")
	if err != nil {
		return err
	}
	s.log.Redactor().Token(second.Token)
	if refused != "" {
		s.add(evidence.Event{Kind: evidence.KindNote, Note: "the second token was refused: " + refused})
	}
	return nil
}

// CallForged starts the application with a token that names the owner and is
// signed with the seeded administrator's secret.
func (s *Scheduler) CallForged(ctx context.Context) error {
	other, found, err := s.deployment.Database().UserByName(ctx, streampark.SeededAdmin)
	if err != nil {
		return err
	}
	if !found {
		return fmt.Errorf("find the user %s: it is not in t_user", streampark.SeededAdmin)
	}
	s.log.Redactor().Password(other.Salt)
	s.log.Redactor().Password(other.Password)
	secret := other.Salt
	if s.deployment.Release().Tokens.SignedWith == "password" {
		secret = other.Password
	}
	forged, err := token.Mint(s.opened.Claims, secret)
	if err != nil {
		return err
	}
	s.log.Redactor().Token(forged)
	return s.call(ctx, s.deployment.Release().API.Start, "token signed by another user", streampark.Credentials{Authorization: &forged})
}

// Twists are the ways in which CallTwisted spoils the token.
func Twists() []string {
	return []string{"no token", "garbage", "half of the token", "one character of the token changed",
		`"Bearer " in front of the token`, "the token as a query parameter"}
}

// CallTwisted starts the application with something that is not the token.
func (s *Scheduler) CallTwisted(ctx context.Context, path, twist string) error {
	text, with := s.token.Token, streampark.Credentials{}
	send := func(header string) {
		s.log.Redactor().Token(header)
		with.Authorization = &header
	}
	switch twist {
	case "no token":
	case "garbage":
		send("garbage")
	case "half of the token":
		send(text[:len(text)/2])
	case "one character of the token changed":
		// In the last third, so that header and claims stay readable.
		at := len(text) * 2 / 3
		other := "A"
		if text[at] == 'A' {
			other = "B"
		}
		send(text[:at] + other + text[at+1:])
	case `"Bearer " in front of the token`:
		send("Bearer " + text)
	case "the token as a query parameter":
		path += "?Authorization=" + url.QueryEscape(text)
	default:
		return fmt.Errorf("%q is no way to spoil a token: use one of %s", twist, strings.Join(Twists(), ", "))
	}
	return s.call(ctx, path, twist, with)
}

// CallTwistedAtStart is CallTwisted at the release's own address.
func (s *Scheduler) CallTwistedAtStart(ctx context.Context, twist string) error {
	return s.CallTwisted(ctx, s.deployment.Release().API.Start, twist)
}
