// Package recording records what a StreamPark answers, exchange by exchange,
// and compares a recording with another. The recordings of the real releases
// in fixtures/recordings are the yardstick for the model, and for a release
// that is recorded again.
package recording

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"streampark-regress/harness/choice"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/submission"
)

// Recording is one file.
type Recording struct {
	Release  string `json:"release"`
	Database string `json:"database"`
	// TTL is server.session.ttl.
	TTL  string `json:"ttl"`
	Note string `json:"note"`
	// Target is where the deployment came from, empty in recordings that do
	// not say so; Notice says it in words where the built-in model answered.
	Target string `json:"target,omitempty"`
	Notice string `json:"notice,omitempty"`
	// Flows are the exchanges by flow; the order of flows is in Order.
	Flows map[string][]Entry `json:"flows"`
	Order []string           `json:"-"`
}

// Entry is one exchange, or something that was seen in the database between
// two exchanges.
type Entry struct {
	Step     string    `json:"step"`
	Request  *Request  `json:"request,omitempty"`
	Response *Response `json:"response,omitempty"`
	// VirtualSeconds is the server's time since the flow's beginning.
	VirtualSeconds *int64 `json:"virtual_seconds,omitempty"`

	Body         json.RawMessage `json:"body,omitempty"`
	RowUnchanged *bool           `json:"row_unchanged,omitempty"`
	Columns      []string        `json:"columns,omitempty"`
	Same         *bool           `json:"same,omitempty"`
	SaltChanged  *bool           `json:"salt_changed,omitempty"`
	HashChanged  *bool           `json:"hash_changed,omitempty"`
	Token        *bool           `json:"token,omitempty"`
	State        *string         `json:"state,omitempty"`
	// Submitted is what the server logged that it submits to Flink, empty for
	// nothing and nil where nobody looked.
	Submitted []submission.Submission `json:"submitted,omitzero"`
}

// Request is what was sent, with placeholders for tokens.
type Request struct {
	Method string            `json:"method"`
	Path   string            `json:"path"`
	Form   map[string]string `json:"form"`
	// Repeated are the fields that were sent more than once, with all values.
	Repeated      map[string][]string `json:"repeated,omitempty"`
	Authorization *string             `json:"authorization"`
	SessionCookie bool                `json:"session_cookie"`
}

// Response is what came back, with placeholders for tokens. Fields that a
// recording left out are nil and not compared.
type Response struct {
	Status          int             `json:"status"`
	ContentType     *string         `json:"content_type"`
	Location        *string         `json:"location"`
	SetCookie       []string        `json:"set_cookie"`
	WWWAuthenticate *string         `json:"www_authenticate"`
	Body            json.RawMessage `json:"body"`

	// partial is set for a response of which only status and body were kept.
	partial bool
}

// UnmarshalJSON notices which fields a recording left out.
func (r *Response) UnmarshalJSON(text []byte) error {
	type plain Response
	if err := json.Unmarshal(text, (*plain)(r)); err != nil {
		return err
	}
	r.partial = !bytes.Contains(text, []byte(`"set_cookie"`))
	return nil
}

// MarshalJSON leaves the fields of a partial response out again.
func (r Response) MarshalJSON() ([]byte, error) {
	if r.partial {
		return json.Marshal(struct {
			Status int             `json:"status"`
			Body   json.RawMessage `json:"body"`
		}{r.Status, r.Body})
	}
	type plain Response
	if r.SetCookie == nil {
		r.SetCookie = []string{}
	}
	return json.Marshal(plain(r))
}

// Read reads a recording from a file. The errors are those of Parse.
func Read(file string) (*Recording, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read a recording: %w", err)
	}
	return Parse(file, text)
}

// Parse reads a recording. The name is that of its file; what is wrong in its form
// is a *document.Error, with file, line and column.
func Parse(name string, text []byte) (*Recording, error) {
	r, err := parse(name, text)
	if err != nil {
		return nil, fmt.Errorf("read the recording %s: %w", filepath.Base(name), err)
	}
	return r, nil
}

func parse(name string, text []byte) (*Recording, error) {
	form, err := inspect(name, text)
	if err != nil {
		return nil, err
	}
	var r Recording
	if err := json.Unmarshal(text, &r); err != nil {
		return nil, err
	}
	if err := form.ttl(r.TTL); err != nil {
		return nil, err
	}
	switch {
	case r.Release == "" || len(r.Flows) == 0:
		return nil, errors.New("it has no release or no flows")
	case !slices.Contains(databases(), r.Database):
		return nil, fmt.Errorf("it was recorded on the database %q, and only one on %s can be replayed", r.Database, choice.Of(databases()))
	}
	for name, entries := range r.Flows {
		if len(entries) == 0 {
			return nil, fmt.Errorf("the flow %q has no entries", name)
		}
	}
	order, err := keys(text)
	if err != nil {
		return nil, err
	}
	r.Order = order
	return &r, nil
}

// keys lists the flows in the order of the file.
func keys(text []byte) ([]string, error) {
	var outer struct {
		Flows json.RawMessage `json:"flows"`
	}
	if err := json.Unmarshal(text, &outer); err != nil {
		return nil, err
	}
	dec := json.NewDecoder(bytes.NewReader(outer.Flows))
	if _, err := dec.Token(); err != nil {
		return nil, err
	}
	var names []string
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return nil, err
		}
		var skip json.RawMessage
		if err := dec.Decode(&skip); err != nil {
			return nil, err
		}
		names = append(names, fmt.Sprint(name))
	}
	return names, nil
}

// Write writes a recording in the form Read reads.
func (r *Recording) Write(out io.Writer) error {
	flows := &bytes.Buffer{}
	flows.WriteByte('{')
	for i, name := range r.Order {
		if i > 0 {
			flows.WriteByte(',')
		}
		key, err := json.Marshal(name)
		if err != nil {
			return fmt.Errorf("write a recording: %w", err)
		}
		value, err := json.Marshal(r.Flows[name])
		if err != nil {
			return fmt.Errorf("write a recording: %w", err)
		}
		flows.Write(key)
		flows.WriteByte(':')
		flows.Write(value)
	}
	flows.WriteByte('}')
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(struct {
		Release  string          `json:"release"`
		Database string          `json:"database"`
		TTL      string          `json:"ttl"`
		Note     string          `json:"note"`
		Target   string          `json:"target,omitempty"`
		Notice   string          `json:"notice,omitempty"`
		Flows    json.RawMessage `json:"flows"`
	}{r.Release, r.Database, r.TTL, r.Note, r.Target, r.Notice, flows.Bytes()}); err != nil {
		return fmt.Errorf("write a recording: %w", err)
	}
	return nil
}

// OfModel reports whether the built-in model's answers were recorded, and not
// StreamPark's.
func (r *Recording) OfModel() bool { return deployment.IsModel(r.Target) }

// Entries counts the entries of all flows.
func (r *Recording) Entries() int {
	n := 0
	for _, f := range r.Flows {
		n += len(f)
	}
	return n
}
