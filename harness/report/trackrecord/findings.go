package trackrecord

import (
	"fmt"

	"streampark-regress/harness/document"
)

// Finding is something that nobody had reported before this harness found it.
type Finding struct {
	Title string `yaml:"title" rule:"required"`
	// Matters is for whom it does.
	Matters string `yaml:"matters" rule:"required"`
	// FoundOn says on what it was found.
	FoundOn string `yaml:"found_on" rule:"required"`
	// Command shows it.
	Command string `yaml:"command" rule:"required"`
	// Issue is its ID in the catalogue, empty where it is no known issue there.
	Issue string `yaml:"issue"`
}

// Findings reads the findings, as fixtures/findings.yaml has them.
func Findings(text []byte) ([]Finding, error) {
	root, err := document.Read("findings.yaml", text)
	if err != nil {
		return nil, fmt.Errorf("read the findings: %w", err)
	}
	var all struct {
		Findings []Finding `yaml:"findings" rule:"required,nonempty"`
	}
	if err := document.Join(document.Decoder{}.Decode(root, &all)); err != nil {
		return nil, fmt.Errorf("read the findings: %w", err)
	}
	return all.Findings, nil
}
