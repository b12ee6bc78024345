package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"streampark-regress/harness/bisection"
	"streampark-regress/harness/release"
	"streampark-regress/harness/script"
)

// This file holds what a bisection asks, as it is kept and typed again.

// question is whatever changes an answer, beside the issue and the candidates.
func (b *bisect) question() []string {
	words := b.again("docker")
	if i := slices.Index(words, "--out"); i >= 0 {
		words = slices.Delete(words, i, i+2)
	}
	return slices.Concat(words, []string{"--tags", b.tags, "--build", b.command}, b.scenarios, b.databases)
}

// typed is the command as it is typed again.
func (b *bisect) typed() string {
	words := []string{"regress bisect"}
	b.flags.Visit(func(f *pflag.Flag) {
		if slices.Contains([]string{"force", "json", "json-file", "quiet", "verbose", "color"}, f.Name) {
			return
		}
		values := []string{f.Value.String()}
		if list, is := inner(f).(pflag.SliceValue); is {
			values = list.GetSlice()
		}
		for _, value := range values {
			words = append(words, "--"+f.Name, script.Literal(value).Quoted())
		}
	})
	return strings.Join(words, " ")
}

// inner is the value of a flag behind what refuses what cannot be meant.
func inner(f *pflag.Flag) pflag.Value {
	if v, is := f.Value.(*strictValue); is {
		return v.Value
	}
	return f.Value
}

// nameOf is the name of a bisection's folder: the same question has the same.
func nameOf(t *bisection.Track) string {
	text, _ := json.Marshal([]any{t.Find, t.Over, t.Target, t.Question, t.Candidates}) // never fails
	sum := sha256.Sum256(text)
	return t.Issue + "-" + string(t.Find) + "-" + hex.EncodeToString(sum[:4])
}

// revisionsOf are the ends in words, for errors.
func (b *bisect) revisionsOf() string {
	return fmt.Sprintf("--good %s and --bad %s", cmp.Or(b.good, "?"), cmp.Or(b.bad, "?"))
}

// entriesOf are the releases of the ends, as far as they are some: builds between
// them are judged as those.
func (b *bisect) entriesOf(c *release.Catalogue) []string {
	var all []string
	for _, end := range []string{b.bad, b.good} {
		version := strings.TrimPrefix(end, "v")
		if slices.Contains(c.Versions(), version) && !slices.Contains(all, version) {
			all = append(all, version)
		}
	}
	return all
}

// readable finds out whether a folder is there.
func readable(folder string) error {
	if info, err := os.Stat(folder); err != nil {
		return err
	} else if !info.IsDir() {
		return fmt.Errorf("%s is not a folder", folder)
	}
	return nil
}
