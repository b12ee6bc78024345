package script_test

import (
	"testing"

	"streampark-regress/harness/script"
)

// Whatever a file holds, reading it ends, and what was read can be written.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"curl -d a=1 h/a", "curl -d @- <<E h\na=$A\nE\n", "don't `curl -X h", "bash -c \"curl 'h' -\"", "curl -\\\n-d\\", "curl -$A --data \"$(curl h)\"", "$CURL {a,b} -:", "curl <<0"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := script.Read("x", text)
		for _, c := range s.Calls {
			if c.Line < 1 || c.String() == "" {
				t.Errorf("%d: %q", c.Line, c.String())
			}
			c.Credentials()
		}
		s.Mentions("/a")
	})
}
