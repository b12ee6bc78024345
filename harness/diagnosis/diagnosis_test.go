package diagnosis_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/database"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/token"
)

var made = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// healthy is a 401 for which no cause holds: a case changes one thing.
func healthy(t *testing.T, version string) diagnosis.Evidence {
	t.Helper()
	c, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	r, err := c.Find(version)
	require.NoError(t, err)
	user := &database.User{ID: 7, Name: "caller", Salt: "the salt", Password: "the hash", Status: 1}
	claims := token.Claims{Kind: token.API, UserID: 7, UserName: "caller", ExpirySeconds: token.ExpiryAfter(made, 2*time.Hour)}
	secret := user.Salt
	if r.Tokens.SignedWith == release.SignedWithPassword {
		secret, claims.ExpirySeconds = user.Password, token.NeverMillis/1000
	}
	sealed, err := token.Mint(claims, secret)
	require.NoError(t, err)
	return diagnosis.Evidence{Release: r, Authorization: &sealed, Rejection: outcome.Decoded, ServerTime: made.Add(time.Hour), User: user,
		Rows: []database.TokenRow{{ID: 1, UserID: 7, Token: sealed, Status: 1}}}
}

func TestExplain(t *testing.T) {
	send := func(s string) func(*diagnosis.Evidence) {
		return func(e *diagnosis.Evidence) { e.Authorization = &s }
	}
	signIn := func(t *testing.T, secret string) string {
		sealed, err := token.Mint(token.Claims{Kind: token.SignIn, UserID: 7, UserName: "caller", ExpirySeconds: made.Add(2 * time.Hour).Unix()}, secret)
		require.NoError(t, err)
		return sealed
	}
	for name, tt := range map[string]struct {
		version string
		change  func(*diagnosis.Evidence)
		want    diagnosis.Cause
	}{
		"nothing holds":             {"2.1.4", func(*diagnosis.Evidence) {}, diagnosis.Unknown},
		"nothing holds on 2.1.5":    {"2.1.5", func(*diagnosis.Evidence) {}, diagnosis.Unknown},
		"past its expiry":           {"2.1.4", func(e *diagnosis.Evidence) { e.ServerTime = made.Add(121 * time.Minute) }, diagnosis.Expired},
		"at its expiry":             {"2.1.4", func(e *diagnosis.Evidence) { e.ServerTime = made.Add(2 * time.Hour) }, diagnosis.Unknown},
		"2.1.5, a century later":    {"2.1.5", func(e *diagnosis.Evidence) { e.ServerTime = made.Add(100 * 365 * 24 * time.Hour) }, diagnosis.Unknown},
		"row disabled":              {"2.1.4", func(e *diagnosis.Evidence) { e.Rows[0].Status = 0 }, diagnosis.Disabled},
		"row deleted":               {"2.1.4", func(e *diagnosis.Evidence) { e.Rows = nil }, diagnosis.Deleted},
		"row of another token":      {"2.1.5", func(e *diagnosis.Evidence) { e.Rows[0].Token = "another" }, diagnosis.Replaced},
		"two rows":                  {"2.1.4", func(e *diagnosis.Evidence) { e.Rows = append(e.Rows, e.Rows[0]) }, diagnosis.DuplicateRows},
		"user locked":               {"2.1.5", func(e *diagnosis.Evidence) { e.User.Status = 0 }, diagnosis.UserLocked},
		"user gone":                 {"2.1.4", func(e *diagnosis.Evidence) { e.User, e.Rows = nil, nil }, diagnosis.UserMissing},
		"salt changed":              {"2.1.4", func(e *diagnosis.Evidence) { e.User.Salt = "new" }, diagnosis.Signature},
		"salt changed on 2.1.5":     {"2.1.5", func(e *diagnosis.Evidence) { e.User.Salt = "new" }, diagnosis.Unknown},
		"hash changed on 2.1.5":     {"2.1.5", func(e *diagnosis.Evidence) { e.User.Password = "new" }, diagnosis.Signature},
		"no header":                 {"2.1.4", func(e *diagnosis.Evidence) { e.Authorization = nil }, diagnosis.NoToken},
		"empty header":              {"2.1.5", send(""), diagnosis.NoToken},
		"garbage":                   {"2.1.4", send("garbage"), diagnosis.Malformed},
		"bearer":                    {"2.1.4", send("Bearer x"), diagnosis.BearerPrefix},
		"another answer":            {"2.1.4", func(e *diagnosis.Evidence) { e.Rejection = outcome.Unfamiliar; e.Rows = nil }, diagnosis.Unknown},
		"expired and disabled":      {"2.1.4", func(e *diagnosis.Evidence) { e.ServerTime = made.Add(3 * time.Hour); e.Rows[0].Status = 0 }, diagnosis.Expired},
		"disabled and hash changed": {"2.1.5", func(e *diagnosis.Evidence) { e.User.Password = "new"; e.Rows[0].Status = 0 }, diagnosis.Disabled},
		"sign-in without a session": {"2.1.4", func(e *diagnosis.Evidence) { send(signIn(t, "the salt"))(e); e.Rejection = outcome.Sessionless }, diagnosis.WithoutSession},
		"sign-in expired on 2.1.5": {"2.1.5", func(e *diagnosis.Evidence) {
			send(signIn(t, "the hash"))(e)
			e.ServerTime = made.Add(3 * time.Hour)
		}, diagnosis.Expired},
	} {
		t.Run(name, func(t *testing.T) {
			e := healthy(t, tt.version)
			tt.change(&e)
			got := diagnosis.Explain(e)
			assert.Equal(t, tt.want, got.Cause, got.Because)
			assert.NotEmpty(t, got.Because)
		})
	}
}

func TestFindingsAreInTheReleasesOrder(t *testing.T) {
	e := healthy(t, "2.1.4")
	got := diagnosis.Explain(e)
	var order []diagnosis.Cause
	for _, f := range got.Findings {
		order = append(order, f.Cause)
	}
	assert.Equal(t, e.Release.Tokens.Checks, order)
}
