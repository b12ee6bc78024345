package model

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/model/store"
	"streampark-regress/harness/release"
)

// adminKind is the kind of account that may do everything.
const adminKind = store.Administrator

// waysIn are defects that let somebody in without a token.
func waysIn() []Defect {
	admits := func(name, is string, admit func(*Server, *call) bool) Defect {
		return Defect{name, is, evidence.SuspectForgery, lasting, func(d *Design) { d.breakage.admits = admit }}
	}
	leads := func(name, is string, lead func(string) string, odd func(string) bool) Defect {
		return Defect{name, is, evidence.SuspectForgery, lasting, func(d *Design) {
			d.breakage.leads = lead
			d.breakage.admits = func(_ *Server, c *call) bool { return odd(c.request.URL.Path) }
		}}
	}
	headless := func(c *call) bool { _, sent := c.authorization(); return !sent }
	return []Defect{
		// Only where a sign-in needs a session does it set a cookie.
		{"cookie-alone", "a web session's cookie gets in without a token", evidence.SuspectForgery, seated, func(d *Design) {
			d.breakage.admits = func(_ *Server, c *call) bool {
				_, err := c.request.Cookie("JSESSIONID")
				return headless(c) && err == nil
			}
		}},
		admits("token-in-the-form", "a token is taken from the form", func(_ *Server, c *call) bool {
			return headless(c) && c.form("Authorization") != ""
		}),
		admits("empty-header", "an empty header gets in", func(_ *Server, c *call) bool {
			header, sent := c.authorization()
			return sent && header == ""
		}),
		admits("no-signature", "a token that says it needs no signature gets in", func(s *Server, c *call) bool {
			header, _ := c.authorization()
			jwt, err := s.unseal(header)
			return err == nil && strings.HasSuffix(jwt, ".")
		}),
		admits("any-method", "any method but POST gets in without a token", func(_ *Server, c *call) bool {
			return headless(c) && c.request.Method != http.MethodPost
		}),
		{"anonymous-cancel", "anybody may cancel", evidence.NoSuspect, lasting, func(d *Design) {
			d.breakage.admits = func(_ *Server, c *call) bool {
				return headless(c) && strings.HasSuffix(c.request.URL.Path, "/cancel")
			}
		}},
		{"anonymous-tokens", "anybody may make tokens", evidence.NoSuspect, lasting, func(d *Design) {
			d.breakage.admits = func(_ *Server, c *call) bool {
				return headless(c) && c.request.URL.Path == "/token/create"
			}
		}},
		admits("anonymous-old-address", "anybody may start at the old address", func(_ *Server, c *call) bool {
			return headless(c) && c.request.URL.Path == oldStart
		}),
		leads("slash-behind", "an address with a slash behind it gets in without a token", func(p string) string { return strings.TrimSuffix(p, "/") },
			func(p string) bool { return strings.HasSuffix(p, "/start/") }),
		leads("slash-in-front", "an address with a second slash gets in without a token", func(p string) string { return "/" + strings.TrimLeft(p, "/") },
			func(p string) bool { return strings.HasPrefix(p, "//") }),
		leads("capitals", "an address in capital letters gets in without a token", strings.ToLower,
			func(p string) bool { return p != strings.ToLower(p) }),
		leads("ending", "an address with an ending gets in without a token", func(p string) string { return strings.TrimSuffix(p, ".json") },
			func(p string) bool { return strings.HasSuffix(p, ".json") }),
	}
}

// whiteLists are defects of what is open to API tokens.
func whiteLists() []Defect {
	listed := func(s *Server, path string) bool { return slices.Contains(s.whiteList, path) }
	return []Defect{
		{"white-list-opens-all", "a white list opens every page", evidence.NoSuspect, lasting, func(d *Design) {
			d.breakage.opens = func(s *Server, _ string) bool { return len(s.whiteList) > 0 }
		}},
		{"white-list-opens-flink", "a white list opens every page below its first part", evidence.NoSuspect, lasting, func(d *Design) {
			d.breakage.opens = func(s *Server, path string) bool {
				return len(s.whiteList) > 0 && strings.HasPrefix(path, "/flink/")
			}
		}},
		{"white-list-closes", "a white list closes the release's own address", evidence.NoSuspect, lasting, func(d *Design) {
			d.breakage.closes = func(s *Server, path string) bool { return len(s.whiteList) > 0 && !listed(s, path) }
		}},
		{"white-list-anonymous", "the white list needs no token", evidence.SuspectForgery, lasting, func(d *Design) {
			d.breakage.admits = func(s *Server, c *call) bool {
				_, sent := c.authorization()
				return !sent && listed(s, c.request.URL.Path)
			}
		}},
		{"white-list-takes-the-dead", "the white list takes tokens that are not good", evidence.SuspectRevocation, lasting, func(d *Design) {
			d.breakage.admits = func(s *Server, c *call) bool {
				_, sent := c.authorization()
				return sent && listed(s, c.request.URL.Path)
			}
		}},
		{"page-opened", "a page is open that should be closed", evidence.NoSuspect, lasting, func(d *Design) {
			d.breakage.opens = func(_ *Server, path string) bool { return path == "/flink/app/list" }
		}},
	}
}

// signIns are defects of the sign-in.
func signIns() []Defect {
	keyless := func(r release.Release) bool { return !r.UsesKeyFile() }
	return []Defect{
		{"any-password", "any password signs in", evidence.NoSuspect, keyless, func(d *Design) { d.breakage.anyPassword = true }},
		{"locked-sign-in", "a locked user signs in", evidence.NoSuspect, keyless, func(d *Design) { d.breakage.lockedSignIn = true }},
		{"short-sign-in", "a sign-in lives a minute", evidence.SuspectExpiry, lasting, func(d *Design) { d.breakage.signInLife = time.Minute }},
		{"long-sign-in", "a sign-in lives 50 s longer", evidence.SuspectNoExpiry, lasting, func(d *Design) { d.breakage.signInLife = 2*time.Hour + 50*time.Second }},
		{"sign-in-survives-password", "a sign-in survives a change of the password", evidence.NoSuspect, lasting, func(d *Design) { d.breakage.anySignIn = true }},
		{"sign-out-ends-nothing", "signing out ends nothing", evidence.NoSuspect, dying, func(d *Design) { d.breakage.staysIn = true }},
	}
}
