package release_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/release"
)

func TestFlagsAreReadInTwoWays(t *testing.T) {
	for _, tt := range []struct {
		value         string
		boolean, word release.Flag
	}{
		{"true", release.On, release.On}, {"TRUE", release.On, release.On}, {" True ", release.On, release.Off},
		{"1", release.On, release.Off}, {"yes", release.On, release.Off}, {"on", release.On, release.Off},
		{"false", release.Off, release.Off}, {"0", release.Off, release.Off}, {"no", release.Off, release.Off}, {"OFF", release.Off, release.Off},
		{"", release.Unset, release.Off}, {" ", release.Unset, release.Off}, {"maybe", release.Misfit, release.Off}, {"2", release.Misfit, release.Off},
	} {
		assert.Equal(t, tt.boolean, release.TakesBoolean.Read(tt.value), "%q as a Boolean", tt.value)
		assert.Equal(t, tt.word, release.TakesWord.Read(tt.value), "%q as a word", tt.value)
	}
}

// Of several names for one thing the first that is sent counts, from who may send it.
func TestWhichFieldCounts(t *testing.T) {
	c, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	r, err := c.Find("2.1.5")
	require.NoError(t, err)
	q, _ := r.Request("/openapi/app/cancel")
	for _, tt := range []struct {
		subject release.Subject
		sent    []string
		want    string
	}{
		{release.APIToken, []string{"restoreOrTriggerSavepoint", "triggerSavepoint"}, "triggerSavepoint"},
		{release.APIToken, []string{"restoreOrTriggerSavepoint"}, "restoreOrTriggerSavepoint"},
		{release.SignIn, []string{"restoreOrTriggerSavepoint", "triggerSavepoint"}, "restoreOrTriggerSavepoint"},
		{release.SignIn, []string{"triggerSavepoint"}, ""},
	} {
		f, counts := q.Counts(release.Trigger, tt.subject, func(f release.Field) bool { return slices.Contains(tt.sent, f.Name) })
		assert.Equal(t, tt.want, f.Name, "%s sends %v", tt.subject, tt.sent)
		assert.Equal(t, tt.want != "", counts)
	}
	assert.True(t, r.Measured("yes"))
	later, err := c.Find("2.1.6")
	require.NoError(t, err)
	assert.False(t, later.Measured("yes"), "nobody has sent it to 2.1.6")
}
