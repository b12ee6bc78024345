package migration

import (
	"regexp"
	"slices"
	"strings"

	"streampark-regress/harness/script"
)

// Pages whose calls say who somebody is (tags v2.1.4 to v2.1.7:
// PassportController, AccessTokenController).
const (
	signInPage = "/passport/signin"
	createPage = "/token/create"
	checkPage  = "/token/check"
	listPage   = "/token/list"
	togglePage = "/token/toggle"
	deletePage = "/token/delete"
)

// addresses are all that the releases of the catalogue have, as far as it knows
// them.
func (c Check) addresses() []string {
	all := []string{signInPage, createPage, checkPage, listPage, togglePage, deletePage}
	for _, r := range c.Catalogue.Releases {
		for _, q := range r.API.Requests {
			all = append(all, q.Address)
		}
		for _, copied := range r.API.CopyCurl {
			all = append(all, copied.Address)
		}
		for _, page := range r.API.OtherPages {
			all = append(all, page.Path)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// certainty is how sure it is that a call is one to StreamPark.
type certainty int

const (
	impossible certainty = iota
	possible
	certain
)

// find finds the address of StreamPark's that a call's URL ends with. StreamPark
// may stand below a path of its own.
func find(url script.Text, addresses []string) (string, certainty) {
	if strings.ContainsAny(url.String(), "{[") && url.Known() {
		url = alternatives(url)
	}
	end := path(url)
	for _, a := range addresses {
		if strings.HasSuffix(strings.TrimSuffix(end, "/"), a) {
			return a, certain
		}
	}
	if url.Known() {
		return "", impossible
	}
	begin := strings.TrimLeft(beginning(url), "/")
	for _, a := range addresses {
		fits := strings.HasSuffix(a, end) || end == "/"
		if begin != "" {
			// What is known of the path has to be able to be the address's.
			fits = fits && (strings.HasPrefix(strings.TrimLeft(a, "/"), begin) || strings.Contains(strings.ToLower(begin), "streampark"))
		}
		if fits {
			return "", possible
		}
	}
	return "", impossible
}

// alternatives hides what curl takes for several addresses: {start,cancel}.
func alternatives(url script.Text) script.Text {
	text := url.String()
	at := regexp.MustCompile(`\{[^}]*\}|\[[^\]]*\]`).FindStringIndex(text)
	if at == nil {
		return url
	}
	return script.Text{{Text: text[:at[0]]}, {Text: text[at[0]:at[1]], Hidden: true}, {Text: text[at[1]:]}}
}

// path is what is known of the end of a URL's path, its slashes single.
func path(url script.Text) string {
	end := url.End()
	if url.Known() {
		end = afterHost(end)
	}
	return regexp.MustCompile(`/{2,}`).ReplaceAllString(end, "/")
}

// beginning is what is known of the beginning of the path of a URL that hides
// something; empty where the host is hidden.
func beginning(url script.Text) string {
	start := url.Start()
	if !strings.Contains(start, "://") {
		return ""
	}
	return afterHost(start)
}

// afterHost leaves out the scheme and the host.
func afterHost(url string) string {
	_, rest, schemed := strings.Cut(url, "://")
	if !schemed {
		rest = url
	}
	at := strings.Index(rest, "/")
	if at < 0 {
		return ""
	}
	return rest[at:]
}

// moved is a URL with another address at its end.
func moved(url script.Text, from, to string) script.Text {
	last := len(url) - 1
	text := strings.TrimSuffix(url[last].Text, "/")
	return append(url[:last:last], script.Part{Text: strings.TrimSuffix(text, from) + to})
}
