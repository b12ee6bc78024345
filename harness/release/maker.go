package release

// Traits are what a token shows of the release that made it.
type Traits struct {
	Seal Seal
	// Subject is what kind of token it is; empty if it does not say so.
	Subject Subject
	// Never: it never expires.
	Never bool
	// Dated: it carries when it was made.
	Dated bool
}

// Makers lists the releases that could have made a token with such traits, in
// the catalogue's order. Builds are not among them: they make those of the
// releases they are like.
func (c *Catalogue) Makers(t Traits) []string {
	var makers []string
	for _, r := range c.Releases {
		if r.Makes(t) && !r.IsBuild() {
			makers = append(makers, r.Version)
		}
	}
	return makers
}

// Makes reports whether the release makes tokens with such traits.
func (r Release) Makes(t Traits) bool {
	if r.Tokens.SealedWith != t.Seal {
		return false
	}
	if r.Tokens.Untyped || t.Subject == "" {
		return r.Tokens.Untyped && t.Subject == ""
	}
	switch t.Subject {
	case APIToken:
		return t.Never == (r.Tokens.APIExpiry == ExpiresNever)
	case SignIn:
		return t.Dated == r.API.SignInDiesWithServer
	}
	return false
}
