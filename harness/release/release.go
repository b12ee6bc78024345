// Package release is the catalogue of StreamPark releases: images, start
// command, configuration keys, endpoints, how tokens are checked and which
// issues a release is known to have. It is data (fixtures/releases.yaml), so
// that no code asks for a version.
package release

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path"
	"strings"

	"github.com/goccy/go-yaml"
)

// Catalogue is everything releases.yaml says.
type Catalogue struct {
	Schema    int                 `yaml:"schema"`
	Databases map[string]Database `yaml:"databases"`
	Releases  []Release           `yaml:"releases"`
}

// Database is a database product that a deployment can use.
type Database struct {
	Image string `yaml:"image"`
	// JDBC is the address written to config.yaml; {host}, {port} and {name}
	// are filled in.
	JDBC     string `yaml:"jdbc"`
	MemoryMB int64  `yaml:"memory_mb"`
}

// Release is one StreamPark version.
type Release struct {
	Version string   `yaml:"version"`
	Images  []string `yaml:"images"`
	// Like names an earlier entry that this one equals in everything but its
	// version, images and on_request.
	Like string `yaml:"like"`
	// OnRequest releases are left out unless somebody names them.
	OnRequest bool `yaml:"on_request"`
	// Home is the installation's directory inside the image.
	Home string `yaml:"home"`
	Port int    `yaml:"port"`
	// Command starts the server; empty leaves it to the image.
	Command     []string     `yaml:"command"`
	JVM         JVM          `yaml:"jvm"`
	Files       Files        `yaml:"files"`
	Config      Config       `yaml:"config"`
	API         API          `yaml:"api"`
	Tokens      Tokens       `yaml:"tokens"`
	KnownIssues []KnownIssue `yaml:"known_issues"`
	// Workarounds are what people do, as features/workarounds tried it.
	Workarounds []Workaround `yaml:"workarounds"`
	// FixedIssues are issues of earlier releases that this one must not show.
	FixedIssues []KnownIssue `yaml:"fixed_issues"`
}

// JVM tells how to give options to the server's JVM.
type JVM struct {
	Variable        string `yaml:"variable"`
	Fast            string `yaml:"fast"`
	FastMemoryMB    int64  `yaml:"fast_memory_mb"`
	ShippedMemoryMB int64  `yaml:"shipped_memory_mb"`
}

// Files names what is taken out of the image, relative to Home.
type Files struct {
	Config string `yaml:"config"`
	// Key is the key file of a release that seals with one, its whole path.
	Key string `yaml:"key"`
	// Jar tells which release an image holds; {version} stands for its version.
	Jar     string              `yaml:"jar"`
	Schema  map[string][]string `yaml:"schema"`
	Upgrade map[string]string   `yaml:"upgrade"`
}

// Setting is one key of config.yaml, its path joined by dots, and its value.
type Setting struct {
	Key   string `yaml:"key"`
	Value string `yaml:"value"`
}

// Config names the keys of config.yaml the harness sets.
type Config struct {
	SessionTTL SessionTTL `yaml:"session_ttl"`
	Postgres   []Setting  `yaml:"postgres"`
}

// API names the endpoints of a release.
type API struct {
	// Start is where an API token starts an application.
	Start string `yaml:"start"`
	// Open lists the endpoints that are open to API tokens.
	Open []string `yaml:"open"`
	// SignInNeedsSession: a sign-in token is accepted only with the cookie
	// of its web session.
	SignInNeedsSession bool `yaml:"sign_in_needs_session"`
	// SignInDiesWithServer: a sign-in token made before the server's start is
	// rejected.
	SignInDiesWithServer bool `yaml:"sign_in_dies_with_server"`
	// Fingerprint is the status and message of the answer to a sign-in that
	// names a user and says nothing else.
	Fingerprint string `yaml:"fingerprint"`
	// OtherPages are pages an API token is not for, and whether the release
	// leaves them open to it all the same.
	OtherPages []Page `yaml:"other_pages"`
}

// Page is a page of the web interface's API.
type Page struct {
	Path string `yaml:"path"`
	Open bool   `yaml:"open"`
}

// Workaround is something people do against an issue, and whether it can be
// recommended on the release.
type Workaround struct {
	ID      string `yaml:"id"`
	What    string `yaml:"what"`
	Good    bool   `yaml:"good"`
	Because string `yaml:"because"`
}

// Tokens tells how a release makes and checks API tokens.
type Tokens struct {
	// SignedWith is the column of t_user that is the signing secret, or
	// KeyFile.
	SignedWith string `yaml:"signed_with"`
	// SealedWith is KeyFile, or empty for the key that all installations of
	// releases up to 2.1.6 share.
	SealedWith string `yaml:"sealed_with"`
	// APIExpiry is "session-ttl" or "never".
	APIExpiry string `yaml:"api_expiry"`
	// Checks lists the causes for which an API token is rejected, in the
	// order in which the release looks for them.
	Checks []string `yaml:"checks"`
}

// KeyFile is a key of the server's own, in a file.
const KeyFile = "key-file"

// Parse reads a catalogue. Errors name the line and column.
func Parse(text []byte) (*Catalogue, error) {
	var c Catalogue
	if err := yaml.NewDecoder(bytes.NewReader(text), yaml.Strict(), yaml.DisallowUnknownField()).Decode(&c); err != nil {
		return nil, fmt.Errorf("%s", yaml.FormatError(err, false, true))
	}
	if err := c.resolve(); err != nil {
		return nil, err
	}
	if err := c.validate(); err != nil {
		return nil, err
	}
	return &c, nil
}

// Load reads a catalogue from a file.
func Load(file string) (*Catalogue, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read the catalogue of releases: %w", err)
	}
	c, err := Parse(text)
	if err != nil {
		return nil, fmt.Errorf("read the catalogue of releases %s: %w", file, err)
	}
	return c, nil
}

// resolve fills in the entries that are like another.
func (c *Catalogue) resolve() error {
	for i, r := range c.Releases {
		if r.Like == "" {
			continue
		}
		base, err := (&Catalogue{Releases: c.Releases[:i]}).Find(r.Like)
		if err != nil {
			return fmt.Errorf("release %s is like %s, which is no earlier entry", r.Version, r.Like)
		}
		base.Version, base.Images, base.OnRequest, base.Like = r.Version, r.Images, r.OnRequest, r.Like
		if r.Tokens.SignedWith != "" {
			base.Tokens, base.Files.Key = r.Tokens, r.Files.Key
		}
		if r.KnownIssues != nil {
			base.KnownIssues, base.Workarounds = r.KnownIssues, r.Workarounds
		}
		c.Releases[i] = base
	}
	return nil
}

func (c *Catalogue) validate() error {
	if c.Schema != 1 {
		return fmt.Errorf("schema is %d and this program reads schema 1", c.Schema)
	}
	if len(c.Releases) == 0 {
		return errors.New("it lists no releases")
	}
	for _, r := range c.Releases {
		if r.Version == "" || r.Home == "" || r.Port == 0 || r.Files.Config == "" || r.API.Start == "" {
			return fmt.Errorf("release %q: version, home, port, files.config and api.start are required", r.Version)
		}
		if _, err := r.Config.SessionTTL.Duration(); err != nil {
			return fmt.Errorf("release %s: config.session_ttl.shipped: %w", r.Version, err)
		}
	}
	return nil
}

// Find returns a release by its version; the error lists those there are.
func (c *Catalogue) Find(version string) (Release, error) {
	for _, r := range c.Releases {
		if r.Version == version {
			return r, nil
		}
	}
	return Release{}, fmt.Errorf("unknown release %q: the catalogue has %s", version, strings.Join(c.Versions(), ", "))
}

// Usual lists the versions that are run when nobody names any.
func (c *Catalogue) Usual() []string {
	var v []string
	for _, r := range c.Releases {
		if !r.OnRequest {
			v = append(v, r.Version)
		}
	}
	return v
}

// Versions lists all versions in the catalogue's order.
func (c *Catalogue) Versions() []string {
	var v []string
	for _, r := range c.Releases {
		v = append(v, r.Version)
	}
	return v
}

// Path is a file of the installation inside the image.
func (r Release) Path(name string) string { return path.Join(r.Home, name) }

// Jar is the path, relative to Home, of the jar that only this release has.
func (r Release) Jar() string { return strings.ReplaceAll(r.Files.Jar, "{version}", r.Version) }
