package serverlog

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"time"
)

// Cursor is a place in a log, whichever generation comes after it, or one in the
// logs of several servers. A copy is a place of its own. The zero value is no
// place in any log: there is nothing to read.
type Cursor struct {
	log *Log
	at  int
	// beside are the places in the logs of other servers.
	beside []Cursor
}

// Join is the place in all the logs of some cursors: what any of those servers logs
// later is read from there. Lines of one server keep their order.
func Join(first Cursor, others ...Cursor) Cursor {
	first.beside = append(slices.Clone(first.beside), others...)
	return first
}

// Next returns the lines after the cursor and moves it behind them. Where there
// are none it waits for the next, until the context ends. Lines come without
// their ends, and only when they are complete.
func (c *Cursor) Next(ctx context.Context) ([]string, error) {
	if c.log == nil {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	if len(c.beside) > 0 {
		return c.nextOfAny(ctx)
	}
	var lines []string
	var broken error
	err := c.log.await(ctx, func() bool {
		lines = c.take()
		if f := c.log.follower; f != nil {
			broken = f.err
		}
		return len(lines) > 0 || broken != nil
	})
	if len(lines) > 0 {
		return lines, nil
	}
	if err == nil {
		err = broken
	}
	return nil, err
}

// Rest returns the lines that have been logged by now after the cursor, and
// moves it behind them. There may be none.
func (c *Cursor) Rest(ctx context.Context) ([]string, error) {
	if c.log == nil {
		return nil, nil
	}
	if err := c.log.update(ctx); err != nil {
		return nil, err
	}
	c.log.mu.Lock()
	lines := c.take()
	c.log.mu.Unlock()
	c.beside = slices.Clone(c.beside) // a copy is a place of its own
	for i := range c.beside {
		more, err := c.beside[i].Rest(ctx)
		if err != nil {
			return lines, err
		}
		lines = append(lines, more...)
	}
	return lines, nil
}

// Await counts a text in the lines after the cursor and moves it behind them. It
// waits for the first at most so long, and then reads what else has been logged
// by now. Zero is not an error: the text did not come.
func (c *Cursor) Await(ctx context.Context, text string, within time.Duration) (int, error) {
	waiting, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	found := 0
	for found == 0 {
		lines, err := c.Next(waiting)
		switch {
		case ctx.Err() != nil:
			return 0, ctx.Err()
		case err != nil && errors.Is(err, waiting.Err()):
			return 0, nil
		case err != nil:
			return 0, err
		}
		found = count(lines, text)
	}
	lines, err := c.Rest(ctx)
	if err != nil {
		return 0, err
	}
	return found + count(lines, text), nil
}

func count(lines []string, text string) int {
	found := 0
	for _, line := range lines {
		found += strings.Count(line, text)
	}
	return found
}

// take takes the complete lines there are, under the log's lock.
func (c *Cursor) take() []string {
	end := bytes.LastIndexByte(c.log.text, '\n') + 1
	if end <= c.at {
		return nil
	}
	text := string(c.log.text[c.at:end])
	c.at = end
	var lines []string
	for line := range strings.Lines(text) {
		lines = append(lines, strings.TrimRight(line, "\r\n"))
	}
	return lines
}
