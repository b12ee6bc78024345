package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// awaited is what a read gives, or the interrupt: nobody has to finish typing to end
// the program. The read itself goes on until then; nobody listens to it any more.
func awaited[T any](ctx context.Context, read func() (T, error)) (T, error) {
	type given struct {
		value T
		err   error
	}
	done := make(chan given, 1)
	go func() {
		value, err := read()
		done <- given{value, err}
	}()
	select {
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	case g := <-done:
		return g.value, g.err
	}
}

// typedSecret asks for something at a terminal that does not show what is typed, and
// has it show again, also after an interrupt.
func typedSecret(ctx context.Context, s streams, at *os.File, prompt string) (string, error) {
	was, err := term.GetState(int(at.Fd()))
	if err != nil {
		return "", fmt.Errorf("ask at the terminal: %w", err)
	}
	fmt.Fprint(s.err, prompt)
	typed, err := awaited(ctx, func() ([]byte, error) { return term.ReadPassword(int(at.Fd())) })
	fmt.Fprintln(s.err)
	if ctx.Err() != nil {
		err = errors.Join(ctx.Err(), term.Restore(int(at.Fd()), was))
	}
	return string(typed), err
}

// typedLine reads a line that somebody types.
func typedLine(ctx context.Context, s streams) (string, error) {
	return awaited(ctx, func() (string, error) { return bufio.NewReader(s.in).ReadString('\n') })
}

// pastedToken is the token as it was given, on the command line, in a file, on
// standard input or at a prompt. It is never empty.
func pastedToken(ctx context.Context, s streams, args []string, from string) (string, error) {
	where := "on standard input"
	var text string
	var err error
	at, is := terminalOf(s)
	switch {
	case from != "" && len(args) > 0:
		return "", usage(errors.New("give the token or --token-file, not both"))
	case from != "":
		where = "in " + from
		var read []byte
		read, err = os.ReadFile(from)
		text = string(read)
	case len(args) == 1 && args[0] != "-":
		where, text = "in the argument", args[0]
	case is:
		where = "at the prompt"
		text, err = promptedToken(ctx, s, at)
	default:
		var read []byte
		read, err = awaited(ctx, func() ([]byte, error) { return io.ReadAll(s.in) })
		text = string(read)
	}
	switch {
	case ctx.Err() != nil:
		return "", inconclusive(fmt.Errorf("read the token %s: %w", where, ctx.Err()))
	case err != nil:
		return "", usage(fmt.Errorf("read the token %s: %w", where, err))
	case strings.TrimSpace(text) == "":
		return "", usage(fmt.Errorf("there is no token %s: give it as an argument, with --token-file, or on standard input", where))
	}
	return text, nil
}

// promptedToken asks for a token. A curl command may take several lines, of which all
// but the last end with a backslash.
func promptedToken(ctx context.Context, s streams, at *os.File) (string, error) {
	all, prompt := "", "token, or a curl command that sends it (it is not shown; Ctrl-C ends): "
	for {
		line, err := typedSecret(ctx, s, at, prompt)
		if err != nil {
			return "", err
		}
		more, continued := strings.CutSuffix(strings.TrimRight(line, " \r"), `\`)
		all, prompt = all+more, "> "
		if !continued {
			return all, nil
		}
	}
}
