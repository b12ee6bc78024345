package evidence_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/evidence"
)

// A log that somebody changed is refused with its line, whatever was changed: no
// reader has to look whether an event holds what its kind says.
func TestAnEventIsWhatItsKindSays(t *testing.T) {
	for line, wrong := range map[string]string{
		`{"kind":"note","note":"pulling"}`:                            "",
		`{"kind":"note"}`:                                             "",
		`{"kind":"attempt","job":"a","attempt":{"id":1}}`:             "",
		`{"kind":"attempt","job":"a"}`:                                `line 1: the event is of the kind "attempt" and does not hold one`,
		`{"kind":"attempt","job":"a","attempt":null}`:                 `line 1: the event is of the kind "attempt" and does not hold one`,
		`{"kind":"run","scenario":{}}`:                                `line 1: the event is of the kind "run" and does not hold one`,
		`{"kind":"note","job":"a","check":{}}`:                        `line 1: the event is of the kind "note" and holds a check`,
		`{"kind":"check","check":{"verdict":"as expected"}}`:          `line 1: the event is of the kind "check" and does not say of which scenario`,
		`{"kind":"surprise"}`:                                         `line 1: the event is of the unknown kind "surprise"`,
		`null`:                                                        `line 1: the event is of the unknown kind ""`,
		`{"kind":"scenario","job":"a","scenario":{},"deployment":{}}`: `line 1: the event is of the kind "scenario" and holds a deployment`,
	} {
		events, err := evidence.Read(strings.NewReader(line + "\n"))
		if wrong == "" {
			assert.NoError(t, err, line)
			assert.Len(t, events, 1)
			continue
		}
		assert.ErrorContains(t, err, wrong, line)
	}
}
