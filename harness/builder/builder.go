// Package builder makes images of commits with a command of the user's.
package builder

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// Placeholder stands for the commit in a command.
const Placeholder = "{commit}"

// Settings of a builder.
type Settings struct {
	// Command is run by sh, with the commit in place of its placeholder, and prints
	// one line: the reference of the image it has made.
	Command string
	// Dir is where it runs, and Logs is the folder in which its output is kept.
	Dir, Logs string
	// Timeout is how long one build may take.
	Timeout time.Duration
	// AtOnce is how many builds may run at the same time, at least 1.
	AtOnce int
}

// Builder builds images, each once.
type Builder struct {
	Settings
	slots chan struct{}

	mu     sync.Mutex
	builds map[string]*build
}

// build is one build, from its beginning on.
type build struct {
	cancel context.CancelFunc
	done   chan struct{}
	image  string
	err    error
}

// ErrFailed is of a build that came to nothing: other commits may build.
var ErrFailed = errors.New("it did not build")

// New is a builder. The error is for a command that cannot be meant.
func New(s Settings) (*Builder, error) {
	switch {
	case !strings.Contains(s.Command, Placeholder):
		return nil, fmt.Errorf("the command %q builds the same for each commit: write %s where the commit belongs", s.Command, Placeholder)
	case s.AtOnce < 1:
		return nil, fmt.Errorf("%d builds at once build nothing: give at least 1", s.AtOnce)
	case s.Timeout <= 0:
		return nil, fmt.Errorf("a build that may take %s ends before it begins: give it more time", s.Timeout)
	}
	return &Builder{Settings: s, slots: make(chan struct{}, s.AtOnce), builds: map[string]*build{}}, nil
}

// Log is the file with what a build wrote: its standard output and its errors.
func (b *Builder) Log(commit string) string { return filepath.Join(b.Logs, commit+".log") }

// Build is the image of a commit: a build that was begun ahead of time is waited
// for. The error is ErrFailed where the build came to nothing.
func (b *Builder) Build(ctx context.Context, commit string) (image string, err error) {
	at := b.begin(ctx, commit)
	select {
	case <-at.done:
		return at.image, at.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// Ahead begins builds of commits that are wanted or may be next, and ends those that
// were begun and are not among them.
func (b *Builder) Ahead(ctx context.Context, commits []string) {
	for _, ending := range b.drop(commits) {
		<-ending.done // it holds its slot until then
	}
	for _, c := range commits {
		b.begin(ctx, c)
	}
}

// Close ends what is being built and waits until it has ended.
func (b *Builder) Close() {
	for _, ending := range b.drop(nil) {
		<-ending.done
	}
}

// drop ends the builds that go on and are not of these commits.
func (b *Builder) drop(kept []string) []*build {
	b.mu.Lock()
	defer b.mu.Unlock()
	var all []*build
	for c, at := range b.builds {
		if !slices.Contains(kept, c) && !at.over() {
			at.cancel()
			delete(b.builds, c)
			all = append(all, at)
		}
	}
	return all
}

// over reports whether a build has ended.
func (b *build) over() bool {
	select {
	case <-b.done:
		return true
	default:
		return false
	}
}

func (b *Builder) begin(ctx context.Context, commit string) *build {
	b.mu.Lock()
	defer b.mu.Unlock()
	if at, begun := b.builds[commit]; begun {
		return at
	}
	ctx, cancel := context.WithCancel(ctx)
	at := &build{cancel: cancel, done: make(chan struct{})}
	b.builds[commit] = at
	go func() {
		defer close(at.done)
		defer cancel()
		select {
		case b.slots <- struct{}{}:
			defer func() { <-b.slots }()
			at.image, at.err = b.run(ctx, commit)
		case <-ctx.Done():
			at.err = ctx.Err()
		}
	}()
	return at
}

// run runs the command and reads what it prints.
func (b *Builder) run(ctx context.Context, commit string) (image string, err error) {
	if err := os.MkdirAll(b.Logs, 0o755); err != nil {
		return "", fmt.Errorf("keep the output of the build: %w", err)
	}
	log, err := os.Create(b.Log(commit))
	if err != nil {
		return "", fmt.Errorf("keep the output of the build: %w", err)
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	limited, cancel := context.WithTimeout(ctx, b.Timeout)
	defer cancel()
	var printed bytes.Buffer
	c := exec.CommandContext(limited, "sh", "-c", strings.ReplaceAll(b.Command, Placeholder, commit))
	c.Dir, c.Stdout, c.Stderr = b.Dir, &printed, log
	c.WaitDelay = 5 * time.Second // what it started may hold its output open
	inGroup(c)
	failed := c.Run()
	_, kept := fmt.Fprintf(log, "\n--- printed ---\n%s", printed.Bytes())
	switch {
	case kept != nil:
		return "", fmt.Errorf("keep the output of the build: %w", kept)
	case ctx.Err() != nil:
		return "", ctx.Err()
	case limited.Err() != nil:
		return "", fmt.Errorf("%w: the build command took longer than %s and was ended", ErrFailed, b.Timeout)
	case failed != nil:
		return "", fmt.Errorf("%w: the build command ended with %w", ErrFailed, failed)
	}
	return reference(printed.String())
}

// referenceForm is a reference of an image, by a tag or a digest.
var referenceForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._/:@=+-]*$`)

// reference reads what the command printed.
func reference(printed string) (string, error) {
	lines := strings.Split(strings.TrimSpace(printed), "\n")
	switch {
	case lines[0] == "":
		return "", fmt.Errorf("%w: the build command printed nothing, and has to print the reference of the image", ErrFailed)
	case len(lines) > 1:
		return "", fmt.Errorf("%w: the build command printed %d lines, and has to print one reference: send what else it says to its standard error", ErrFailed, len(lines))
	case !referenceForm.MatchString(lines[0]):
		return "", fmt.Errorf("%w: the build command printed %q, which is no reference of an image", ErrFailed, lines[0])
	}
	return lines[0], nil
}
