package settings

import "fmt"

// File is a configuration in one file.
type File struct {
	// Name is its path, for messages and for whoever installs it.
	Name   string
	Text   []byte
	Format Format
}

// Files is the file itself.
func (f *File) Files() []File { return []File{*f} }

// Get reads a key.
func (f *File) Get(key string) (string, bool, error) { return f.Format.Get(f.Text, key) }

// Set changes or adds a key. It reads the value back: an edit that did not take
// is an error here, and not a server with another configuration than the report
// says.
func (f *File) Set(key, value string) error {
	text, err := f.Format.Set(f.Text, key, value)
	if err != nil {
		return err
	}
	got, _, err := f.Format.Get(text, key)
	if err != nil {
		return fmt.Errorf("set %s: %w", key, err)
	}
	if got != value {
		return fmt.Errorf("set %s: the file now says %q instead of %q", key, got, value)
	}
	f.Text = text
	return nil
}
