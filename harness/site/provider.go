package site

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/streampark"
)

// Provider hands a site out as the deployment of a run, and removes everything that
// the run has made there.
type Provider struct {
	site  *Site
	guest database.Guest
	clock clock.Settings
	note  func(string)

	mu     sync.Mutex
	handed *standing
}

// NewProvider returns the provider of a run at a site; what the run makes is named
// after the end of its name, and the note tells how it goes on.
func NewProvider(s *Site, run string, c clock.Settings, note func(string)) *Provider {
	return &Provider{site: s, clock: c, note: note, guest: database.Guest{Prefix: prefix + run[strings.LastIndex(run, "-")+1:] + "-"}}
}

// Target is url, or url-model where the model answers.
func (p *Provider) Target() string { return p.site.target }

// MemoryMB is nothing: the server runs already.
func (p *Provider) MemoryMB(deployment.Spec) int64 { return 0 }

// Start hands the site out.
func (p *Provider) Start(ctx context.Context, name string, spec deployment.Spec, report deployment.Report) (deployment.Deployment, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.handed != nil {
		return nil, fmt.Errorf("start %s: there is one server, and it serves %s already", spec.Describe(), p.handed.name)
	}
	report("calling " + p.site.Address)
	if err := p.reserve(ctx); err != nil {
		return nil, err
	}
	d := &standing{site: p.site, name: name, tenancy: deployment.Shared(p.site.Administrator, p.guest.Prefix, p.guest.First, p.guest.Behind-p.guest.First)}
	ttl, err := spec.TTL()
	if err != nil {
		return nil, err
	}
	if d.clock, err = p.clock.Start(ctx, ttl, d.Client(), nil); err != nil {
		return nil, err
	}
	p.handed = d
	if p.site.Permission == Write {
		p.note("everything that this run makes there has a name that begins with " + p.guest.Prefix + ", and is removed at its end")
	}
	return d, nil
}

// The ids that runs may have: below those of every product's sequences, so that
// StreamPark never gives one of them, and so many for a run.
const firstID, lastID, idsOfRun = 1000, 10000, 900

// reserve looks for ids that are free.
func (p *Provider) reserve(ctx context.Context) error {
	p.guest.First, p.guest.Behind = firstID, firstID+idsOfRun
	if p.site.database == nil || p.site.Permission != Write {
		return nil
	}
	for _, n := range rand.Perm((lastID - firstID) / idsOfRun) {
		p.guest.First = firstID + int64(n)*idsOfRun
		p.guest.Behind = p.guest.First + idsOfRun
		if free, err := p.site.database.Free(ctx, p.guest); err != nil || free {
			return err
		}
	}
	return errNoIDs
}

// errNoIDs is the error of a database in which other runs have left too much.
var errNoIDs = errors.New("no ids below 10000 are free in the server's database: remove what other runs have left there (names that begin with " + prefix + ")")

const (
	// removedWithin is how long it may take to remove what a run has made.
	removedWithin = 3 * time.Minute
	// restsWithin is how long an application may take to come to rest before that.
	restsWithin = time.Minute
	// looksAgain is how often it is looked again.
	looksAgain = 200 * time.Millisecond
)

// Close removes everything that the run has made, and closes the connections. The
// error names what is left, and how to remove it.
func (p *Provider) Close(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, removedWithin)
	defer cancel()
	var failure error
	if p.handed != nil && p.site.Permission == Write {
		failure = p.remove(ctx)
	}
	p.handed = nil
	return errors.Join(failure, p.site.Close())
}

// session signs the administrator in.
func (p *Provider) session(ctx context.Context) (*streampark.Session, error) {
	return p.site.Client.SignIn(ctx, p.site.Administrator.Name, p.site.Administrator.Password)
}
