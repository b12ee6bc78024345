package builder_test

import (
	"os/exec"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/builder"
)

// repository makes one of a few commits; side is a branch from the second.
func repository(t *testing.T) builder.Repository {
	t.Helper()
	dir := t.TempDir()
	script := `set -e; git init -q -b main; git config user.name x; git config user.email x@example.org
c() { git commit -q --allow-empty -m "$1"; }
c one; c two; git tag v2.1.4; git checkout -q -b side; c aside; git checkout -q main; c three; git merge -q --no-ff -m merged side; c four; git tag v2.1.5`
	c := exec.CommandContext(t.Context(), "sh", "-c", script)
	c.Dir = dir
	out, err := c.CombinedOutput()
	require.NoError(t, err, string(out))
	return builder.Repository(dir)
}

func TestCommitsBetween(t *testing.T) {
	r := repository(t)
	old, err := r.Find(t.Context(), "2.1.4")
	require.NoError(t, err)
	assert.Equal(t, "two", old.Subject)
	young, err := r.Find(t.Context(), "main")
	require.NoError(t, err)
	all, err := r.Between(t.Context(), old, young)
	require.NoError(t, err)
	var subjects []string
	for _, c := range all {
		subjects = append(subjects, c.Subject)
		assert.Len(t, c.Hash, 40)
	}
	assert.Equal(t, []string{"two", "three", "merged", "four"}, subjects, "by first parents")
	assert.True(t, r.Before(t.Context(), old, young))
	assert.False(t, r.Before(t.Context(), young, old))
}

func TestCommitsWithoutAnOrder(t *testing.T) {
	r := repository(t)
	aside, err := r.Find(t.Context(), "side")
	require.NoError(t, err)
	three, err := r.Find(t.Context(), "main~2")
	require.NoError(t, err)
	base, err := r.Find(t.Context(), "v2.1.4")
	require.NoError(t, err)
	_, err = r.Between(t.Context(), aside, three)
	require.ErrorIs(t, err, builder.ErrUnordered)
	require.ErrorContains(t, err, "they part at "+base.Hash[:9])
	for _, revision := range []string{"nothing", "--all", "v2.1.4..main"} {
		_, err = r.Find(t.Context(), revision)
		require.Error(t, err, revision)
	}
	_, err = builder.Repository(t.TempDir()).Find(t.Context(), "main")
	require.ErrorContains(t, err, "not a git repository")
}
