package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/recording"
	"streampark-regress/suite/session"
)

// offer lists what can be typed, each word with what it means behind a tab. What
// cannot be read offers nothing: a key that is pressed is no time for errors.
type offer func(o *options) []string

// complete tells the shell what can be typed behind flags and commands.
func complete(root *cobra.Command) {
	for _, below := range root.Commands() {
		complete(below)
	}
	root.Flags().VisitAll(func(f *pflag.Flag) {
		// It fails for a flag that has one already, and none has.
		_ = root.RegisterFlagCompletionFunc(f.Name, func(c *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
			return offerBehind(c, f, typed)
		})
	})
	if root.ValidArgsFunction != nil {
		return
	}
	if words, has := arguments()[root.CommandPath()]; has {
		root.ValidArgsFunction = func(c *cobra.Command, typed []string, _ string) ([]string, cobra.ShellCompDirective) {
			return untyped(words(asTyped(c)), typed), cobra.ShellCompDirectiveNoFileComp
		}
	} else if root.Args != nil && root.Args(root, []string{"x"}) != nil {
		root.ValidArgsFunction = cobra.NoFileCompletions
	}
}

// asksForShell makes cobra's command for completion refuse what is no shell.
func asksForShell(root *cobra.Command) {
	for _, c := range root.Commands() {
		if c.Name() == "completion" {
			c.RunE = func(*cobra.Command, []string) error {
				return usage(errors.New("say for which shell: `regress completion bash`, zsh, fish or powershell"))
			}
		}
	}
}

// completing reports whether a command is the one by which the shell asks what can
// be typed. Whoever presses a key wants no errors, and cobra sets flags twice then.
func completing(command string) bool {
	return command == cobra.ShellCompRequestCmd || command == cobra.ShellCompNoDescRequestCmd
}

// offers are what can be typed behind flags, by their names. Behind others go files
// or words that nobody knows.
func offers() map[string]offer {
	return map[string]offer{
		"release":      offerReleases,
		"from":         offerReleases,
		"to":           offerReleases,
		"via":          offerReleases,
		"like":         offerReleases,
		"tags":         offerTags,
		"scenario":     offerScenarios,
		"expect-known": offerIssues,
		"issue":        offerIssues,
		"model-defect": offerReleaseDefects,
		"defect":       offerDefects,
		"database":     offerDatabases,
		"target":       always(string(session.Auto), string(session.Docker), string(session.Model), string(session.URL)),
		"clock":        always(string(clock.Jump), string(clock.ShortTTL), string(clock.Wait)),
		"jvm":          always(string(session.FastJVM), string(session.ShippedJVM)),
		"flink":        always(standInFlink, realFlink),
		"warm":         always(warmths()...),
		knownIssues:    always(knownPass, knownFail),
		"color":        always("auto", "always", "never"),
		"suite":        always(recording.Suites()...),
		"java":         always(javas()...),
		rerunFailed:    offerRuns,
	}
}

// arguments are what can be typed behind commands, by their paths.
func arguments() map[string]offer {
	return map[string]offer{
		"regress reproduce": offerIssues,
		"regress defects":   offerDefects,
		"regress releases":  offerReleases,
		"regress compare":   offerRuns,
		"regress report":    offerFolders,
		"regress run":       offerRerun,
	}
}

// folders are the flags behind which a folder goes, and files those behind which a
// file goes; where the kinds of files are known, with their endings.
func folders() []string { return []string{ownFeatures, "out"} }

func files() map[string][]string {
	return map[string][]string{"releases-file": {"yaml", "yml"}, "config": {"yaml", "yml"}, "mysql-connector": {"jar"}, "distribution": {"gz"},
		"ca-file": nil, "password-file": nil, "key-file": nil, "token-file": nil, "json-file": nil, "save": nil, "load": nil}
}

// offerBehind are the words that go behind a flag: behind the last comma of a list.
func offerBehind(c *cobra.Command, f *pflag.Flag, typed string) ([]string, cobra.ShellCompDirective) {
	endings, file := files()[f.Name]
	words, has := offers()[f.Name]
	switch {
	case slices.Contains(folders(), f.Name) && c.Name() != "record":
		return nil, cobra.ShellCompDirectiveFilterDirs
	case file && endings == nil, f.Name == "out":
		return nil, cobra.ShellCompDirectiveDefault
	case file:
		return endings, cobra.ShellCompDirectiveFilterFileExt
	case !has:
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	all := words(asTyped(c))
	if f.Value.Type() == "stringSlice" {
		before := typed[:strings.LastIndex(typed, ",")+1]
		all = untyped(all, strings.Split(before, ","))
		for i, word := range all {
			all[i] = before + word
		}
	}
	return all, cobra.ShellCompDirectiveNoFileComp
}

// untyped are the words that were not typed yet.
func untyped(all, typed []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(offered string) bool {
		word, _, _ := strings.Cut(offered, "\t")
		return slices.Contains(typed, word)
	})
}

// always offers words that are always the same.
func always(all ...string) offer { return func(*options) []string { return all } }

// asTyped are the flags that say where to look, as they were typed or set.
func asTyped(c *cobra.Command) *options {
	o := &options{out: usualOut}
	_ = fromEnvironment(c.Flags()) // a wrong variable is told when the command is run
	for name, value := range map[string]*string{"releases-file": &o.catalogue, ownFeatures: &o.features, "out": &o.out, rerunFailed: &o.rerun} {
		if f := c.Flags().Lookup(name); f != nil && f.Value.String() != "" {
			*value = f.Value.String()
		}
	}
	return o
}
