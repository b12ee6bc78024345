package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"golang.org/x/term"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/printable"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/terminal"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/verdict"
	"streampark-regress/suite"
)

// screen shows how a run goes on: on a terminal one live line for each server
// below what has ended, elsewhere a plain line for each event.
type screen struct {
	out   io.Writer
	live  bool
	width int
	total int

	mu     sync.Mutex
	done   int
	order  []string
	states map[string]string
	drawn  int
	ended  bool
}

func newScreen(out io.Writer, plan suite.Plan) *screen {
	width := columns(out)
	return &screen{out: behind(out), total: plan.Jobs(), states: map[string]string{}, width: width, live: width > 0 && os.Getenv("TERM") != "dumb"}
}

// behind is the writer that can be painted on; who does keeps what others say
// from being obeyed.
func behind(out io.Writer) io.Writer {
	if w, wrapped := out.(interface{ Unwrap() io.Writer }); wrapped {
		return w.Unwrap()
	}
	return out
}

// columns is the width of a terminal, and zero for anything else.
func columns(out io.Writer) int {
	for behind(out) != out {
		out = behind(out)
	}
	f, ok := out.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return 0
	}
	if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 20 {
		return w
	}
	return 80
}

// screenOf is what a summary is written to: colours are for terminals only, and
// NO_COLOR (no-color.org) turns them off.
func screenOf(out io.Writer) terminal.Screen {
	s := terminal.Screen{Columns: columns(out)}
	s.Colour = s.Columns > 0 && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	return s
}

// Observe shows an event.
func (s *screen) Observe(e evidence.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return
	}
	switch e.Kind {
	case evidence.KindNote:
		s.line(e.Note)
	case evidence.KindDeployment:
		s.deployment(e.Deployment)
	case evidence.KindScenario:
		s.scenario(e.Scenario)
	}
}

func (s *screen) deployment(d *evidence.Deployment) {
	switch {
	case d.Failure != "":
		s.state(d.Name, "")
		first, _, _ := strings.Cut(d.Failure, "\n")
		s.line(fmt.Sprintf("✗ %s: %s", d.Name, first))
	case d.Phase == evidence.Ready:
		s.state(d.Name, "ready")
		java := ""
		if d.Java != "" {
			java = ", on Java " + d.Java
		}
		s.line(fmt.Sprintf("• %s is ready after %.1f s%s", d.Name, d.Seconds, java))
	case d.Phase == evidence.Ended:
		s.state(d.Name, "")
	default:
		s.state(d.Name, d.Detail)
		if !s.live {
			s.line(fmt.Sprintf("• %s: %s", d.Name, d.Detail))
		}
	}
}

func (s *screen) scenario(e *evidence.Scenario) {
	if e.Phase == evidence.Begun {
		s.state(e.Deployment, e.Name)
		return
	}
	if e.Verdict == verdict.NotRun {
		return
	}
	s.done++
	line := fmt.Sprintf("[%d/%d] %s: %s", s.done, s.total, e.Release, e.Name)
	if len(e.KnownIssues) > 0 {
		line += " (" + words.KnownIssue(strings.Join(e.KnownIssues, ", ")) + ")"
	}
	s.line(words.Mark(result.MarkOf(e.Verdict, e.KnownIssues...)) + " " + line)
}

// line writes a line that stays.
func (s *screen) line(text string) {
	s.erase()
	fmt.Fprintln(s.out, printable.Text(text))
	s.draw()
}

// state sets the live line of a server; the empty text removes it.
func (s *screen) state(name, text string) {
	if _, known := s.states[name]; !known {
		s.order = append(s.order, name)
	}
	s.states[name] = printable.Line(text)
	if s.live {
		s.erase()
		s.draw()
	}
}

func (s *screen) erase() {
	if s.live && s.drawn > 0 {
		fmt.Fprintf(s.out, "\x1b[%dA\x1b[J", s.drawn)
		s.drawn = 0
	}
}

func (s *screen) draw() {
	if !s.live {
		return
	}
	for _, name := range s.order {
		if s.states[name] == "" {
			continue
		}
		text := []rune(fmt.Sprintf("  %-8s %s", name, s.states[name]))
		fmt.Fprintln(s.out, string(text[:min(len(text), s.width-1)]))
		s.drawn++
	}
}

// stop erases the live lines; later events are not shown.
func (s *screen) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.erase()
	s.ended = true
}
