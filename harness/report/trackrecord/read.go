package trackrecord

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"streampark-regress/harness/document"
)

// Schema is the version of the data file's form, schema/track-record.v1.json.
const Schema = 1

// Read reads a data file. An empty one is a record of nothing. One of another
// version is an error: writing it again would lose what this program does not know.
func Read(in io.Reader) (Record, error) {
	text, err := io.ReadAll(in)
	if err != nil {
		return Record{}, fmt.Errorf("read the track record: %w", err)
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return Record{Schema: Schema, Measurements: []Measurement{}}, nil
	}
	var form struct {
		Schema int `json:"schema"`
	}
	if err := json.Unmarshal(text, &form); err != nil {
		return Record{}, fmt.Errorf("read the track record: it is no JSON: %w", err)
	}
	if form.Schema != Schema {
		return Record{}, fmt.Errorf("read the track record: it is of schema %d, and this program reads schema %d: name another file, or use the program that wrote it", form.Schema, Schema)
	}
	var r Record
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil {
		return Record{}, fmt.Errorf("read the track record: %w", err)
	}
	for _, m := range r.Measurements {
		if m.Release == "" || m.Database == "" || len(m.Cells) == 0 {
			return Record{}, fmt.Errorf("read the track record: the measurement of run %q lacks its release, its database or its cells", m.Run)
		}
	}
	return r, nil
}

// Write writes a data file.
func Write(out io.Writer, r Record) error {
	if err := document.Write(out, r); err != nil {
		return fmt.Errorf("write the track record: %w", err)
	}
	return nil
}
