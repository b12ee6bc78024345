package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"

	"streampark-regress/harness/site"
)

// passwordVariable holds the administrator's password. There is no such flag: what
// stands on a command line, everybody on the machine can read.
const passwordVariable = "REGRESS_PASSWORD" //nolint:gosec // the name of a variable

// password is the administrator's: of a file, of a variable, or typed.
func (o *options) password(ctx context.Context, s streams) (string, error) {
	if o.site.passwordFile != "" {
		text, err := os.ReadFile(o.site.passwordFile)
		if err != nil {
			return "", fmt.Errorf("--password-file: %w", err)
		}
		if password := strings.TrimRight(string(text), "\r\n"); password != "" {
			return password, nil
		}
		return "", fmt.Errorf("--password-file %s: it is empty", o.site.passwordFile)
	}
	if password := os.Getenv(passwordVariable); password != "" {
		return password, nil
	}
	in, is := terminalOf(s)
	if !is {
		return "", fmt.Errorf("--allow-writes: %s has to sign in, and there is no terminal to ask for the password: set %s, or name a file with --password-file", o.site.user, passwordVariable)
	}
	typed, err := typedSecret(ctx, s, in, fmt.Sprintf("password of %s at %s: ", o.site.user, o.site.url))
	if err != nil {
		return "", fmt.Errorf("read the password: %w", err)
	}
	return typed, nil
}

// terminalOf is the terminal that somebody can type at.
func terminalOf(s streams) (*os.File, bool) {
	f, is := s.in.(*os.File)
	return f, is && term.IsTerminal(int(f.Fd()))
}

// errNotConfirmed is the error of who typed something else than the host.
var errNotConfirmed = errors.New("that is not the host: nothing was written")

// confirmed asks before anything is written to a server that others use.
func (o *options) confirmed(ctx context.Context, s streams) error {
	others, err := o.there.Others(ctx)
	if err != nil {
		return inconclusive(fmt.Errorf("look who else uses %s: %w", o.site.url, err))
	}
	if others.None() || o.site.confirm != "" {
		return nil
	}
	return o.ask(ctx, s, others)
}

func (o *options) ask(ctx context.Context, s streams, others site.Others) error {
	at, err := serverAddress(o.site.url)
	if err != nil {
		return usage(err)
	}
	warning := fmt.Sprintf("others use %s: it has %s", o.site.url, others)
	if _, is := terminalOf(s); !is {
		return usage(fmt.Errorf("%s\n  nothing was written. If this is no production system, and scenarios may make users, tokens and applications of their own there: --confirm-host %s", warning, at.Host))
	}
	fmt.Fprintf(s.err, "%s\nScenarios make users, tokens and applications of their own there, and remove them again.\nType the host, %s, to let them: ", warning, at.Host)
	typed, err := typedLine(ctx, s)
	if strings.TrimSpace(typed) == at.Host {
		return nil
	}
	if err != nil {
		return inconclusive(fmt.Errorf("%w (%w)", errNotConfirmed, err))
	}
	return inconclusive(errNotConfirmed)
}
