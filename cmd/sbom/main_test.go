package main

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The bill of a program names the modules in it.
func TestBill(t *testing.T) {
	program := filepath.Join(t.TempDir(), "regress")
	built, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, "streampark-regress/cmd/regress").CombinedOutput()
	require.NoError(t, err, string(built))
	var out, again bytes.Buffer
	require.NoError(t, run(&out, []string{program}))
	require.NoError(t, run(&again, []string{program}))
	assert.Equal(t, out.String(), again.String(), "the same program has the same bill")
	var b bill
	require.NoError(t, json.Unmarshal(out.Bytes(), &b))
	assert.Equal(t, "CycloneDX", b.Format)
	assert.Equal(t, "regress", b.Metadata.Component.Name)
	found := map[string]component{}
	for _, c := range b.Components {
		found[c.Name] = c
		assert.Equal(t, "pkg:golang/"+c.Name+"@"+c.Version, c.URL)
		assert.Equal(t, c.URL, c.Ref)
	}
	assert.Len(t, found, len(b.Components), "a module is in it once: a bom-ref names one component")
	assert.Contains(t, found, "github.com/spf13/cobra")
}

func TestWhatHasNoBill(t *testing.T) {
	for want, args := range map[string][]string{
		"name the program":             nil,
		"read what main.go is made of": {"main.go"},
		"read what nowhere is made of": {"nowhere"},
	} {
		var out bytes.Buffer
		assert.ErrorContains(t, run(&out, args), want)
		assert.Empty(t, out.String())
	}
}
