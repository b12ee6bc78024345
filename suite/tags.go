package suite

import (
	"fmt"
	"slices"
	"strings"
)

// tagExpression decides by a scenario's tags. It is Cucumber's language: tags,
// and, or, not, parentheses. (Its Go library is not on the module proxy, and
// the expressions of godog 0.15.1 are another language.)
type tagExpression func(tags []string) bool

// parseTags reads a tag expression; the empty one takes everything.
func parseTags(text string) (tagExpression, error) {
	p := &tagParser{words: strings.Fields(strings.NewReplacer("(", " ( ", ")", " ) ").Replace(text))}
	if len(p.words) == 0 {
		return func([]string) bool { return true }, nil
	}
	e, err := p.either()
	if err == nil && len(p.words) > 0 {
		err = fmt.Errorf("unexpected %q", p.words[0])
	}
	if err != nil {
		return nil, fmt.Errorf("read the tags %q: %w; write them as \"@issue-3933 and not @upgrade\"", text, err)
	}
	return e, nil
}

type tagParser struct{ words []string }

// take consumes the next word if it is the one wanted.
func (p *tagParser) take(word string) bool {
	if len(p.words) == 0 || p.words[0] != word {
		return false
	}
	p.words = p.words[1:]
	return true
}

func (p *tagParser) either() (tagExpression, error) {
	left, err := p.both()
	for err == nil && p.take("or") {
		one := left
		var other tagExpression
		other, err = p.both()
		left = func(tags []string) bool { return one(tags) || other(tags) }
	}
	return left, err
}

func (p *tagParser) both() (tagExpression, error) {
	left, err := p.single()
	for err == nil && p.take("and") {
		one := left
		var other tagExpression
		other, err = p.single()
		left = func(tags []string) bool { return one(tags) && other(tags) }
	}
	return left, err
}

func (p *tagParser) single() (tagExpression, error) {
	switch {
	case p.take("not"):
		inner, err := p.single()
		return func(tags []string) bool { return !inner(tags) }, err
	case p.take("("):
		inner, err := p.either()
		if err == nil && !p.take(")") {
			err = fmt.Errorf("a closing parenthesis is missing")
		}
		return inner, err
	case len(p.words) > 0 && strings.HasPrefix(p.words[0], "@"):
		tag := p.words[0]
		p.words = p.words[1:]
		return func(tags []string) bool { return slices.Contains(tags, tag) }, nil
	case len(p.words) > 0:
		return nil, fmt.Errorf("%q is not a tag: tags begin with @", p.words[0])
	}
	return nil, fmt.Errorf("a tag is missing at the end")
}
