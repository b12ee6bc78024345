package main

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/docker/dockertest"
)

// secrets are the forms of what must not leave the program.
func secrets() map[string]*regexp.Regexp {
	return map[string]*regexp.Regexp{
		"a token":                 regexp.MustCompile(`69qMW7re[A-Za-z0-9+/%]{9}`), // every sealed JWT begins like that
		"an unsealed JWT":         regexp.MustCompile(`eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}`),
		"a password":              regexp.MustCompile(`Pw-[A-Za-z0-9]`), // those the scenarios make begin like that
		"a password in an answer": regexp.MustCompile(`"(password|salt)":"[^"\[]`),
		// What follows sha256: is the digest of an image.
		"a password's hash":       regexp.MustCompile(`(^|[^0-9a-z:]|[^6]:)[0-9a-f]{64}\b`),
		"a session's cookie":      regexp.MustCompile(`JSESSIONID=[^"$\s;]{8}`),
		"the database's password": regexp.MustCompile(`(?m)^ +password: *'?[^'\s<]`),
		"the reporter's secret":   regexp.MustCompile(`their-secret`),
	}
}

// everything is all that a run has written, by file; of archives the files in
// them.
func everything(t *testing.T, folder string) map[string]string {
	t.Helper()
	all := map[string]string{}
	require.NoError(t, filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Type()&os.ModeSymlink != 0 {
			return err
		}
		text, err := os.ReadFile(path)
		all[path] = string(text)
		if filepath.Ext(path) == ".zip" {
			delete(all, path)
			unpack(t, path, all)
		}
		return err
	}))
	return all
}

func unpack(t *testing.T, path string, into map[string]string) {
	t.Helper()
	archive, err := zip.OpenReader(path)
	require.NoError(t, err)
	defer archive.Close()
	for _, f := range archive.File {
		in, err := f.Open()
		require.NoError(t, err)
		text, err := io.ReadAll(in)
		require.NoError(t, err)
		into[path+":"+f.Name] = string(text)
	}
}

func assertNoSecret(t *testing.T, all map[string]string) {
	t.Helper()
	for name, text := range all {
		for what, form := range secrets() {
			if at := form.FindStringIndex(text); at != nil {
				assert.Failf(t, "a secret got out", "%s holds %s: %q", name, what, text[max(0, at[0]-40):min(len(text), at[1]+10)])
			}
		}
	}
}

// reporters is a reporter's config.yaml with a secret in it.
func reporters(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config.yaml")
	require.NoError(t, os.WriteFile(file, []byte("server:\n  session:\n    ttl: 24h\nldap:\n  password: their-secret\n"), 0o644))
	return file
}

func TestNoSecretLeavesTheProgram(t *testing.T) {
	config := reporters(t)
	for name, args := range map[string][]string{
		"run":       {"run", "--target", "model"},
		"reproduce": {"reproduce", "3933", "--target", "model", "--release", "2.1.4", "--config", config},
		"upgrade":   {"upgrade", "--from", "2.1.4", "--to", "2.1.5", "--rollback", "--target", "model"},
	} {
		t.Run(name, func(t *testing.T) {
			summary := filepath.Join(t.TempDir(), "summary.md")
			code, out, errs := regress(t, map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": summary}, args...)
			require.Equal(t, 0, code, errs)
			all := everything(t, ".")
			all["terminal"] = out + errs
			if text, err := os.ReadFile(summary); err == nil {
				all["summary"] = string(text)
			}
			assertNoSecret(t, all)
			if name != "upgrade" {
				assert.Regexp(t, `69qMW7re\.\.\.\[[0-9a-f]{8}\]`, all[filepath.Join(latest(t), "events.ndjson")], "tokens are shown by their beginning and a hash")
			}
		})
	}
	code, _, _ := regress(t, nil, "run", "--target", "model", "--show-secrets", "--release", "2.1.5")
	require.Equal(t, 0, code)
	events, err := os.ReadFile("results/latest/events.ndjson")
	require.NoError(t, err)
	assert.Regexp(t, secrets()["a token"], string(events), "and the test would see one")
}

func latest(t *testing.T) string {
	t.Helper()
	folder, err := filepath.EvalSymlinks("results/latest")
	require.NoError(t, err)
	return folder
}

// With containers there are files of the servers too: their configuration with
// the database's password, and their logs.
func TestNoSecretLeavesTheContainers(t *testing.T) {
	engine := dockertest.Engine(t)
	database := os.Getenv("REGRESS_POSTGRES_IMAGE")
	if database == "" {
		database = "postgres:15-alpine"
	}
	image := "streampark-regress/model:2.1.4"
	dockertest.Need(t, engine, "docker", image, database)
	code, out, errs := regress(t, nil, "reproduce", "3933", "--target", "docker", "--image", image, "--database-image", database,
		"--config", reporters(t), "--tags", "not @cause and not @workaround")
	require.Equal(t, 0, code, errs)
	all := everything(t, ".")
	names := strings.Join(keys(all), "\n")
	for _, want := range []string{"config.yaml", "server.log", "bug-report.md", "bug-report.zip:2.1.4/config.yaml", "report.html"} {
		assert.Contains(t, names, want)
	}
	all["terminal"] = out + errs
	assertNoSecret(t, all)
	assert.Contains(t, all[filepath.Join(latest(t), "2.1.4", "config.yaml")], "<masked>")
}

func keys(all map[string]string) []string {
	var names []string
	for name := range all {
		names = append(names, name)
	}
	return names
}
