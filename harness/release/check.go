package release

import (
	"slices"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/choice"
	"streampark-regress/harness/document"
)

// check finds what no single value shows: what is there twice, and what
// contradicts something else.
func (c *Catalogue) check(root *document.Node) error {
	k := checker{catalogue: c, root: root.Get("releases"), releases: map[string]bool{}}
	k.servers(root.Get("databases"))
	for i, r := range c.Releases {
		k.release(k.root.Find(i), r)
	}
	return document.Join(k.wrong)
}

type checker struct {
	catalogue *Catalogue
	root      *document.Node
	releases  map[string]bool
	wrong     []*document.Error
}

func (k *checker) add(at *document.Node, format string, args ...any) {
	k.wrong = append(k.wrong, at.Errorf(format, args...))
}

func (k *checker) release(at *document.Node, r Release) {
	if k.releases[r.Version] {
		k.add(at.Find("version"), "version: %s is in the catalogue already", r.Version)
	}
	k.releases[r.Version] = true
	if _, err := r.Config.SessionTTL.Duration(); err != nil {
		k.add(at.Find("config", "session_ttl", "shipped"), "shipped: %v", err)
	}
	if !slices.Contains(r.API.Open, r.API.Start) {
		k.add(at.Find("api", "start"), "start: %s is not among the pages that are open to API tokens: choose %s", r.API.Start, choice.OneOf(r.API.Open))
	}
	k.requests(at, r)
	if r.UsesKeyFile() && r.Files.Key == "" {
		k.add(at.Find("tokens"), "tokens: they are signed or sealed with a key file: say in files.key where it is")
	}
	k.databases(at.Find("databases"), r)
	k.checks(at.Find("tokens", "checks"), r.Tokens.Checks)
	k.checks(at.Find("tokens", "checks_by_row"), r.Tokens.ChecksByRow)
	if forgets(r.Tokens.APISecret()) && !r.Tokens.ByRow() {
		k.add(at.Find("tokens"), "tokens: no server knows the key that API tokens were signed with before its start: say in checks_by_row for which causes such a token is rejected")
	}
	ids := map[string]bool{}
	for i, issue := range r.KnownIssues {
		if ids[issue.ID] {
			k.add(at.Find("known_issues", i, "id"), "id: issue %s is a known issue of %s already", issue.ID, r.Version)
		}
		ids[issue.ID] = true
		k.issue(at, i, r, issue)
	}
	ids = map[string]bool{}
	for i, w := range r.Workarounds {
		if ids[w.ID] {
			k.add(at.Find("workarounds", i, "id"), "id: workaround %s is in the list already", w.ID)
		}
		ids[w.ID] = true
	}
}

// servers looks for databases that have a server of their own and cannot be
// reached, and the other way round.
func (k *checker) servers(at *document.Node) {
	for _, name := range at.Keys() {
		d, here := k.catalogue.Databases[name.Text()], at.Get(name.Text())
		for key, said := range map[string]bool{"image": d.Image != "", "jdbc": d.JDBC != "", "memory_mb": d.MemoryMB != 0} {
			switch {
			case d.Embedded && said:
				k.add(here.Find(key), "%s: %s is embedded, and has no server of its own", key, name.Text())
			case !d.Embedded && !said:
				k.add(here, "%s is missing", key)
			}
		}
	}
}

// databases looks for databases that the catalogue does not have.
func (k *checker) databases(at *document.Node, r Release) {
	for _, name := range at.Keys() {
		database, known := k.catalogue.Databases[name.Text()]
		switch {
		case at.Get(name.Text()) == nil:
		case !known:
			k.add(name, "databases: the catalogue has no database %s", name.Text())
		case len(r.Databases[name.Text()].Settings)+len(r.Databases[name.Text()].Environment) == 0:
			k.add(name, "databases: %s does not say what makes the server use it: write settings or environment", name.Text())
		case database.Embedded && !r.Databases[name.Text()].HasConsole():
			k.add(at.Get(name.Text()), "console: %s brings %s itself: say how its rows are seen, in console", r.Version, name.Text())
		case !database.Embedded && r.Databases[name.Text()].HasConsole():
			k.add(at.Find(name.Text(), "console"), "console: %s is a server of its own, and its rows are seen there", name.Text())
		case r.Databases[name.Text()].DriverFolder != "" && database.Driver.Artifact == "":
			k.add(at.Find(name.Text(), "driver_folder"), "driver_folder: the catalogue does not say which driver %s needs: say it in databases.%s.driver", name.Text(), name.Text())
		}
	}
}

func (k *checker) checks(at *document.Node, all []cause.Cause) {
	for i, c := range all {
		if !slices.Contains(Checks(), c) {
			k.add(at.Find(i), "checks: a token that was opened is not rejected for %q: choose %s", c, choice.OneOf(Checks()))
		}
	}
}

func (k *checker) issue(at *document.Node, i int, r Release, issue KnownIssue) {
	here := at.Find("known_issues", i)
	k.symptoms(here, issue)
	if issue.FixedIn != "" {
		k.fixedIn(at, here.Find("fixed_in"), r, issue)
	}
	if _, has := k.catalogue.Databases[issue.Database]; issue.Database != "" && !has {
		k.add(here.Find("database"), "database: the catalogue has no database %s", issue.Database)
	}
}

// fixedIn looks at the release an issue is fixed in: one of the catalogue that
// comes after the one that has it, or one that comes after them all.
func (k *checker) fixedIn(entry, at *document.Node, r Release, issue KnownIssue) {
	versions := k.catalogue.Versions()
	newer := !slices.ContainsFunc(versions, func(v string) bool { return Compare(v, issue.FixedIn) >= 0 })
	switch {
	case !slices.Contains(versions, issue.FixedIn) && !newer:
		k.add(at, "fixed_in: %s is not a release of the catalogue (%s) and does not come after all of them", issue.FixedIn, choice.Of(versions))
	case Compare(issue.FixedIn, r.Version) <= 0 && k.inherited(entry, r):
		k.add(entry.Find("like"), "like: %s is like %s, which has issue %s, and that is fixed in %s: say which known_issues %s has", r.Version, r.Like, issue.ID, issue.FixedIn, r.Version)
	case Compare(issue.FixedIn, r.Version) <= 0:
		k.add(at, "fixed_in: an issue that %s has is not fixed in %s", r.Version, issue.FixedIn)
	}
}

// inherited reports whether an entry has the known issues of the one it is like.
func (k *checker) inherited(entry *document.Node, r Release) bool {
	for i, other := range k.catalogue.Releases {
		if r.Like != "" && other.Version == r.Like && k.root.Find(i).Get("known_issues") == entry.Get("known_issues") {
			return true
		}
	}
	return false
}
