package release

import (
	"slices"

	"streampark-regress/harness/document"
)

// requests finds what is wrong in the requests of a release and in its copied
// curl commands.
func (k *checker) requests(at *document.Node, r Release) {
	requests := at.Find("api", "requests")
	addresses := map[string]bool{}
	for i, q := range r.API.Requests {
		here := requests.Find(i)
		if addresses[q.Address] {
			k.add(here.Find("address"), "address: %s is in the list already", q.Address)
		}
		addresses[q.Address] = true
		if f, said := q.find(func(f Field) bool { return f.Means == Application }); !said || !f.Required {
			k.add(here, "fields: a request to %s an application needs a required field that means %s", q.Action, Application)
		}
		k.fields(here.Find("fields"), q)
	}
	if q, listed := r.Request(r.API.Start); !listed || q.Action != Start {
		k.add(at.Find("api", "start"), "start: %s is not among the requests that start an application", r.API.Start)
	}
	given := map[string]bool{}
	for i, c := range r.API.CopyCurl {
		here := at.Find("api", "copy_curl", i)
		if given[c.Gives] {
			k.add(here.Find("gives"), "gives: the curl command for %s is in the list already", c.Gives)
		}
		given[c.Gives] = true
		k.copied(here, r, c)
	}
}

func (k *checker) fields(at *document.Node, q Request) {
	names := map[string]bool{}
	for i, f := range q.Fields {
		here := at.Find(i)
		if names[f.Name] {
			k.add(here.Find("name"), "name: the request reads %s already", f.Name)
		}
		names[f.Name] = true
		if !f.Means.Of(q.Action) {
			k.add(here.Find("means"), "means: a request to %s an application has no field for %s", q.Action, f.Means)
		}
		if f.Means.IsFlag() != (f.Takes != "") {
			k.takes(here, f)
		}
		switch original := slices.IndexFunc(q.Fields, func(o Field) bool { return o.Name == f.AliasOf }); {
		case f.AliasOf == "" && f.Where != "":
			k.add(here.Find("where"), "where: %s counts for everybody unless it is an alias: say alias_of too", f.Name)
		case f.AliasOf == "":
		case f.Where == "":
			k.add(here.Find("alias_of"), "alias_of: say where the alias counts: choose one of %v", Subjects())
		case original < 0 || q.Fields[original].AliasOf != "" || q.Fields[original].Means != f.Means:
			k.add(here.Find("alias_of"), "alias_of: the request has no field %s that means %s and is not an alias itself", f.AliasOf, f.Means)
		case original < i:
			k.add(here, "alias_of: %s counts before %s: put it before that one in the list", f.Name, f.AliasOf)
		}
	}
}

func (k *checker) takes(at *document.Node, f Field) {
	if f.Takes == "" {
		k.add(at, "takes: say how a value of %s is read, since it is true or false: choose one of %v", f.Name, AllTakes())
		return
	}
	k.add(at.Find("takes"), "takes: %s means %s, which is not true or false: leave it out", f.Name, f.Means)
}

func (k *checker) copied(at *document.Node, r Release, c CopyCurl) {
	q, listed := r.Request(c.Gives)
	if !listed {
		k.add(at.Find("gives"), "gives: %s is not among the requests", c.Gives)
		return
	}
	f, read := q.Reads(c.Flag, APIToken)
	if !read || !f.Means.IsFlag() || !f.Means.KeepsState() {
		k.add(at.Find("flag"), "flag: %s has no field %s that asks for a savepoint", c.Gives, c.Flag)
	}
}
