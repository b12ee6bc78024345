package diagnosis_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/database"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/token"
)

// untyped is a token of 2.1.3 that lives for so long, signed by a server that is
// gone, and was rejected; its row is there and in order.
func untyped(t *testing.T, version string, life time.Duration, changes ...change) diagnosis.Evidence {
	t.Helper()
	sealed, err := token.Mint(token.Claims{UserID: 7, UserName: "scheduler", ExpirySeconds: token.ExpiryAfter(made(), life)}, "a key of a process")
	require.NoError(t, err)
	e := diagnosis.Evidence{Release: find(t, version), Authorization: &sealed, Rejection: outcome.Decoded, ServerTime: made().Add(time.Minute),
		Rows: []database.TokenRow{{ID: 1, UserID: 7, Token: sealed, Status: database.TokenEnabled}}, Held: true,
		User: &database.User{ID: 7, Name: "scheduler", Status: 1, Salt: "salt", Password: "hash"}}
	for _, c := range changes {
		c(t, &e)
	}
	return e
}

func TestCausesUpTo213(t *testing.T) {
	const years, aDay = 200 * 365 * 24 * time.Hour, 24 * time.Hour
	others := func(_ *testing.T, e *diagnosis.Evidence) {
		e.Rows = append(e.Rows, database.TokenRow{ID: 2, UserID: 7, Token: "another", Status: database.TokenDisabled})
	}
	renamed := func(_ *testing.T, e *diagnosis.Evidence) { e.User.ID = 8 }
	for name, tt := range map[string]struct {
		life    time.Duration
		changes []change
		want    cause.Cause
	}{
		"the row is disabled":               {years, []change{rowOff}, cause.Disabled},
		"the row is gone":                   {years, []change{rowGone}, cause.Deleted},
		"the row holds another":             {years, []change{rowOther}, cause.Replaced},
		"two rows of one text":              {years, []change{twoRows}, cause.DuplicateRows},
		"another token of the owner's":      {years, []change{others}, cause.Unknown},
		"the owner is locked":               {years, []change{locked}, cause.UserLocked},
		"the owner is gone":                 {years, []change{userGone}, cause.UserMissing},
		"somebody else has the name":        {years, []change{renamed}, cause.Deleted},
		"it has expired":                    {time.Second, nil, cause.Expired},
		"a sign-in of a server that ended":  {aDay, []change{rowGone}, cause.Signature},
		"nothing is wrong with it":          {years, nil, cause.Unknown},
		"nobody can see the row":            {years, []change{blind}, cause.Unknown},
		"garbage":                           {years, []change{sending("abcdef")}, cause.Malformed},
		"no header":                         {years, []change{noHeader, answered(outcome.Undecoded)}, cause.NoToken},
		"Bearer stands in front":            {years, []change{sending("Bearer abcdef")}, cause.BearerPrefix},
		"garbage, as if nothing were there": {years, []change{sending("abcdef"), answered(outcome.Undecoded)}, cause.Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			d := diagnosis.Explain(untyped(t, "2.1.3", tt.life, tt.changes...))
			assert.Equal(t, tt.want, d.Cause, d.Findings)
			assert.NotEmpty(t, diagnosis.Advise(d, find(t, "2.1.3")))
		})
	}
}

// 2.0.0 knows its sign-ins by the password, which has changed.
func TestASignInOf200(t *testing.T) {
	d := diagnosis.Explain(untyped(t, "2.0.0", 24*time.Hour, rowGone))
	assert.Equal(t, cause.Signature, d.Cause)
	assert.Contains(t, diagnosis.Advise(d, find(t, "2.0.0")), "sign in again")
}
