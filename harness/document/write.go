package document

import (
	"encoding/json"
	"io"
)

// Write writes a value as JSON for programs, and for people too: indented, and with
// < as it is.
func Write(out io.Writer, value any) error {
	enc := json.NewEncoder(out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(value)
}
