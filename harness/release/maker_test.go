package release_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/release"
)

func TestMakers(t *testing.T) {
	c := parse(t, small(t, "", "\n  - version: 1.3.0\n    like: 1.1.0\n    api: {sign_in_dies_with_server: true}\n"))
	shared, keyed := release.SealedWithSharedKey, release.SealedWithKeyFile
	for name, tt := range map[string]struct {
		traits release.Traits
		want   []string
	}{
		"an API token that expires":       {release.Traits{Seal: shared, Subject: release.APIToken}, []string{"1.0.0"}},
		"an API token that never expires": {release.Traits{Seal: shared, Subject: release.APIToken, Never: true}, []string{"1.1.0", "1.3.0"}},
		"a sign-in token without a date":  {release.Traits{Seal: shared, Subject: release.SignIn}, []string{"1.0.0", "1.1.0"}},
		"a sign-in token with a date":     {release.Traits{Seal: shared, Subject: release.SignIn, Dated: true}, []string{"1.3.0"}},
		"sealed with a key file":          {release.Traits{Seal: keyed, Subject: release.APIToken, Never: true}, []string{"1.2.0"}},
		"of a kind that is not said":      {release.Traits{Seal: shared}, nil},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tt.want, c.Makers(tt.traits)) })
	}
}
