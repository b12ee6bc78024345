package main

import (
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/requirement"
	"streampark-regress/harness/verdict"
)

func TestSettingsComeFromTheEnvironment(t *testing.T) {
	code, out, _ := regress(t, map[string]string{"REGRESS_RELEASE": "2.1.5", "REGRESS_TAGS": "@issue-3933"}, "plan")
	assert.Equal(t, 0, code)
	assert.Contains(t, out, "StreamPark 2.1.5 as shipped")
	assert.NotContains(t, out, "StreamPark 2.1.4")
}

// A variable means the same to every command that has its flag.
func TestAVariableHasOneMeaning(t *testing.T) {
	// What is said in other words and means the same.
	same := map[string]string{
		"REGRESS_DATABASE":      "the databases to run on; a command that runs on one refuses several",
		"REGRESS_DATABASE_URL":  "the database of the server at REGRESS_URL",
		"REGRESS_FEATURES":      "the folder with feature files of one's own",
		"REGRESS_FROM":          "the release before an upgrade",
		"REGRESS_JSON":          "print JSON",
		"REGRESS_CA_FILE":       "the authority of an https address",
		"REGRESS_OUT":           "the folder of the results",
		"REGRESS_KEY_FILE":      "the key file of a server of 2.1.7",
		"REGRESS_RELEASE":       "the releases to run on",
		"REGRESS_RELEASES_FILE": "the catalogue to use",
		"REGRESS_SHOW_SECRETS":  "print secrets",
		"REGRESS_TARGET":        "what to run on",
		"REGRESS_URL":           "the server that runs already",
		"REGRESS_KNOWN_ISSUES":  "what a known issue counts as",
	}
	type meaning struct{ kind, usage string }
	found := map[string][]meaning{}
	root := newRoot(streams{})
	each(root, func(c *cobra.Command) {
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			for _, v := range variables(f) {
				m := meaning{f.Value.Type(), f.Usage}
				for _, other := range found[v.name] {
					assert.Equal(t, other.kind, m.kind, "%s of %s", v.name, c.CommandPath())
					if same[v.name] == "" {
						assert.Equal(t, other.usage, m.usage, "%s of %s", v.name, c.CommandPath())
					}
				}
				found[v.name] = append(found[v.name], m)
			}
		})
	})
	for name := range same {
		assert.Contains(t, found, name)
	}
	assert.NotContains(t, found, "REGRESS_NO_DESCRIPTIONS")
	assert.NotContains(t, found, "REGRESS_HELP")
	assert.NotContains(t, found, "REGRESS_DRY_RUN")
}

// each visits a command and all below it.
func each(c *cobra.Command, do func(*cobra.Command)) {
	do(c)
	for _, below := range c.Commands() {
		each(below, do)
	}
}

// Where two commands mean two things by a flag, the variable is that of one.
func TestAVariableIsNotTakenForAnother(t *testing.T) {
	for name, tt := range map[string]struct {
		env  map[string]string
		args []string
		want string
	}{
		"results for a recording":  {map[string]string{"REGRESS_OUT": "folder"}, []string{"record", "--release", "2.1.4", "--target", "model"}, `required flag(s) "out" not set`},
		"releases for a recording": {map[string]string{"REGRESS_RELEASE": "2.1.4,2.1.5"}, []string{"record", "--out", "x", "--target", "model"}, `required flag(s) "release" not set`},
		"an upgrade, recorded":     {map[string]string{"REGRESS_TO": "2.1.5"}, []string{"record", "--release", "2.1.4", "--out", "nowhere/x", "--target", "model"}, "choose another file with --out"},
		"releases to explore":      {map[string]string{"REGRESS_RELEASE": "2.1.4,2.1.5"}, []string{"explore", "--target", "docker"}, `required flag(s) "release" not set`},
		"releases of a server":     {map[string]string{"REGRESS_RELEASE": "2.1.4,2.1.5"}, []string{"diagnose", "--url", "http://127.0.0.1:1", ""}, "there is no token in the argument"},
		"a config of the model":    {map[string]string{"REGRESS_CONFIG": "x", "REGRESS_RELEASE": "2.1.4"}, []string{"model"}, `unknown release ""`},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := regress(t, tt.env, tt.args...)
			assert.Equal(t, verdict.ExitUsage, code, errs)
			assert.Contains(t, errs, tt.want)
			assert.Empty(t, out)
		})
	}
}

// A variable that means nothing is said, with the one that was meant.
func TestUnknownVariables(t *testing.T) {
	for variable, want := range map[string]string{
		"REGRESS_RELEASES":       "unknown variable REGRESS_RELEASES in the environment: the nearest is REGRESS_RELEASE;",
		"REGRESS_TAG_":           "the nearest is REGRESS_TAG",
		"REGRESS_DATABASE_IMAGE": "unknown variable REGRESS_DATABASE_IMAGE in the environment: the nearest is REGRESS_DATABASE",
		"REGRESS_PASWORD":        "the nearest is REGRESS_PASSWORD",
		"REGRESS_DRY_RUN":        "unknown variable REGRESS_DRY_RUN",
		"REGRESS_":               "unknown variable REGRESS_ ",
	} {
		for _, args := range [][]string{{"plan"}, {"run", "--target", "model"}, {"steps"}, {"results", "prune", "--keep", "1"}, {"releases"}} {
			code, out, errs := regress(t, map[string]string{variable: "secret"}, args...)
			assert.Equal(t, verdict.ExitUsage, code, errs)
			assert.Contains(t, errs, want)
			assert.NotContains(t, errs, "secret")
			assert.Empty(t, out)
			assert.NoDirExists(t, "results")
		}
		t.Setenv(variable, "")
	}
	for _, variable := range []string{"REGRESS_POSTGRES_IMAGE", "REGRESS_MYSQL_IMAGE", "REGRESS_MARIADB_IMAGE", passwordVariable, requirement.Variable, "REGRESS_RELEASES_FILE_", "STREAMPARK_REGRESS"} {
		value := "x"
		if variable == "REGRESS_RELEASES_FILE_" { // what is empty is not set
			value = ""
		}
		code, _, errs := regress(t, map[string]string{variable: value}, "steps")
		assert.Equal(t, verdict.ExitAsExpected, code, errs)
	}
}
