package result

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"streampark-regress/harness/evidence"
)

// Read reads an event log that was written before. The error says so when the
// log is of another format than this program's.
func Read(in io.Reader) ([]evidence.Event, error) {
	log, err := io.ReadAll(in)
	if err != nil {
		return nil, fmt.Errorf("read the event log: %w", err)
	}
	if err := ofThisFormat(log); err != nil {
		return nil, err
	}
	return evidence.Read(bytes.NewReader(log))
}

// ofThisFormat looks for the event that says the log's format, and at nothing
// else: in another format the rest may mean anything.
func ofThisFormat(log []byte) error {
	for line := range bytes.Lines(log) {
		var e struct {
			Run *struct {
				Phase  evidence.Phase `json:"phase"`
				Format int            `json:"format"`
			} `json:"run"`
		}
		if json.Unmarshal(line, &e) != nil || e.Run == nil || e.Run.Phase != evidence.Begun {
			continue
		}
		switch found := max(e.Run.Format, 1); {
		case found < evidence.LogFormat:
			return fmt.Errorf("the event log has format %d (written by an earlier version of regress) and this program reads format %d; run it again", found, evidence.LogFormat)
		case found > evidence.LogFormat:
			return fmt.Errorf("the event log has format %d (written by a later version of regress) and this program reads format %d; read it with that version", found, evidence.LogFormat)
		}
		return nil
	}
	return nil
}
