package inventory_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/database"
	"streampark-regress/harness/report/inventory"
	"streampark-regress/harness/report/reporttest"
	"streampark-regress/harness/savepoints"
)

func written(t *testing.T, x savepoints.Examination) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, inventory.Write(&b, x))
	return b.String()
}

// Each finding has words of its own.
func TestEveryFindingHasItsWords(t *testing.T) {
	said := map[string]string{}
	for _, f := range reporttest.Constants(t, "../../savepoints/savepoints.go", "Finding") {
		out := written(t, savepoints.Examination{Product: database.SQLite, Applications: []savepoints.Application{{Kept: database.Kept{ID: 7, Name: "n"}, Finding: savepoints.Finding(f)}}})
		assert.NotContains(t, out, f)
		assert.Empty(t, said[out], f)
		said[out] = f
	}
}

func TestWhatIsNotSeenIsSaid(t *testing.T) {
	assert.Contains(t, written(t, savepoints.Examination{}), "not seen: whether savepoints are stored: that takes --database-url")
	empty := written(t, savepoints.Examination{Product: database.PostgreSQL, Applications: []savepoints.Application{}})
	assert.Contains(t, empty, "not seen: any application: there is none")
	assert.NotContains(t, empty, "APPLICATION")
	asking := written(t, savepoints.Examination{Applications: []savepoints.Application{{Kept: database.Kept{Asking: true}, Finding: savepoints.Current}}})
	assert.Contains(t, asking, "what is stored is as new as the log; a savepoint is being asked for, or never came (option_state 4)")
}
