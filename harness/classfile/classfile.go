// Package classfile reads what Java's class files say of a class: its name, its
// fields, its methods with the names of their parameters, and the annotations that
// are there at run time. Nothing is executed. The form is that of the Java Virtual
// Machine Specification, chapter 4.
package classfile

import (
	"errors"
	"fmt"
	"io"
)

// Class is a class as its file tells it. Names of types have dots.
type Class struct {
	Name        string
	Super       string
	Annotations []Annotation
	Fields      []Field
	Methods     []Method
}

// Field is a field that the class declares.
type Field struct {
	Name, Type string
	Static     bool
}

// Method is a method that the class declares.
type Method struct {
	Name        string
	Annotations []Annotation
	Parameters  []Parameter
}

// Parameter is a parameter of a method.
type Parameter struct {
	// Name is empty where the compiler left it out.
	Name, Type  string
	Annotations []Annotation
}

// Annotation is an annotation that is there at run time.
type Annotation struct {
	Type string
	// Values are the elements that were given, each as a list: numbers, texts, names
	// of constants and of classes.
	Values map[string][]string
	// Nested are the annotations within it, by their element.
	Nested map[string][]Annotation
}

// Find is the annotation of a type, by the end of its name.
func Find(all []Annotation, name string) (Annotation, bool) {
	for _, a := range all {
		if a.Type == name || len(a.Type) > len(name) && a.Type[len(a.Type)-len(name)-1:] == "."+name {
			return a, true
		}
	}
	return Annotation{}, false
}

// ErrNoClass is the error of what is no class file.
var ErrNoClass = errors.New("it is no class file")

// static and synthetic are flags of fields and methods.
const (
	static    = 0x0008
	synthetic = 0x1000
)

// Read reads a class file.
func Read(in io.Reader) (Class, error) {
	text, err := io.ReadAll(in)
	if err != nil {
		return Class{}, fmt.Errorf("read a class file: %w", err)
	}
	r := &reader{text: text}
	c := r.class()
	if r.err != nil {
		return Class{}, fmt.Errorf("read a class file: %w", r.err)
	}
	return c, nil
}

func (r *reader) class() Class {
	if r.u4() != 0xCAFEBABE {
		r.fail(ErrNoClass)
		return Class{}
	}
	r.skip(4) // the version
	r.constants()
	r.skip(2)
	c := Class{Name: dotted(r.class1()), Super: dotted(r.class1())}
	r.skip(2 * r.u2())
	for range r.u2() {
		c.Fields = append(c.Fields, r.field())
	}
	for range r.u2() {
		if m, own := r.method(); own {
			c.Methods = append(c.Methods, m)
		}
	}
	r.attributes(func(name string, r *reader) {
		if name == visible {
			c.Annotations = r.annotations()
		}
	})
	return c
}

func (r *reader) field() Field {
	flags := r.u2()
	f := Field{Name: r.text1(), Static: flags&static != 0}
	f.Type, _ = typeOf(r.text1())
	r.attributes(func(string, *reader) {})
	return f
}

// The attributes that are read.
const (
	visible           = "RuntimeVisibleAnnotations"
	visibleParameters = "RuntimeVisibleParameterAnnotations"
)

// method reads a method; the second result is false for one of the compiler's.
func (r *reader) method() (Method, bool) {
	flags := r.u2()
	m := Method{Name: r.text1()}
	types := parameters(r.text1())
	for _, t := range types {
		m.Parameters = append(m.Parameters, Parameter{Type: t})
	}
	name := func(i int, text string) {
		if i < len(m.Parameters) && m.Parameters[i].Name == "" {
			m.Parameters[i].Name = text
		}
	}
	r.attributes(func(attribute string, r *reader) {
		switch attribute {
		case visible:
			m.Annotations = r.annotations()
		case visibleParameters:
			for i := range r.u1() {
				if all := r.annotations(); i < len(m.Parameters) {
					m.Parameters[i].Annotations = all
				}
			}
		case "MethodParameters":
			for i := range r.u1() {
				if at := r.u2(); at != 0 {
					name(i, r.utf8(at))
				}
				r.skip(2)
			}
		case "Code":
			r.localNames(flags&static != 0, types, name)
		}
	})
	return m, flags&synthetic == 0
}

// localNames reads the names of a method's parameters among its local variables.
func (r *reader) localNames(isStatic bool, types []string, name func(int, string)) { //nolint:revive // it is a flag of the file's
	slots, slot := map[int]int{}, 1
	if isStatic {
		slot = 0
	}
	for i, t := range types {
		slots[slot] = i
		if slot++; t == "long" || t == "double" {
			slot++
		}
	}
	r.skip(4)
	r.skip(r.u4())
	r.skip(8 * r.u2())
	r.attributes(func(attribute string, r *reader) {
		if attribute != "LocalVariableTable" {
			return
		}
		for range r.u2() {
			start := r.u2()
			r.skip(2)
			text := r.text1()
			r.skip(2)
			if i, is := slots[r.u2()]; is && start == 0 {
				name(i, text)
			}
		}
	})
}

func (r *reader) annotations() []Annotation {
	var all []Annotation
	for range r.u2() {
		all = append(all, r.annotation())
	}
	return all
}

func (r *reader) annotation() Annotation {
	a := Annotation{Values: map[string][]string{}, Nested: map[string][]Annotation{}}
	a.Type, _ = typeOf(r.text1())
	for range r.u2() {
		r.element(&a, r.text1())
	}
	return a
}

// element reads a value of an annotation's element.
func (r *reader) element(a *Annotation, name string) {
	add := func(text string) { a.Values[name] = append(a.Values[name], text) }
	switch tag := r.u1(); tag {
	case 's':
		add(r.text1())
	case 'B', 'C', 'D', 'F', 'I', 'J', 'S', 'Z':
		add(r.number(r.u2()))
	case 'e':
		r.skip(2)
		add(r.text1())
	case 'c':
		t, _ := typeOf(r.text1())
		add(t)
	case '@':
		a.Nested[name] = append(a.Nested[name], r.annotation())
	case '[':
		for range r.u2() {
			r.element(a, name)
		}
	default:
		r.fail(fmt.Errorf("unknown kind %q of an annotation's value", rune(tag)))
	}
}
