package caller

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/script"
	"streampark-regress/harness/streampark"
)

// copied is a curl command that the web page gave, and what it was asked with.
type copied struct {
	action release.Action
	base   string
	flag   string
	call   script.Call
}

// errNothingCopied is the error of what needs a copied command before there is one.
var errNothingCopied = errors.New("no curl command has been copied yet")

// Base is what the web page puts in front of the address of a copied command.
type Base string

// The bases.
const (
	// OfServer is the server's own address, which the page as it is built for use
	// puts in.
	OfServer Base = "the server's"
	// Empty is that of a page that knows none.
	Empty Base = "none"
)

// Copy has the token's owner sign in and copy the curl command for a start or a
// cancel of the application, as the web page's "copy cURL" does. The command holds
// the owner's token. It must be one curl command of which nothing is hidden: what
// a shell would have to fill in is no command to copy.
func (c *Caller) Copy(ctx context.Context, action release.Action, base Base) error {
	doing := fmt.Sprintf("copy the curl command for a %s", action)
	how, err := copyCurl(c.Release(), action)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	session, err := c.own(ctx)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	from := ""
	if base == OfServer {
		from = c.deployment.URL()
	}
	answer, err := session.Do(ctx, streampark.CopyCall(how.Address, how.Form, c.application.id, from))
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	text, told := answer.Copied()
	if !told {
		return fmt.Errorf("%s: %s was answered %d, with no command in it", doing, how.Address, answer.Status)
	}
	if err := c.take(text, copied{action: action, base: from, flag: how.Flag}); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

// TakeCopied gives the caller the command that the web page of another release
// gives for its application and its token, as the catalogue has it.
func (c *Caller) TakeCopied(action release.Action, version string) error {
	doing := fmt.Sprintf("take the curl command for a %s of %s", action, version)
	if c.options.Catalogue == nil {
		return fmt.Errorf("%s: there is no catalogue to find it in", doing)
	}
	other, err := c.options.Catalogue.Find(version)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	how, err := copyCurl(other, action)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	form := streampark.StartCall("", c.application.id).Form
	text := how.Command(c.deployment.URL(), c.token.Token, form.Get("id"), form.Get("teamId"))
	return c.take(text, copied{action: action, base: c.deployment.URL(), flag: how.Flag})
}

// copyCurl is how a release gives the command for what API tokens call.
func copyCurl(r release.Release, action release.Action) (release.CopyCurl, error) {
	request, _ := r.RequestTo(action)
	how, given := r.CopyCurl(request.Address)
	if !given {
		return how, fmt.Errorf("the catalogue knows of none on %s", r.Version)
	}
	return how, nil
}

// take reads a command, as regress check-caller does, and makes it the one that
// was copied last.
func (c *Caller) take(text string, made copied) error {
	read := script.Read("the copied command", text)
	for _, call := range read.Calls {
		tokens, _ := call.Credentials()
		for _, t := range tokens {
			c.log.Redactor().Token(t)
		}
	}
	if len(read.Calls) != 1 || len(read.Unread) > 0 || len(read.Calls[0].Hidden) > 0 || !read.Calls[0].URL.Known() {
		return fmt.Errorf("this is not one curl command: %s", c.shorten(text))
	}
	made.call = read.Calls[0]
	c.copied = &made
	c.did(evidence.Action{Kind: evidence.CommandCopied, Command: c.log.Redactor().Redact(text)})
	return nil
}

// Copied is what the copied command calls.
func (c *Caller) Copied() (evidence.Fact, error) {
	fact := evidence.Fact{Kind: evidence.CommandFact}
	if c.copied == nil {
		return fact, errNothingCopied
	}
	fact.Address = c.copied.call.URL.String()
	return fact, nil
}

// Edit is a change to a copied command before it is run.
type Edit func(*Caller, *streampark.Call)

// FlagOn turns the command's flag about savepoints to true, where it stands in it.
func FlagOn(c *Caller, call *streampark.Call) {
	if call.Form.Has(c.copied.flag) {
		*call = call.With(c.copied.flag, "true")
	}
}

// TokenNow puts in the caller's present token.
func TokenNow(c *Caller, call *streampark.Call) { *call = call.As(streampark.Header(c.Token())) }

// At has the command call another address.
func At(path string) Edit { return func(_ *Caller, call *streampark.Call) { call.Path = path } }

// AtOwnAddress has the command call the address that the release has for it.
func AtOwnAddress(c *Caller, call *streampark.Call) {
	if request, known := c.Release().RequestTo(c.copied.action); known {
		call.Path = request.Address
	}
}

// RunCopied makes the request that curl would make for the copied command, once it
// is edited. It goes to where the server is now: one that was started again may
// have another port here, which it has not in life.
func (c *Caller) RunCopied(ctx context.Context, edits ...Edit) error {
	if c.copied == nil {
		return errNothingCopied
	}
	call, err := c.copied.request()
	if err != nil {
		return err
	}
	for _, edit := range edits {
		edit(c, &call)
	}
	subject := c.subject(evidence.APIToken)
	if c.copied.action == release.Cancel {
		return c.cancelBy(ctx, subject, call)
	}
	return c.start(ctx, evidence.Attempt{Subject: subject}, call)
}

// request is the request of the command.
func (m copied) request() (streampark.Call, error) {
	path, fits := strings.CutPrefix(m.call.URL.String(), m.base)
	if m.base == "" || !fits {
		return streampark.Call{}, fmt.Errorf("run the copied command: it calls %s, where curl finds no server", m.call.URL)
	}
	made := streampark.Call{Method: m.call.Method, Path: path, Form: url.Values{}, Raw: http.Header{}}
	for _, f := range m.call.Fields {
		made.Form.Add(f.Name, f.Plain())
	}
	for _, h := range m.call.Headers {
		if strings.EqualFold(h.Name, "Authorization") {
			made.Credentials = streampark.Header(h.Value.String())
			continue
		}
		made.Raw.Set(h.Name, h.Value.String())
	}
	return made, nil
}
