package shipment

import (
	"fmt"
	"io"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/document"
	"streampark-regress/harness/release"
)

// told is a comparison as JSON; its form is schema/shipment.v1.json.
type told struct {
	Schema int  `json:"schema"`
	Before side `json:"before"`
	After  side `json:"after"`
	// Target is where servers came from, empty where none was started, and Model is
	// set where they were the built-in model.
	Target    string `json:"target"`
	Model     bool   `json:"model"`
	Exchanges int    `json:"exchanges"`
	// NotCompared was left out, and NotFoundOut could not be compared.
	NotCompared []string `json:"not_compared"`
	NotFoundOut []string `json:"not_found_out"`
	Undeclared  int      `json:"undeclared"`
	Changes     []change `json:"changes"`
}

type side struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type change struct {
	Kind      release.ChangeKind `json:"kind"`
	Name      string             `json:"name"`
	Before    *string            `json:"before"`
	After     *string            `json:"after"`
	Declared  bool               `json:"declared"`
	MattersTo release.Audience   `json:"matters_to,omitempty"`
	Because   string             `json:"because,omitempty"`
	Exchanges []string           `json:"exchanges,omitempty"`
}

// JSON writes a comparison for programs.
func JSON(out io.Writer, c Comparison) error {
	t := told{Schema: 1, Before: side(c.Before), After: side(c.After), Target: c.Target, Model: deployment.IsModel(c.Target), Exchanges: c.Exchanges,
		NotCompared: append([]string{}, c.Left...), NotFoundOut: append([]string{}, c.Missed...), Undeclared: c.Undeclared(), Changes: []change{}}
	for _, one := range c.Changes {
		t.Changes = append(t.Changes, change{one.Change.Kind, one.Name, one.Was, one.Is, one.Known, one.MattersTo, one.Because, one.At})
	}
	if err := document.Write(out, t); err != nil {
		return fmt.Errorf("write the comparison: %w", err)
	}
	return nil
}
