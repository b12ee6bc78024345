package settings_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/settings"
)

// formats are all there are, each with a text in which some.key is "old" on
// line 3: a new format is one more row.
func formats() map[string]format {
	return map[string]format{
		"YAML": {settings.YAML{}, "# a comment\nsome:\n  key: old\n  empty:\n", "some: [\n"},
	}
}

// format is a format with a text in it and one that is broken.
type format struct {
	settings.Format
	text, broken string
}

func TestEveryFormat(t *testing.T) {
	for name, f := range formats() {
		t.Run(name, func(t *testing.T) {
			entries, err := f.Entries([]byte(f.text))
			require.NoError(t, err)
			assert.Equal(t, []settings.Entry{{Key: "some.key", Value: "old", Line: 3}, {Key: "some.empty", Line: 4}}, entries)
			for _, value := range []string{"new", "2h", "3650d", "true", "10000", "a b", "a#b", "a # b", "it's", `"quoted"`, "a: b", "- a", "{a}", "[a]", "*a", "&a", "!a", "%a", "@a", "`a`",
				" around ", "jdbc:postgresql://db:5432/x?stringtype=unspecified", "/a,/b", "中"} {
				for _, key := range []string{"some.key", "some.empty", "some.other", "another.new.key"} {
					changed, err := f.Set([]byte(f.text), key, value)
					require.NoError(t, err, "%s: %s", key, value)
					got, set, err := f.Get(changed, key)
					require.NoError(t, err, "%s: %s", key, value)
					assert.True(t, set)
					assert.Equal(t, value, got, key)
					if key != "some.key" {
						got, _, err := f.Get(changed, "some.key")
						require.NoError(t, err)
						assert.Equal(t, "old", got, "%s: %s", key, value)
					}
				}
			}
			for _, missing := range []string{"some.empty", "some.other", "some.key.below", "another"} {
				_, set, err := f.Get([]byte(f.text), missing)
				require.NoError(t, err)
				assert.False(t, set, missing)
			}
			_, err = f.Set([]byte(f.broken), "some.key", "x")
			assert.Error(t, err)
			_, _, err = f.Get([]byte(f.broken), "some.key")
			assert.Error(t, err)
			_, err = f.Entries([]byte(f.broken))
			assert.Error(t, err)
		})
	}
}
