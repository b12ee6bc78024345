package recording

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"strings"
	"unicode/utf8"

	"streampark-regress/harness/choice"
	"streampark-regress/harness/document"
)

// strict reads a recording's text key by key, and finds what decoding would pass
// over: keys that there are none of, and keys that stand there twice.
type strict struct {
	name string
	text []byte
	dec  *json.Decoder
	// at are the places of the recording's own values by their keys.
	at map[string]int64
}

// inspect finds the first thing that is wrong in the form of a text.
func inspect(name string, text []byte) (*strict, error) {
	s := &strict{name: name, text: text, dec: json.NewDecoder(bytes.NewReader(text)), at: map[string]int64{}}
	s.dec.UseNumber()
	if err := s.value("the recording", reflect.TypeFor[Recording]()); err != nil {
		return nil, err
	}
	if _, err := s.dec.Token(); !errors.Is(err, io.EOF) {
		return nil, s.errorf(s.dec.InputOffset(), "something stands after the recording's end")
	}
	return s, nil
}

// errorf is an error at a place of the text.
func (s *strict) errorf(offset int64, format string, args ...any) error {
	before := s.text[:min(int(offset), len(s.text))]
	begin := bytes.LastIndexByte(before, '\n') + 1
	line, _, _ := bytes.Cut(s.text[begin:], []byte("\n"))
	return &document.Error{File: s.name, Line: bytes.Count(before, []byte("\n")) + 1, Column: utf8.RuneCount(before[begin:]) + 1,
		Message: fmt.Sprintf(format, args...), Excerpt: strings.ReplaceAll(string(line), "\t", " ")}
}

// next is where the next value begins.
func (s *strict) next() int64 {
	at := s.dec.InputOffset()
	rest := s.text[at:]
	return at + int64(len(rest)-len(bytes.TrimLeft(rest, " \t\r\n:,")))
}

// broken is what is wrong where the text is no JSON.
func (s *strict) broken(err error) error {
	if syntax, is := errors.AsType[*json.SyntaxError](err); is {
		return s.errorf(syntax.Offset, "%v", err)
	}
	return s.errorf(int64(len(s.text)), "the text ends here, and the recording does not: %v", err)
}

// value reads a value that is to be decoded into a type.
func (s *strict) value(what string, into reflect.Type) error {
	at := s.next()
	if into == reflect.TypeFor[json.RawMessage]() {
		var raw json.RawMessage
		if err := s.dec.Decode(&raw); err != nil {
			return s.broken(err)
		}
		return nil
	}
	token, err := s.dec.Token()
	if err != nil {
		return s.broken(err)
	}
	if into.Kind() == reflect.Pointer {
		if token == nil {
			return nil
		}
		into = into.Elem()
	}
	wants, fits := fit(token, into)
	switch {
	case token == nil && (into.Kind() == reflect.Slice || into.Kind() == reflect.Map):
		return nil
	case !fits:
		return s.errorf(at, "%s is not %s", what, wants)
	case token == json.Delim('{'):
		return s.object(what, into)
	case token == json.Delim('['):
		return s.list(what, into)
	}
	return nil
}

// fit reports whether a value that begins with a token can be of a type, and what
// the type wants.
func fit(token json.Token, into reflect.Type) (wants string, fits bool) {
	switch into.Kind() { //nolint:exhaustive // a recording holds nothing else
	case reflect.Struct, reflect.Map:
		return "an object", token == json.Delim('{')
	case reflect.Slice:
		return "a list", token == json.Delim('[')
	case reflect.Bool:
		_, fits = token.(bool)
		return "true or false", fits
	case reflect.Int, reflect.Int64:
		number, is := token.(json.Number)
		_, err := number.Int64()
		return "a whole number", is && err == nil
	default:
		_, fits = token.(string)
		return "a text", fits
	}
}

// object reads the keys of an object and what stands there.
func (s *strict) object(what string, into reflect.Type) error {
	known := keysOf(into)
	told := map[string]bool{}
	for s.dec.More() {
		at := s.next()
		token, err := s.dec.Token()
		if err != nil {
			return s.broken(err)
		}
		key := fmt.Sprint(token)
		if told[key] {
			return s.errorf(at, "%q stands there twice in %s", key, what)
		}
		told[key] = true
		var below reflect.Type
		if into.Kind() == reflect.Map {
			below = into.Elem()
		} else {
			i, is := known.index[key]
			if !is {
				return s.errorf(at, "unknown key %q in %s: choose %s", key, what, choice.OneOf(known.names))
			}
			below = into.Field(i).Type
		}
		if into == reflect.TypeFor[Recording]() {
			s.at[key] = s.next()
		}
		if err := s.value(fmt.Sprintf("%q", key), below); err != nil {
			return err
		}
	}
	return s.end()
}

func (s *strict) list(what string, into reflect.Type) error {
	for s.dec.More() {
		if err := s.value("an entry of "+what, into.Elem()); err != nil {
			return err
		}
	}
	return s.end()
}

// end reads the end of an object or a list.
func (s *strict) end() error {
	if _, err := s.dec.Token(); err != nil {
		return s.broken(err)
	}
	return nil
}

// known are the keys of an object, in their order, and the fields they are for.
type known struct {
	names []string
	index map[string]int
}

func keysOf(into reflect.Type) known {
	k := known{index: map[string]int{}}
	if into.Kind() != reflect.Struct {
		return k
	}
	for i := range into.NumField() {
		name, _, _ := strings.Cut(into.Field(i).Tag.Get("json"), ",")
		if name != "" && name != "-" {
			k.names = append(k.names, name)
			k.index[name] = i
		}
	}
	return k
}

// ttlForm is what may stand in server.session.ttl. Units that StreamPark does not
// know were recorded too: it starts with them, and no sign-in works.
var ttlForm = regexp.MustCompile(`^[1-9][0-9]*[a-z]$`)

// ttl checks the session TTL that a recording was made with, since it is what a
// replay is made with.
func (s *strict) ttl(ttl string) error {
	if !ttlForm.MatchString(ttl) {
		return s.errorf(s.at["ttl"], "invalid ttl %q: write what server.session.ttl was, a number and a unit, such as 2h", ttl)
	}
	return nil
}
