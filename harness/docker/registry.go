package docker

import (
	"fmt"
	"regexp"
	"strings"
)

// Registry is a mirror from which images are pulled instead of Docker Hub: a host,
// with a path if it has one. The zero Registry is none.
type Registry string

var registryForm = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]+)?(/[a-z0-9]+([._-]+[a-z0-9]+)*)*$`)

// ParseRegistry reads a mirror. The error is the user's.
func ParseRegistry(text string) (Registry, error) {
	text = strings.TrimSuffix(text, "/")
	if text != "" && !registryForm.MatchString(text) {
		return "", fmt.Errorf("%q is not the prefix of a registry: write a host, with a port and a path if it has them, such as mirror.example:5000/docker", text)
	}
	return Registry(text), nil
}

// Names are the names by which the mirror has an image, the best first. An image
// that names a registry of its own, or its digest, which no other name can have, is
// pulled from there. Docker Hub's own images
// lie below library/ on some mirrors and not on others.
func (r Registry) Names(ref string) []string {
	first, _, nested := strings.Cut(ref, "/")
	switch {
	case r == "", strings.Contains(ref, "@"), nested && (strings.ContainsAny(first, ".:") || first == "localhost"):
		return []string{ref}
	case !nested:
		return []string{string(r) + "/library/" + ref, string(r) + "/" + ref}
	}
	return []string{string(r) + "/" + ref}
}

// From is the engine that pulls from a mirror.
func (e *Engine) From(r Registry) *Engine {
	mirrored := *e
	mirrored.registry = r
	return &mirrored
}
