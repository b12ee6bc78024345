package classfile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// errShort is the error of a file that ends too soon.
var errShort = errors.New("it ends too soon")

// reader reads numbers; after the first error it reads zeros.
type reader struct {
	text []byte
	pool []constant
	err  error
}

// constant is an entry of the constant pool: a text, a number, or another's place.
type constant struct {
	text string
	at   int
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
	r.text = nil
}

func (r *reader) take(n int) []byte {
	if n < 0 || len(r.text) < n {
		if r.err == nil {
			r.fail(errShort)
		}
		return make([]byte, min(max(n, 0), 8))
	}
	part := r.text[:n]
	r.text = r.text[n:]
	return part
}

func (r *reader) skip(n int) { r.take(n) }
func (r *reader) u1() int    { return int(r.take(1)[0]) }
func (r *reader) u2() int    { return int(binary.BigEndian.Uint16(r.take(2))) }
func (r *reader) u4() int    { return int(binary.BigEndian.Uint32(r.take(4))) }

// constants reads the constant pool.
func (r *reader) constants() {
	n := r.u2()
	r.pool = make([]constant, n)
	for i := 1; i < n && r.err == nil; i++ {
		switch tag := r.u1(); tag {
		case 1:
			r.pool[i].text = string(r.take(r.u2()))
		case 3:
			r.pool[i].text = strconv.Itoa(int(int32(r.u4()))) //nolint:gosec // Java's int
		case 4:
			r.skip(4)
		case 5, 6:
			if high := r.take(8); tag == 5 {
				r.pool[i].text = strconv.FormatInt(int64(binary.BigEndian.Uint64(high)), 10) //nolint:gosec // Java's long
			}
			i++ // it takes two places
		case 7, 8, 16, 19, 20:
			r.pool[i].at = r.u2()
		case 9, 10, 11, 12, 17, 18:
			r.skip(4)
		case 15:
			r.skip(3)
		default:
			r.fail(fmt.Errorf("unknown constant %d", tag))
		}
	}
}

func (r *reader) utf8(at int) string {
	if at < 0 || at >= len(r.pool) {
		r.fail(fmt.Errorf("there is no constant %d", at))
		return ""
	}
	return r.pool[at].text
}

// text1 reads the place of a text, and class1 that of a class.
func (r *reader) text1() string { return r.utf8(r.u2()) }

func (r *reader) class1() string {
	at := r.u2()
	if at <= 0 || at >= len(r.pool) {
		return ""
	}
	return r.utf8(r.pool[at].at)
}

func (r *reader) number(at int) string { return r.utf8(at) }

// attributes reads the attributes that are next, each with a reader of its own.
func (r *reader) attributes(read func(name string, r *reader)) {
	for range r.u2() {
		name := r.text1()
		inner := &reader{text: r.take(r.u4()), pool: r.pool}
		if r.err != nil {
			return
		}
		if read(name, inner); inner.err != nil {
			r.fail(fmt.Errorf("%s: %w", name, inner.err))
		}
	}
}

func dotted(name string) string { return strings.ReplaceAll(name, "/", ".") }

// typeOf is the type that a descriptor begins with, and its length.
func typeOf(descriptor string) (string, int) {
	if descriptor == "" {
		return "", 0
	}
	switch descriptor[0] {
	case 'L':
		if end := strings.IndexByte(descriptor, ';'); end > 0 {
			return dotted(descriptor[1:end]), end + 1
		}
		return "", len(descriptor)
	case '[':
		of, n := typeOf(descriptor[1:])
		return of + "[]", n + 1
	}
	plain := map[byte]string{'B': "byte", 'C': "char", 'D': "double", 'F': "float", 'I': "int", 'J': "long", 'S': "short", 'Z': "boolean", 'V': "void"}
	return plain[descriptor[0]], 1
}

// parameters are the types of a method's parameters.
func parameters(descriptor string) []string {
	var all []string
	rest := strings.TrimPrefix(descriptor, "(")
	for rest != "" && rest[0] != ')' {
		t, n := typeOf(rest)
		all, rest = append(all, t), rest[n:]
	}
	return all
}
