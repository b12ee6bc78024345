package main

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/script"
	"streampark-regress/suite/session"
)

// program is the command that runs scenarios, as it was typed to get here.
func program(called string) string {
	switch {
	case strings.HasSuffix(strings.TrimSuffix(called, ".exe"), ".test"):
		return "regress run"
	case strings.Contains(filepath.ToSlash(called), "/go-build"): // go run removes what it has built
		return "go run ./cmd/regress run"
	}
	return script.Literal(called).Quoted() + " run"
}

// again are the flags that run on the same target in the same way, each followed by
// its value, or with it in one word.
func (o *options) again(target string) []string {
	if o.atSite() {
		words := slices.Concat([]string{"--target", string(session.URL)}, o.featuresAgain(), o.siteAgain())
		if o.clock == string(clock.Wait) {
			words = append(words, "--clock", o.clock, "--max-wait", o.maxWait.String())
		}
		return words
	}
	words := append([]string{"--target", target}, o.featuresAgain()...)
	add := func(flag, value string) { words = append(words, flag, value) }
	if target == deployment.Docker {
		words = append(words, o.containersAgain()...)
	}
	if o.config != "" {
		add("--config", o.config)
	}
	if o.clock != string(clock.Jump) {
		add("--clock", o.clock)
	}
	if o.clock == string(clock.ShortTTL) {
		add("--short-ttl", o.shortTTL.String())
	}
	if o.clock == string(clock.Wait) {
		add("--max-wait", o.maxWait.String())
	}
	if o.catalogue != "" {
		add("--releases-file", o.catalogue)
	}
	if o.known == knownFail {
		add("--known-issues", o.known)
	}
	for _, d := range o.defects {
		add("--model-defect", d)
	}
	if o.out != "" && o.out != usualOut {
		add("--out", o.out)
	}
	return words
}

// featuresAgain are the flags that name the same features.
func (o *options) featuresAgain() []string {
	if o.features == "" {
		return nil
	}
	return []string{"--" + ownFeatures, o.features}
}

// containersAgain are the flags that only containers obey.
func (o *options) containersAgain() []string {
	var words []string
	add := func(flag, value string) { words = append(words, flag, value) }
	for _, given := range []struct {
		flag   string
		values []string
	}{{"--image", o.images}, {"--like", o.like}, {"--expect-known", o.expect}} {
		for _, value := range given.values {
			add(given.flag, value)
		}
	}
	if o.registry != "" {
		add("--registry", o.registry)
	}
	words = append(words, o.imagesAgain()...)
	if o.connector != "" {
		add("--mysql-connector", o.connector)
	}
	if strings.HasPrefix(o.flink, realFlink) {
		add("--flink", o.flink)
	}
	if o.jvm != string(session.FastJVM) {
		add("--jvm", o.jvm)
	}
	if o.memory > 0 {
		add("--memory", strconv.FormatInt(o.memory, 10))
	}
	if o.startTimeout != usualStart {
		add("--start-timeout", o.startTimeout.String())
	}
	return words
}
