package main

import (
	"strings"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
	"streampark-regress/suite/session"
)

// again is the command that runs on the same target in the same way.
func (o *options) again(target string) string {
	if o.atSite() {
		words := append([]string{"regress run --target", string(session.URL)}, o.siteAgain()...)
		if o.clock == string(clock.Wait) {
			words = append(words, "--clock", o.clock)
		}
		return strings.Join(words, " ")
	}
	words := []string{"regress run --target", target}
	if target == deployment.Docker {
		for _, given := range []struct {
			flag   string
			values []string
		}{{"--image", o.images}, {"--like", o.like}, {"--expect-known", o.expect}} {
			for _, value := range given.values {
				words = append(words, given.flag, value)
			}
		}
		if o.registry != "" {
			words = append(words, "--registry", o.registry)
		}
		words = append(words, o.imagesAgain()...)
		if o.connector != "" {
			words = append(words, "--mysql-connector", o.connector)
		}
		if strings.HasPrefix(o.flink, realFlink) {
			words = append(words, "--flink", o.flink)
		}
	}
	if o.config != "" {
		words = append(words, "--config", o.config)
	}
	if o.clock != string(clock.Jump) {
		words = append(words, "--clock", o.clock)
	}
	if o.jvm != string(session.FastJVM) {
		words = append(words, "--jvm", o.jvm)
	}
	if o.known == knownFail {
		words = append(words, "--known-issues", o.known)
	}
	for _, d := range o.defects {
		words = append(words, "--model-defect", d)
	}
	return strings.Join(words, " ")
}
