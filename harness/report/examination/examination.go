// Package examination writes what was found out about a deployment that runs
// already: why it does not accept a token, and what to do about it.
package examination

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/stranger"
	"streampark-regress/harness/token"
)

// Write writes an examination for people.
func Write(out io.Writer, x diagnosis.Examination) error {
	var b strings.Builder
	if x.Model {
		b.WriteString("MODEL: the built-in model answers here, not StreamPark.\n\n")
	}
	b.WriteString(address(x))
	if len(x.Releases) > 0 {
		fmt.Fprintf(&b, "release  %s\nclock    %s\n", strings.Join(versions(x), " or "), skew(x.Skew))
	}
	if x.OnH2 {
		b.WriteString("database H2, StreamPark's own: DATASOURCE_DIALECT and the other variables of upstream's compose file are read by no release, and conf/config.yaml as shipped says H2. Rows of another database are not this server's. Its console, /h2-console/, is open to everybody. A stop of the container loses what was written in its last second\n")
	}
	for _, c := range x.Calls {
		fmt.Fprintf(&b, "call     POST %s%s: %s, %s\n", c.Path, with(c), c.Reading.Outcome, summary(c))
	}
	b.WriteString(tokenLine(x))
	switch {
	case x.Accepted:
		accepted(&b, x)
	case x.Unreached != nil:
		fmt.Fprintf(&b, "\nNothing can be said about the token: %s\n  %s\nto do    %s\n", words.Stranger(x.Unreached.Why), x.Unreached.Text, words.AboutStranger(x.Unreached.Why))
	case x.NotSeen():
		notSeen(&b, x)
	default:
		rejected(&b, x)
	}
	if _, err := io.WriteString(out, b.String()); err != nil {
		return fmt.Errorf("write the examination: %w", err)
	}
	return nil
}

// address says which address was taken, and which ones were not where it was given
// without http:// or https:// in front.
func address(x diagnosis.Examination) string {
	if x.URL == "" {
		return ""
	}
	var tried []string
	for _, t := range x.Tried {
		tried = append(tried, t.URL+": "+words.Stranger(t.Why))
	}
	switch {
	case len(tried) == 0:
		return fmt.Sprintf("address  %s\n", x.URL)
	case len(x.Releases) == 0 && x.Unreached != nil:
		return "address  none answers: " + strings.Join(tried, "; ") + "\n"
	}
	return fmt.Sprintf("address  %s (tried before: %s)\n", x.URL, strings.Join(tried, "; "))
}

// with says with what a call was made.
func with(c diagnosis.Call) string {
	if strings.HasSuffix(c.Path, "/start") {
		return " with an application that does not exist"
	}
	return " with nothing"
}

// tokenLine is what the token says by itself, empty where nobody can open it.
func tokenLine(x diagnosis.Examination) string {
	if !x.Token.Opened {
		return ""
	}
	text := x.Token.Kind.String() + " token"
	if len(x.Token.Makers) > 0 {
		text += " of " + strings.Join(x.Token.Makers, " or ")
	}
	left, dated := x.Left()
	switch {
	case x.Token.Never:
		text += ", never expires"
	case !dated:
	case left <= 0:
		text += fmt.Sprintf(", expired %s ago, at %s UTC by the server's clock", clock.Format(-left), x.Token.Expiry.UTC().Format(time.DateTime))
	default:
		text += fmt.Sprintf(", expires in %s, at %s UTC by the server's clock", clock.Format(left), x.Token.Expiry.UTC().Format(time.DateTime))
	}
	return "token    " + text + "\n"
}

// accepted says that the token gets in, and what a caller may run into all the same.
func accepted(b *strings.Builder, x diagnosis.Examination) {
	b.WriteString("\nThe token is accepted. If a call still fails, the token is not the reason.\n")
	for _, c := range x.Calls {
		if c.Reading.Outcome == outcome.Closed {
			fmt.Fprintf(b, "A caller of %s is turned away all the same (%s): %s takes API tokens at %s.\n", c.Path, summary(c), strings.Join(versions(x), " or "), x.Calls[0].Path)
		}
	}
	if left, dated := x.Left(); dated && x.Token.Kind == token.API && len(x.Releases) > 0 {
		if k, known := x.Releases[0].Issue("3933"); known {
			fmt.Fprintf(b, "It stops working in %s: on %s an API token expires, which is issue %s. --warn-before tells in time.\n", clock.Format(left), x.Releases[0].Version, k.ID)
		}
	}
}

// notSeen says what was seen instead of an answer of StreamPark's.
func notSeen(b *strings.Builder, x diagnosis.Examination) {
	b.WriteString("\nNo answer of StreamPark's was seen, so nothing can be said about the token: none shows that it got in, and none is a 401 of StreamPark's. What was seen:\n")
	var about []string
	for _, c := range x.Calls {
		fmt.Fprintf(b, "  %s: %d", c.Path, c.Status)
		for _, part := range []struct{ name, value string }{{"Content-Type", c.Seen.ContentType}, {"Location", c.Seen.Location}, {"WWW-Authenticate", c.Seen.Challenge},
			{"Server", c.Seen.Server}, {"Set-Cookie", strings.Join(c.Seen.Cookies, ", ")}} {
			if part.value != "" {
				fmt.Fprintf(b, ", %s: %s", part.name, part.value)
			}
		}
		if c.Seen.Body == "" {
			b.WriteString(", an empty body\n")
		} else {
			fmt.Fprintf(b, ", %q\n", c.Seen.Body)
		}
		if c.Stranger != stranger.None {
			fmt.Fprintf(b, "    %s\n", words.Stranger(c.Stranger))
		}
		if do := words.AboutStranger(c.Stranger); do != "" && !slices.Contains(about, do) {
			about = append(about, do)
		}
	}
	for _, gap := range x.Gaps {
		fmt.Fprintf(b, "not looked at: %s\n", unseen(gap))
	}
	if len(about) == 0 {
		about = []string{words.AboutStranger(stranger.Other)}
	}
	for _, do := range about {
		fmt.Fprintf(b, "to do    %s\n", do)
	}
	if len(x.Releases) == 0 {
		b.WriteString("         if it is StreamPark of a release that answers in another way, say which with --release\n")
	}
}

// kind names what the token was made for, empty where nobody could open it.
func kind(x diagnosis.Examination) string {
	if x.Diagnosis.Kind == 0 {
		return ""
	}
	return x.Diagnosis.Kind.String()
}

func rejected(b *strings.Builder, x diagnosis.Examination) {
	b.WriteString("\nWhy is this 401?\n")
	for _, f := range x.Diagnosis.Findings {
		if f.Cause != cause.Unknown {
			fmt.Fprintf(b, "  %s\n", words.Finding(f))
		}
	}
	for _, gap := range x.Gaps {
		fmt.Fprintf(b, "  not looked at: %s\n", unseen(gap))
	}
	fmt.Fprintf(b, "\ncause    %s: %s\nto do    %s\n", x.Diagnosis.Cause, because(x), x.Advice)
}

func versions(x diagnosis.Examination) []string {
	var all []string
	for _, r := range x.Releases {
		all = append(all, r.Version)
	}
	return all
}

func summary(c diagnosis.Call) string {
	return words.Summary(evidence.Attempt{Status: c.Status, Outcome: c.Reading.Outcome, Rejection: c.Reading.Rejection, Message: c.Reading.Message}).String()
}

func because(x diagnosis.Examination) string {
	if len(x.Diagnosis.Findings) == 0 {
		return ""
	}
	return words.Detail(x.Diagnosis.Decisive()).String()
}

func unseen(g diagnosis.Gap) string {
	switch g {
	case diagnosis.NoDatabase:
		return "the database (--database-url): rows, owner and signature"
	case diagnosis.NoKeyFile:
		return "what the token says (--key-file)"
	case diagnosis.NoSender:
		return "who answered: a gateway's 401 with nothing in it looks the same, and so does that of an earlier release behind a proxy that takes Authorization away (--release says which it is)"
	case diagnosis.NoHeader:
		return "whether the header Authorization arrives: a token that StreamPark can open got the 401 of a call without one, so something in front takes the header away, or answers itself"
	}
	return string(g)
}

// skew says how a server's clock differs from this machine's; its Date header
// is told in whole seconds and may lag.
func skew(ahead time.Duration) string {
	switch {
	case ahead > clock.Lag:
		return clock.Format(ahead) + " ahead of this machine's: a token's expiry is judged by the server's"
	case ahead < -clock.Lag:
		return clock.Format(-ahead) + " behind this machine's: a token's expiry is judged by the server's"
	}
	return "that of this machine, as far as its Date header tells"
}
