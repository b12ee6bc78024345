package session

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/release"
	"streampark-regress/harness/site"
	"streampark-regress/harness/streampark"
)

// Visit is what it takes to find a server that runs already.
type Visit struct {
	// Site is what is known of it; the client and the release are found.
	Site site.Options
	// Release is the version that the user says it is, empty for one that is
	// detected.
	Release string
	// Authorities is a file with the certificates of those whom an https:// address
	// is trusted by, empty for those of the machine.
	Authorities string
}

// Validate finds what is wrong with the files that it names. The error is the user's.
func (v Visit) Validate() error {
	_, err := v.roots()
	return err
}

// Open finds the server, and detects its release where nobody says it. Nobody is
// signed in, and nothing is changed.
func (v Visit) Open(ctx context.Context, c *release.Catalogue) (*site.Site, error) {
	var err error
	if v, err = v.find(ctx, c); err != nil {
		return nil, fmt.Errorf("visit %s: %w", v.Site.Address, err)
	}
	s, err := site.Open(ctx, v.Site)
	if err != nil {
		return nil, fmt.Errorf("visit %s: %w", v.Site.Address, err)
	}
	return s, nil
}

// Identify finds the server's release alone.
func (v Visit) Identify(ctx context.Context, c *release.Catalogue) (release.Release, error) {
	found, err := v.find(ctx, c)
	if err != nil {
		return release.Release{}, fmt.Errorf("visit %s: %w", v.Site.Address, err)
	}
	return found.Site.Release, nil
}

func (v Visit) find(ctx context.Context, c *release.Catalogue) (Visit, error) {
	roots, err := v.roots()
	if err != nil {
		return v, err
	}
	v.Site.Client = streampark.NewWith(v.Site.Address, streampark.Options{Roots: roots})
	if err := v.reach(ctx); err != nil {
		return v, err
	}
	answering, err := diagnosis.Detect(ctx, v.Site.Client, c, "")
	if err != nil {
		return v, err
	}
	v.Site.Release, err = v.which(answering)
	return v, err
}

// which is the release among those that answer so.
func (v Visit) which(answering []release.Release) (release.Release, error) {
	var versions []string
	for _, r := range answering {
		if r.Version == v.Release {
			return r, nil
		}
		versions = append(versions, r.Version)
	}
	all := strings.Join(versions, " or ")
	switch {
	case v.Release != "":
		return release.Release{}, fmt.Errorf("it answers like %s, and not like %s of --release", all, v.Release)
	case len(answering) > 1:
		return release.Release{}, fmt.Errorf("it answers like %s, which cannot be told apart from outside: say which it is with --release", all)
	}
	return answering[0], nil
}

// reach finds out whether the address is one of a server, and not of something in
// front of it.
func (v Visit) reach(ctx context.Context) error {
	a, err := v.Site.Client.Do(ctx, streampark.Call{Method: http.MethodGet, Path: "/"})
	if unknown := (x509.UnknownAuthorityError{}); errors.As(err, &unknown) {
		return fmt.Errorf("%w; name the file with the certificate of its authority with --ca-file", err)
	}
	switch {
	case err != nil:
		return err
	case a.Location != "" && a.Status >= http.StatusMultipleChoices && a.Status < http.StatusBadRequest:
		return fmt.Errorf("it redirects to %s: give the address that StreamPark itself answers at with --url", a.Location)
	case a.Status == http.StatusUnauthorized && a.Challenge != "":
		return fmt.Errorf("a proxy in front of it asks for a name and a password (%s). They go into the header Authorization, and StreamPark takes its tokens from that very header, so no call could have both: "+
			"have the proxy let this machine through without, or give StreamPark's own address", a.Challenge)
	}
	return nil
}

// roots are the authorities that are trusted, nil for those of the machine.
func (v Visit) roots() (*x509.CertPool, error) {
	if v.Authorities == "" {
		return nil, nil
	}
	roots, err := streampark.ReadRoots(v.Authorities)
	if err != nil {
		return nil, fmt.Errorf("--ca-file: %w", err)
	}
	return roots, nil
}
