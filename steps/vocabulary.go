package steps

// Chapter is a part of the vocabulary: the phrases about one thing.
type Chapter struct {
	Title string
	Steps []Step
}

// Chapters is the vocabulary in the order in which it is read. What is not in a
// chapter no scenario can say.
func Chapters() []Chapter {
	return []Chapter{
		{"Which StreamPark, and with which applications", deployments()},
		{"Time", times()},
		{"The server", servers()},
		{"Tokens and their rows", tokens()},
		{"The owner of the token", owners()},
		{"Calls with the token", calls()},
		{"Calls with something like the token", forgeries()},
		{"Other clients, sign-ins and pages", clients()},
		{"Calls without the token, many times or in odd ways", others()},
		{"A second scheduler", seconds()},
		{"The state of jobs", states()},
		{"Commands copied from the web page", copies()},
		{"Jobs on a real Flink (run --flink real)", jobs()},
		{"What the call is answered", answers()},
		{"What is seen besides answers", facts()},
		{"Who is let in at the sign-in", admissions()},
	}
}

// Vocabulary is every phrase there is.
func Vocabulary() []Step {
	var all []Step
	for _, c := range Chapters() {
		all = append(all, c.Steps...)
	}
	return all
}

// Kind is what a step does.
type Kind string

// The kinds of steps.
const (
	// Acts: it prepares or changes something.
	Acts Kind = "acts"
	// Calls: it makes a call, of which the next step has to expect something.
	Calls Kind = "calls"
	// Expects: it expects something, of the last call or of a fact that it goes and
	// sees.
	Expects Kind = "expects"
)

// Kind is what the step does.
func (s Step) Kind() Kind {
	switch {
	case s.Calls:
		return Calls
	case s.Expects != nil, s.Judges:
		return Expects
	}
	return Acts
}
