package builder

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
)

// Repository is a clone, by its folder.
type Repository string

// Commit is a commit of it.
type Commit struct{ Hash, Subject string }

// Find finds a commit by a revision, or by a release: the tag v2.1.4 for 2.1.4.
func (r Repository) Find(ctx context.Context, revision string) (Commit, error) {
	if strings.HasPrefix(revision, "-") || strings.Contains(revision, "..") {
		return Commit{}, fmt.Errorf("%q is not one commit", revision)
	}
	var first error
	for _, name := range []string{revision, "v" + revision} {
		said, err := r.git(ctx, "log", "-1", "--format=%H %s", "--end-of-options", name+"^{commit}", "--")
		if err == nil {
			return commit(said), nil
		}
		if first == nil {
			first = err
		}
	}
	return Commit{}, fmt.Errorf("find %s in %s: %w", revision, r, first)
}

// ErrUnordered is of two commits neither of which comes before the other.
var ErrUnordered = errors.New("neither comes before the other")

// Between lists the commits from one to a later one, by first parents, both with it.
// The error is ErrUnordered where the first is not before the second.
func (r Repository) Between(ctx context.Context, old, young Commit) ([]Commit, error) {
	base, err := r.git(ctx, "merge-base", old.Hash, young.Hash)
	if err != nil {
		return nil, fmt.Errorf("compare %.9s and %.9s: %w: they have no commit in common, or the clone is not whole", old.Hash, young.Hash, ErrUnordered)
	}
	if base != old.Hash {
		return nil, fmt.Errorf("%w: they part at %.9s", ErrUnordered, base)
	}
	said, err := r.git(ctx, "log", "--first-parent", "--reverse", "--format=%H %s", old.Hash+".."+young.Hash, "--")
	if err != nil {
		return nil, fmt.Errorf("list the commits between %.9s and %.9s: %w", old.Hash, young.Hash, err)
	}
	all := []Commit{old}
	for line := range strings.Lines(said) {
		all = append(all, commit(strings.TrimSuffix(line, "\n")))
	}
	return all, nil
}

// Before reports whether a commit comes before another.
func (r Repository) Before(ctx context.Context, old, young Commit) bool {
	_, err := r.git(ctx, "merge-base", "--is-ancestor", old.Hash, young.Hash)
	return err == nil
}

func commit(line string) Commit {
	hash, subject, _ := strings.Cut(line, " ")
	return Commit{hash, subject}
}

func (r Repository) git(ctx context.Context, args ...string) (string, error) {
	var out, errs bytes.Buffer
	c := exec.CommandContext(ctx, "git", append([]string{"-C", string(r)}, args...)...)
	c.Stdout, c.Stderr = &out, &errs
	if err := c.Run(); err != nil {
		if said := strings.TrimSpace(errs.String()); said != "" {
			err = errors.New(said)
		}
		return "", err
	}
	return strings.TrimSpace(out.String()), nil
}
