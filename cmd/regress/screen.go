package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/printable"
	"streampark-regress/harness/report/result"
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
	states map[string]phase
	drawn  int
	ended  bool
	// over ends the clock of the live lines.
	over chan struct{}
}

// phase is what a server does, and since when.
type phase struct {
	text  string
	since time.Time
}

// elapsed is how long it does that.
func (s phase) elapsed() string { return time.Since(s.since).Truncate(time.Second).String() }

func newScreen(out io.Writer, plan suite.Plan) *screen {
	width := columns(out)
	s := &screen{out: behind(out), total: plan.Jobs(), states: map[string]phase{}, width: width, live: width > 0 && os.Getenv("TERM") != "dumb", over: make(chan struct{})}
	if s.live {
		go s.tick()
	}
	return s
}

// tick draws the live lines again each second, so that their times go on.
func (s *screen) tick() {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for {
		select {
		case <-s.over:
			return
		case <-t.C:
			s.mu.Lock()
			if !s.ended {
				s.erase()
				s.draw()
			}
			s.mu.Unlock()
		}
	}
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
		began := s.states[d.Name].since
		if d.Phase == evidence.Begun || began.IsZero() {
			began = time.Now()
		}
		waiting := phase{d.Detail, began}
		s.set(d.Name, waiting)
		if !s.live {
			s.line(fmt.Sprintf("• %s, %s: %s", d.Name, waiting.elapsed(), d.Detail))
		}
	}
}

func (s *screen) scenario(e *evidence.Scenario) {
	if e.Phase == evidence.Begun {
		s.state(e.Deployment, e.Name)
		return
	}
	interrupted := e.Reason != nil && e.Reason.Kind == evidence.Interrupted
	if e.Verdict == verdict.NotRun || interrupted { // the summary counts them
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

// state sets the live line of a server from now on; the empty text removes it.
func (s *screen) state(name, text string) { s.set(name, phase{text, time.Now()}) }

func (s *screen) set(name string, to phase) {
	if _, known := s.states[name]; !known {
		s.order = append(s.order, name)
	}
	to.text = printable.Line(to.text)
	s.states[name] = to
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
		now := s.states[name]
		if now.text == "" {
			continue
		}
		text := []rune(fmt.Sprintf("  %-8s %6s  %s", name, now.elapsed(), now.text))
		if len(text) >= s.width {
			text = append(text[:s.width-2], '…')
		}
		fmt.Fprintln(s.out, string(text))
		s.drawn++
	}
}

// stop erases the live lines; later events are not shown.
func (s *screen) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.erase()
	if !s.ended {
		close(s.over)
	}
	s.ended = true
}
