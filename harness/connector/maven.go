package connector

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// fetchWithin bounds a fetch.
const fetchWithin = 5 * time.Minute

// plugin copies an artifact into a folder.
const plugin = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"

// askMaven fetches an artifact with Maven, which knows the mirrors and proxies of
// the machine.
func askMaven(ctx context.Context, artifact, folder string) error {
	maven, err := exec.LookPath("mvn")
	if err != nil {
		return errors.New("there is no Maven (mvn) here to ask Maven Central: install it")
	}
	ctx, cancel := context.WithTimeout(ctx, fetchWithin)
	defer cancel()
	command := exec.CommandContext(ctx, maven, "--batch-mode", "--quiet", plugin, "-Dartifact="+artifact, "-DoutputDirectory="+folder)
	command.Dir = folder // a pom.xml where the program was called is none of its business
	said, err := command.CombinedOutput()
	if ctx.Err() != nil {
		return fmt.Errorf("mvn gave no answer within %s: %w", fetchWithin, ctx.Err())
	}
	if err != nil {
		return fmt.Errorf("mvn: %w: %s", err, firstError(string(said)))
	}
	return nil
}

// firstError is the first line in which Maven tells of an error.
func firstError(said string) string {
	for line := range strings.Lines(said) {
		if failure, is := strings.CutPrefix(line, "[ERROR]"); is {
			return strings.TrimSpace(failure)
		}
	}
	return strings.TrimSpace(said)
}
