package judge_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/judge"
	"streampark-regress/harness/release"
)

// A call is of a known issue only with exactly its symptom.
func TestShown(t *testing.T) {
	k := judge.Knowledge{Version: "2.1.4", Known: []release.KnownIssue{members(), expiry(), sealed()}, Fixed: []release.KnownIssue{outlives()}}
	for name, tt := range map[string]struct {
		attempt evidence.Attempt
		want    string
	}{
		"a start":             {started(), ""},
		"an expiry":           {rejected(cause.Expired), "3933"},
		"a cipher":            {rejected(cause.Cipher), "4322"},
		"another cause":       {rejected(cause.Disabled), ""},
		"a developer's error": {failing(), "4281"},
		"an administrator's":  {failing(func(a *evidence.Attempt) { a.Subject.Role = evidence.Administrator }), ""},
		"another message":     {failing(func(a *evidence.Attempt) { a.Message = "NullPointerException" }), ""},
		"a row nobody saw":    {rejected(cause.Expired, func(a *evidence.Attempt) { a.Row = evidence.RowState{} }), ""},
		"what was fixed":      {started(func(a *evidence.Attempt) { a.Subject.Kind = evidence.SignIn }), ""},
	} {
		issue, shown := judge.Shown(tt.attempt, k)
		assert.Equal(t, tt.want, issue.ID, name)
		assert.Equal(t, tt.want != "", shown, name)
	}
}
