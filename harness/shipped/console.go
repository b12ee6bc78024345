package shipped

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"streampark-regress/harness/classfile"
	"streampark-regress/harness/release"
)

// own begins the names of StreamPark's classes.
const own = "org.apache.streampark."

// console reads the mappings of the controllers in the console's jar, and the schema
// of H2 that is in it.
func (f Facts) console(jar []byte) error {
	files, err := zip.NewReader(bytes.NewReader(jar), int64(len(jar)))
	if err != nil {
		return err
	}
	classes := map[string]classfile.Class{}
	for _, file := range files.File {
		class := strings.HasPrefix(file.Name, strings.ReplaceAll(own, ".", "/")) && strings.HasSuffix(file.Name, ".class")
		if !class && file.Name != "db/schema-h2.sql" {
			continue
		}
		text, err := content(file)
		if err != nil {
			return fmt.Errorf("%s: %w", file.Name, err)
		}
		if !class {
			f.fresh("h2", string(text))
			continue
		}
		c, err := classfile.Read(bytes.NewReader(text))
		if err != nil {
			return fmt.Errorf("%s: %w", file.Name, err)
		}
		classes[c.Name] = c
	}
	for _, c := range classes {
		_, rest := classfile.Find(c.Annotations, "web.bind.annotation.RestController")
		_, plain := classfile.Find(c.Annotations, "stereotype.Controller")
		if rest || plain {
			f.controller(c, classes)
		}
	}
	if len(f.All[release.ChangedAddress]) == 0 {
		return errors.New("no class of the console answers to an address")
	}
	return nil
}

func content(file *zip.File) ([]byte, error) {
	in, err := file.Open()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return io.ReadAll(in)
}

// controller reads the addresses of a class.
func (f Facts) controller(c classfile.Class, classes map[string]classfile.Class) {
	prefixes := []string{""}
	if a, has := classfile.Find(c.Annotations, "web.bind.annotation.RequestMapping"); has {
		prefixes = paths(a)
	}
	for _, m := range c.Methods {
		for _, verb := range []string{"Get", "Post", "Put", "Delete", "Patch", "Request"} {
			a, has := classfile.Find(m.Annotations, "web.bind.annotation."+verb+"Mapping")
			if !has {
				continue
			}
			verbs := []string{strings.ToUpper(verb)}
			if verb == "Request" {
				if verbs = a.Values["method"]; len(verbs) == 0 {
					verbs = []string{"ANY"}
				}
			}
			for _, prefix := range prefixes {
				for _, below := range paths(a) {
					for _, verb := range verbs {
						f.address(verb+" /"+strings.Trim(strings.Trim(prefix, "/")+"/"+strings.Trim(below, "/"), "/"), m, classes)
					}
				}
			}
		}
	}
}

// paths are those of a mapping.
func paths(a classfile.Annotation) []string {
	if all := slices.Concat(a.Values["value"], a.Values["path"]); len(all) > 0 {
		return all
	}
	return []string{""}
}

func (f Facts) address(at string, m classfile.Method, classes map[string]classfile.Class) {
	f.add(release.ChangedAddress, at, "")
	var needs, access []string
	for _, a := range m.Annotations {
		name := simple(a.Type)
		switch {
		case name == "OpenAPI", name == "ApiAccess":
			var params []string
			for _, p := range a.Nested["param"] {
				params = append(params, strings.Join(p.Values["name"], ""))
			}
			access = append(access, strings.TrimSpace(name+" "+strings.Join(params, ", ")))
		case name == "RequiresPermissions", strings.HasPrefix(a.Type, own):
			needs = append(needs, strings.TrimSpace(name+" "+strings.Join(a.Values["value"], ", ")))
		}
	}
	slices.Sort(needs)
	if len(needs) > 0 {
		f.add(release.ChangedPermission, at, strings.Join(needs, "; "))
	}
	if len(access) > 0 {
		f.add(release.ChangedAccess, at, strings.Join(access, "; "))
	}
	for _, p := range m.Parameters {
		f.parameter(at, p, classes)
	}
}

// parameter reads a parameter of an address; of a type of StreamPark's own it reads
// the fields, which are what a form or a body has.
func (f Facts) parameter(at string, p classfile.Parameter, classes map[string]classfile.Class) {
	if strings.Contains(p.Type, ".servlet.") || strings.HasPrefix(p.Type, "org.springframework.validation.") {
		return
	}
	name, kind := p.Name, ""
	for _, a := range p.Annotations {
		given := slices.Concat(a.Values["value"], a.Values["name"])
		switch simple(a.Type) {
		case "RequestParam", "PathVariable", "CookieValue", "RequestHeader":
			if len(given) > 0 && given[0] != "" {
				name = given[0]
			}
			if slices.Contains(a.Values["required"], "0") || len(a.Values["defaultValue"]) > 0 {
				kind = ", optional"
			}
		case "RequestBody":
			kind = ", as the body"
		}
	}
	if bean := f.bean(strings.TrimSuffix(p.Type, "[]"), classes); bean {
		name = "form of " + simple(p.Type) // its own name is nobody's business
	}
	f.add(release.ChangedParameter, at+" "+name, simple(p.Type)+kind)
}

// bean reads the fields of a type of StreamPark's own and of those that it
// extends, and reports whether it is one.
func (f Facts) bean(name string, classes map[string]classfile.Class) bool {
	c, has := classes[name]
	if !has || c.Super == "java.lang.Enum" {
		return false
	}
	for at := c; ; {
		for _, field := range at.Fields {
			if !field.Static && !strings.Contains(field.Name, "$") {
				f.add(release.ChangedField, simple(c.Name)+"."+field.Name, simple(field.Type))
			}
		}
		if at, has = classes[at.Super]; !has {
			return true
		}
	}
}

// simple is the name of a type without its package.
func simple(name string) string { return name[strings.LastIndex(name, ".")+1:] }
