package caller_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/caller"
	"streampark-regress/harness/cause"
	"streampark-regress/harness/evidence"
)

// A client that helps itself calls once more after a 401, and just then.
func TestClientsThatHelpThemselves(t *testing.T) {
	type try struct {
		number int
		cause  cause.Cause
		since  []evidence.ActionKind
	}
	expired := []evidence.ActionKind{evidence.TimePassed}
	changed := []evidence.ActionKind{evidence.PasswordChanged}
	for name, tt := range map[string]struct {
		version string
		before  []deed
		client  deed
		tries   []try
		tokens  int
	}{
		"a careful one that is let in": {"2.1.5", nil, (*caller.Caller).StartWithCarefulClient, []try{{1, cause.None, nil}}, 1},
		"a naive one that is let in":   {"2.1.5", nil, (*caller.Caller).StartWithNaiveClient, []try{{1, cause.None, nil}}, 1},
		"a careful one": {"2.1.4", []deed{after(121 * time.Minute)}, (*caller.Caller).StartWithCarefulClient,
			[]try{{1, cause.Expired, expired}, {2, cause.None, append(expired[:1:1], evidence.TokenDeleted, evidence.TokenMade)}}, 2},
		"a naive one": {"2.1.4", []deed{after(121 * time.Minute)}, (*caller.Caller).StartWithNaiveClient,
			[]try{{1, cause.Expired, expired}, {2, cause.DuplicateRows, append(expired[:1:1], evidence.TokenMade)}}, 2},
		"a careful one after a change of the password": {"2.1.5", []deed{(*caller.Caller).ChangePassword}, (*caller.Caller).StartWithCarefulClient,
			[]try{{1, cause.Signature, changed}, {2, cause.None, append(changed[:1:1], evidence.TokenDeleted, evidence.TokenMade)}}, 2},
		"a naive one that is refused": {"2.1.5", []deed{(*caller.Caller).ChangePassword}, (*caller.Caller).StartWithNaiveClient,
			[]try{{1, cause.Signature, changed}, {2, cause.Signature, append(changed[:1:1], evidence.SecondTokenAsked)}}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			a := serve(t, tt.version).ready(t)
			a.do(t, tt.before...)
			a.do(t, tt.client)
			var got []try
			for _, call := range a.calls() {
				got = append(got, try{call.Try, call.Cause, kinds(call.Since)})
				assert.Equal(t, evidence.Subject{Kind: evidence.APIToken, Role: evidence.Administrator}, call.Subject)
				for _, done := range call.Since {
					assert.Equal(t, done.Kind == evidence.SecondTokenAsked, done.Refused != "")
				}
			}
			assert.Equal(t, tt.tries, got)
			tokens := a.of(evidence.KindToken)
			require.Len(t, tokens, tt.tokens)
			assert.Equal(t, tokens[len(tokens)-1].Token.Made, a.last(t).TokenMade, "the second try is made with the newest token")
		})
	}
}

// A release that knows one token for each user refuses a second, in its words.
func TestASecondTokenIsRefusedOrMade(t *testing.T) {
	asks := map[string]func(context.Context, *caller.Caller) (string, error){
		"in passing": func(ctx context.Context, c *caller.Caller) (string, error) { return c.AskForSecond(ctx) },
		"as a fact": func(ctx context.Context, c *caller.Caller) (string, error) {
			fact, err := c.SecondToken(ctx)
			return fact.Refused, err
		},
	}
	for version, want := range map[string]string{"2.1.4": "^$", "2.1.5": "already has a token"} {
		s := serve(t, version)
		for name, ask := range asks {
			t.Run(version+"/"+name, func(t *testing.T) {
				a := s.ready(t)
				refused, err := ask(t.Context(), a.Caller)
				require.NoError(t, err)
				assert.Regexp(t, want, refused)
				assert.Equal(t, []evidence.Action{{Kind: evidence.SecondTokenAsked, Refused: refused}}, a.actions())
			})
		}
	}
}

// Two tokens made within a second are one text on 2.1.4, so time is let pass
// between them.
func TestASecondTokenIsAnotherText(t *testing.T) {
	s := serve(t, "2.1.4")
	for name, again := range map[string]deed{"asked for": second(), "used": (*caller.Caller).UseAnother} {
		a := s.ready(t)
		a.do(t, again)
		rows, err := s.Database().TokensOf(t.Context(), a.owner(t, s).ID)
		require.NoError(t, err)
		require.Len(t, rows, 2)
		assert.NotEqual(t, rows[0].Token, rows[1].Token, name)
		moves := a.of(evidence.KindClock)
		require.Len(t, moves, 1)
		assert.InDelta(t, 2, moves[0].Clock.AskedSeconds, 0)
	}
}

// A token that is sent wrongly is told as such, and what was sent is not a token.
func TestTwists(t *testing.T) {
	for twist, want := range map[evidence.Twist]struct {
		why  cause.Cause
		sent string
	}{
		evidence.Whole:   {cause.None, `^69qMW7re\.\.\.`},
		evidence.Absent:  {cause.NoToken, `^$`},
		evidence.Garbage: {cause.Malformed, `^garbage$`},
		evidence.Half:    {cause.Malformed, `^69qMW7re\.\.\.`},
		evidence.Changed: {cause.Malformed, `^69qMW7re\.\.\.`},
		evidence.Bearer:  {cause.BearerPrefix, `^Bearer 6\.\.\.`},
		evidence.InQuery: {cause.NoToken, `^$`},
		evidence.InForm:  {cause.NoToken, `^$`},
		evidence.Empty:   {cause.NoToken, `^$`},
	} {
		t.Run(string(twist), func(t *testing.T) {
			a := serve(t, "2.1.5").ready(t)
			a.do(t, twisted(twist))
			last := a.last(t)
			assert.Equal(t, evidence.Subject{Kind: evidence.APIToken, Role: evidence.Administrator, Twist: twist}, last.Subject)
			assert.Equal(t, want.why, last.Cause)
			assert.Regexp(t, want.sent, last.Authorization)
			assert.Equal(t, twist == evidence.Whole, !last.TokenMade.IsZero())
			assert.Equal(t, twist == evidence.InQuery, last.Path != "/openapi/app/start")
			assert.NotContains(t, last.Path, a.Token()[8:20])
		})
	}
}
