package suite

import (
	"errors"
	"fmt"
)

// check finds what would make a scenario prove less than it says: it expects
// nothing, it expects nothing of a call it makes, or it looks at an answer again
// although something was done since. The error says where.
func (s Scenario) check() error {
	c := checker{scenario: s}
	expects := false
	for i := range s.Steps {
		expects = expects || s.Steps[i].Expecting()
		c.step(&s.Steps[i])
	}
	c.answered()
	if !expects {
		c.add(s.Line, "the scenario %q expects nothing, so it proves nothing: end it with a step such as \"Then the application starts\"", s.Name)
	}
	return errors.Join(c.wrong...)
}

// checker walks through the steps of a scenario.
type checker struct {
	scenario Scenario
	// called is the last step that called, acted one that did something else
	// after it, and open a call of which nothing was expected so far.
	called, acted, open *Step
	wrong               []error
}

func (c *checker) add(line int, format string, args ...any) {
	c.wrong = append(c.wrong, fmt.Errorf("%s:%d: %s", c.scenario.File, line, fmt.Sprintf(format, args...)))
}

func (c *checker) step(s *Step) {
	switch {
	case s.Calls:
		c.answered()
		c.called, c.open, c.acted = s, s, nil
	case s.Acts():
		c.answered()
		c.acted = s
	case !s.OfCall():
	case c.called == nil:
		c.add(s.Line, "%q expects something of a call, and nothing was called before", s.Text)
	case c.acted != nil:
		c.add(s.Line, "%q looks at the answer to %q (line %d) again, although %q (line %d) came after it: call again in between",
			s.Text, c.called.Text, c.called.Line, c.acted.Text, c.acted.Line)
	case s.Sees == nil:
		c.open = nil
	}
}

// answered looks for a call of which nothing was expected before the next step.
func (c *checker) answered() {
	if c.open != nil {
		c.add(c.open.Line, "nothing is expected of %q, so the call proves nothing: say after it what comes of it", c.open.Text)
		c.open = nil
	}
}
